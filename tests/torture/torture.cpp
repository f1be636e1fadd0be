#include "torture.h"

#include <QDir>
#include <QTest>

namespace ventanilla {

namespace {

constexpr int pauseMs = 40;
constexpr int settleStepMs = 500;

} // namespace

Torture::Torture(quint32 seed)
    : m_random(seed)
{
}

Torture::~Torture()
{
    m_people.clear();
}

bool Torture::begin()
{
    for (const char *user : {"alba", "bruno", "carla", "diego", "elsa"})
        m_users.append(QString::fromLatin1(user));
    m_staff = {QStringLiteral("luis"), QStringLiteral("olga")};
    for (const QString &user : std::as_const(m_users))
        m_site.addAccount(user, Role::User);
    for (const QString &agent : std::as_const(m_staff))
        m_site.addAccount(agent, Role::Admin);
    if (!m_site.restart())
        return false;
    for (const QString &user : std::as_const(m_users))
        addPerson(user, Role::User, user);
    addPerson(m_staff[0], Role::Admin, QStringLiteral("luis-1"));
    addPerson(m_staff[0], Role::Admin, QStringLiteral("luis-2"));
    addPerson(m_staff[1], Role::Admin, QStringLiteral("olga"));
    for (const auto &person : m_people)
        person->start();
    return true;
}

void Torture::addPerson(const QString &account, Role role, const QString &seat)
{
    const QString folder = m_site.folder() + u'/' + seat;
    QDir().mkpath(folder);
    const QUrl network = m_site.addNetwork().url();
    m_clocks.push_back(std::make_unique<ShiftedClock>(anyOffset()));
    m_people.push_back(std::make_unique<Person>(m_site.tokenFor(account, role), seat,
                                                Person::Place {network, folder, m_clocks.back().get()}));
}

Person &Torture::anyAgent()
{
    return *m_people[static_cast<std::size_t>(m_users.size() + below(3))];
}

QString Torture::anyUser()
{
    return m_users[below(static_cast<int>(m_users.size()))];
}

void Torture::run(int seconds)
{
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < seconds * 1000) {
        actAsPeople();
        if (below(12) == 0)
            actAsNetwork();
        if (below(40) == 0)
            actAsServer();
        if (below(60) == 0)
            setAnyClock();
        pause(below(pauseMs));
        report();
    }
}

void Torture::actAsPeople()
{
    Person &person = anyone();
    switch (below(16)) {
    case 0:
        person.look();
        did("looks");
        break;
    case 1:
        anyAgent().open(anyUser());
        did("conversations opened");
        break;
    case 2:
        anyAgent().leaveUnread();
        did("marks as unread");
        break;
    case 3: person.retryConnection(); break;
    case 4: person.retryFailed(); break;
    case 5:
        if (below(3) == 0)
            endAnyProgram();
        break;
    default: writeSomething(person);
    }
}

void Torture::endAnyProgram()
{
    const auto seat = static_cast<std::size_t>(anySeat());
    Person &person = *m_people[seat];
    if (below(2) == 0) {
        person.quit();
        did("programs quit");
    } else {
        person.report(m_ledger); // what is on the screen now has to be there afterwards
        m_site.networks()[seat]->cut(FaultProxy::Cut::Reset);
        person.kill();
        did("programs killed");
    }
    person.start();
}

void Torture::writeSomething(Person &person)
{
    if (person.conversation().isEmpty())
        return;
    const QString text = QStringLiteral("%1 says %2").arg(person.seat()).arg(++m_texts);
    m_ledger.wrote(person.seat() + u' ' + person.conversation(), text);
    person.write(text);
    did("messages written");
}

