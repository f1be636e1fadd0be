#include "support/office.h"

#include <QDir>
#include <QTest>

#include <algorithm>

namespace ventanilla {

namespace {

/// Only a failure waits that long.
constexpr int settlePatienceMs = 60'000;

std::function<void(ServerConfig &)> withoutLimits(const std::function<void(ServerConfig &)> &change)
{
    return [change](ServerConfig &config) {
        config.messageRate = 0;
        config.packetRate = 0;
        // A machine that is busy is no database that fails.
        config.databasePatienceMs = settlePatienceMs;
        if (change)
            change(config);
    };
}

} // namespace

Office::Office(const Clock *clock, const std::function<void(ServerConfig &)> &change)
    : server(withoutLimits(change), clock)
{
}

Office::~Office()
{
    for (const Seat &seat : m_seats)
        seat.person->quit();
}

void Office::addAccounts(const QStringList &users, const QStringList &staff)
{
    m_staff = staff;
    for (const QString &user : users)
        server.addAccount(user, Role::User);
    for (const QString &agent : staff)
        server.addAccount(agent, Role::Admin);
}

Person &Office::addPerson(const QString &account, const QString &seat, const Clock *clock)
{
    const QString name = seat.isEmpty() ? account : seat;
    const QString folder = m_folder.filePath(name);
    QDir().mkpath(folder);
    auto network = std::make_unique<FaultProxy>(static_cast<quint16>(server.url().port()));
    const Role role = m_staff.contains(account) ? Role::Admin : Role::User;
    auto person = std::make_unique<Person>(server.tokenFor(account, role), name,
                                           Person::Place {network->url(), folder, clock});
    m_seats.push_back({std::move(network), std::move(person)});
    return *m_seats.back().person;
}

FaultProxy &Office::networkOf(const Person &person)
{
    return *std::ranges::find_if(m_seats, [&](const Seat &seat) {
                return seat.person.get() == &person;
            })->network;
}

QString Office::folderOf(const Person &person) const
{
    return m_folder.filePath(person.seat());
}

void Office::cut()
{
    for (const Seat &seat : m_seats)
        seat.network->cut(FaultProxy::Cut::Reset);
}

void Office::refuse()
{
    for (const Seat &seat : m_seats)
        seat.network->refuse();
}

void Office::heal()
{
    for (const Seat &seat : m_seats) {
        seat.network->pass();
        if (seat.person->window())
            seat.person->retryConnection();
    }
}

std::optional<Truth> Office::truth() const
{
    return Truth::read(server.databasePath(), m_staff);
}

QString Office::settle() const
{
    QStringList found;
    (void)QTest::qWaitFor(
        [&] {
            found = differences();
            return found.isEmpty();
        },
        settlePatienceMs);
    return found.join(u'\n');
}

QStringList Office::differences() const
{
    const auto known = truth();
    if (!known)
        return {QStringLiteral("the database cannot be read")};
    QStringList found;
    for (const Seat &seat : m_seats) {
        if (seat.person->window())
            found += seat.person->differences(*known);
    }
    return found;
}

} // namespace ventanilla