void Torture::actAsNetwork()
{
    const auto &networks = m_site.networks();
    FaultProxy &network = *networks[static_cast<std::size_t>(below(static_cast<int>(networks.size())))];
    const auto direction = below(2) ? FaultProxy::Toward::Server : FaultProxy::Toward::Client;
    const auto anything = FaultProxy::beginningWith("4");
    network.pass();
    switch (below(10)) {
    case 0:
        network.cut(FaultProxy::Cut::Reset);
        did("connections reset");
        break;
    case 1:
        network.cut(FaultProxy::Cut::Orderly);
        did("connections closed");
        break;
    case 2:
        network.refuse();
        did("networks refusing");
        break;
    case 3:
        network.delay(direction, 50 + below(400));
        did("networks slowed");
        break;
    case 4:
        network.hold(direction);
        did("half-open networks");
        break;
    case 5:
        network.blackHole();
        did("black holes");
        break;
    case 6:
        network.drop(FaultProxy::Toward::Client, FaultProxy::acknowledgements());
        did("networks losing acknowledgements");
        break;
    case 7:
        network.duplicate(FaultProxy::Toward::Server, FaultProxy::oneIn(3, FaultProxy::beginningWith("42")));
        did("networks repeating messages");
        break;
    case 8:
        network.cutWithin(direction, anything, 1 + below(60), FaultProxy::Cut::Reset);
        did("connections cut within a message");
        break;
    default: break; // well again
    }
}

void Torture::actAsServer()
{
    switch (below(4)) {
    case 0:
        report(); // what is on a screen now has to be there afterwards
        did("kills of the server");
        if (!m_site.restart()) {
            did("starts refused for the database");
            m_site.setDatabaseFault(Site::DatabaseFault::None);
            m_site.restart();
        }
        break;
    case 1: failAnyhow(); break;
    default: m_site.setDatabaseFault(Site::DatabaseFault::None);
    }
}

void Torture::failAnyhow()
{
    m_site.setDatabaseFault(static_cast<Site::DatabaseFault>(1 + below(Site::databaseFaults - 1)));
    did("database faults");
    if (below(4) != 0)
        return;
    using Mode = FaultyDisk::Mode;
    constexpr std::array modes {Mode::InputOutput, Mode::NoSpace, Mode::Torn, Mode::SyncFails,
                                Mode::SlowSyncs};
    m_site.setSpoolFault(modes[static_cast<std::size_t>(below(static_cast<int>(modes.size())))]);
    did("spool faults beside the database's");
}

/// Wrong by up to an hour, or right.
void Torture::setAnyClock()
{
    const qint64 offsetMs = below(3) == 0 ? 0 : anyOffset();
    if (below(3) == 0) {
        m_site.setClock(offsetMs);
        did("clocks of the server set");
    } else {
        m_clocks[static_cast<std::size_t>(anySeat())]->set(offsetMs);
        did("clocks of people set");
    }
}

void Torture::report()
{
    for (const auto &person : m_people)
        person->report(m_ledger);
}

void Torture::pause(int ms)
{
    QTest::qWait(ms);
}

void Torture::heal()
{
    m_site.setDatabaseFault(Site::DatabaseFault::None);
    for (const auto &network : m_site.networks())
        network->pass();
    if (!m_site.isRunning())
        m_site.restart();
}

Torture::Result Torture::settle(int patienceSeconds)
{
    Result result;
    heal();
    QElapsedTimer time;
    time.start();
    while (!result.settled && time.elapsed() < patienceSeconds * 1000) {
        for (const auto &person : m_people) {
            person->retryConnection();
            person->retryFailed();
        }
        pause(settleStepMs);
        report();
        result.settled = agree(result.differences);
    }
    const auto truth = Truth::read(m_site.databasePath(), m_staff);
    result.verdict = m_ledger.judge(truth ? truth->messages : QList<KeptMessage>());
    m_done.insert(QStringLiteral("wrong times seen by the server"), static_cast<int>(m_site.wrongTimes()));
    result.done = m_done;
    return result;
}

/// Looks through every thread of every agent; the users have one.
bool Torture::agree(QStringList &differences)
{
    differences.clear();
    for (const QString &user : std::as_const(m_users)) {
        for (const auto &person : m_people) {
            if (person->isStaff())
                person->open(user);
        }
        pause(settleStepMs);
        for (const auto &person : m_people)
            person->retryFailed();
        const auto truth = Truth::read(m_site.databasePath(), m_staff);
        if (!truth) {
            differences.append(QStringLiteral("the database cannot be read"));
            return false;
        }
        for (const auto &person : m_people)
            differences += person->differences(*truth);
    }
    const auto truth = Truth::read(m_site.databasePath(), m_staff);
    const Verdict verdict = m_ledger.judge(truth ? truth->messages : QList<KeptMessage>());
    differences += verdict.lost == 0 ? QStringList() : verdict.examples;
    return differences.isEmpty();
}

} // namespace ventanilla
