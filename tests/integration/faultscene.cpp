#include "faultscene.h"

#include "protocol/limits.h"
#include "support/storedmessages.h"
#include "support/waiting.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr int tickMs = 20;

QString problem(const Chatter &writer, const Chatter::Written &message, const char *what)
{
    return QStringLiteral("%1 of %2 %3").arg(message.key, writer.name(), QString::fromLatin1(what));
}

bool isKept(const Chatter::Written &message)
{
    return message.answer == Chatter::Answer::Stored || message.answer == Chatter::Answer::Pending;
}

bool grow(const QList<qint64> &ids)
{
    return std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) == ids.end();
}

} // namespace

FaultScene::FaultScene()
    : disk(home.databasePath())
{
    const QString luis = QStringLiteral("luis");
    const QString marta = QStringLiteral("marta");
    const QString ana = QStringLiteral("ana");
    const QString olga = QStringLiteral("olga");
    for (const QString &user : {luis, marta}) {
        home.addAccount(user, Role::User);
        writers.push_back(std::make_unique<Chatter>(home.tokenFor(user, Role::User)));
    }
    for (const QString &agent : {ana, olga})
        home.addAccount(agent, Role::Admin);
    writers.push_back(std::make_unique<Chatter>(home.tokenFor(ana, Role::Admin)));
    watcher = std::make_unique<Chatter>(home.tokenFor(olga, Role::Admin));
}

bool FaultScene::start()
{
    const bool runs = startAlone({}).isRunning();
    return runs && watcher->join(server->url())
        && std::all_of(writers.begin(), writers.end(),
                       [this](const auto &writer) { return writer->join(server->url()); });
}

ServerProcess &FaultScene::startAlone(const QStringList &settings)
{
    server.reset();
    server = std::make_unique<ServerProcess>(
        home,
        QStringList {QStringLiteral("--message-rate"), QStringLiteral("0"), QStringLiteral("--packet-rate"),
                     QStringLiteral("0"), QStringLiteral("--database-patience"), QStringLiteral("100")}
            + QStringList {QStringLiteral("--port"), QString::number(m_port)} + settings,
        ProcessSurroundings {0, &disk});
    if (server->isRunning())
        m_port = server->port();
    return *server;
}

void FaultScene::kill()
{
    server->kill();
    const auto people = everybody();
    (void)waitFor([&] {
        return std::none_of(people.begin(), people.end(), [](const auto *one) { return one->isConnected(); });
    });
}

void FaultScene::say(int each)
{
    int left = each;
    QTimer clock;
    QObject::connect(&clock, &QTimer::timeout, &clock, [this, &left] {
        if (left-- <= 0)
            return;
        for (const auto &writer : writers)
            say(*writer, 1);
    });
    clock.start(tickMs);
    (void)waitFor([&left] { return left <= 0; }, each * tickMs * 100);
}

void FaultScene::say(Chatter &writer, int count)
{
    const bool isAgent = &writer == writers.back().get();
    for (int i = 0; i < count; ++i) {
        const auto &user = *writers[static_cast<std::size_t>(writer.written.size() % 2)];
        writer.say(isAgent ? user.name() : supportMailbox.toString());
    }
}

void FaultScene::repeat(const QList<Answer> &answers)
{
    for (const auto &writer : writers) {
        for (qsizetype i = 0; i < writer->written.size(); ++i) {
            if (answers.contains(writer->written[i].answer))
                writer->repeat(i);
        }
    }
}

bool FaultScene::isAnswered() const
{
    return count(Answer::None) == 0;
}

bool FaultScene::isDelivered() const
{
    return ofAll([this](const Chatter &writer, const QString &key) {
        return watcher->heard(writer.name(), key).deliveries > 0;
    });
}

bool FaultScene::hasIds() const
{
    return ofAll([](const Chatter &writer, const QString &key) {
        return writer.heard(writer.name(), key).id.has_value();
    });
}

bool FaultScene::isConfirmed() const
{
    return hasIds() && ofAll([this](const Chatter &writer, const QString &key) {
               return watcher->heard(writer.name(), key).id.has_value();
           });
}

bool FaultScene::ofAll(const std::function<bool(const Chatter &, const QString &)> &holds) const
{
    return std::all_of(writers.begin(), writers.end(), [&](const auto &writer) {
        return std::all_of(writer->written.begin(), writer->written.end(),
                           [&](const auto &message) { return holds(*writer, message.key); });
    });
}

qsizetype FaultScene::count(Answer answer, qsizetype since) const
{
    qsizetype found = 0;
    for (const auto &writer : writers) {
        found += std::count_if(writer->written.begin() + since, writer->written.end(),
                               [answer](const auto &message) { return message.answer == answer; });
    }
    return found;
}

std::vector<Chatter *> FaultScene::everybody() const
{
    std::vector<Chatter *> people {watcher.get()};
    for (const auto &writer : writers)
        people.push_back(writer.get());
    return people;
}

QString FaultScene::problemOfStored() const
{
    const auto rows = readStoredMessages(home.databasePath());
    if (!rows)
        return QStringLiteral("the database cannot be read");
    QHash<QString, QList<const StoredRow *>> stored;
    for (const StoredRow &row : *rows)
        stored[row.key].append(&row);
    for (const auto &writer : writers) {
        qint64 before = 0;
        for (const Chatter::Written &message : writer->written) {
            const auto found = stored.take(message.key);
            if (found.size() > 1)
                return problem(*writer, message, "is stored twice");
            const StoredRow *row = found.value(0);
            const QString wrong = problemOfRow(*writer, message, row);
            if (!wrong.isEmpty())
                return wrong;
            if (row && row->id <= before)
                return problem(*writer, message, "is stored before what was sent before it");
            before = row ? row->id : before;
        }
    }
    return stored.isEmpty() ? QString() : QString(stored.begin().key() + u" was written by nobody");
}

/// `row` is null if it is not stored.
QString FaultScene::problemOfRow(const Chatter &writer, const Chatter::Written &message,
                                 const StoredRow *row) const
{
    if (!row && isKept(message))
        return problem(writer, message, "was acknowledged and is not stored");
    if (row && (row->from != writer.name() || row->text != message.text))
        return problem(writer, message, "is not stored as it was sent");
    for (const Chatter *one : everybody()) {
        const auto heard = one->heard(writer.name(), message.key);
        if (!row && heard.deliveries > 0 && message.answer != Answer::NotKept)
            return problem(writer, message, "was shown and is not stored");
        if (heard.id && (!row || heard.id != row->id))
            return problem(writer, message, "is not stored under the id that was told");
    }
    return {};
}

QString FaultScene::problemOfShown() const
{
    for (const Chatter *one : everybody()) {
        for (const auto &writer : writers) {
            for (const Chatter::Written &message : writer->written) {
                if (one->heard(writer->name(), message.key).deliveries > 1)
                    return problem(*writer, message, "was shown twice to somebody");
            }
        }
    }
    return grow(watcher->ids) ? QString()
                              : QStringLiteral("the watcher was told of ids in another order than theirs");
}

QString FaultScene::problemOfHeard() const
{
    for (const auto &writer : writers) {
        for (const Chatter::Written &message : writer->written) {
            const auto watched = watcher->heard(writer->name(), message.key);
            const auto own = writer->heard(writer->name(), message.key);
            if (watched.deliveries != 1)
                return problem(*writer, message, "was not delivered once");
            const int confirmations = message.answer == Answer::Pending ? 1 : 0;
            if (watched.confirmations != confirmations || own.confirmations != confirmations)
                return problem(*writer, message, "was not confirmed as often as it was pending");
            if (watched.id != own.id)
                return problem(*writer, message, "has several ids");
        }
        if (!grow(writer->ids))
            return QString(writer->name() + u" was told of ids in another order than theirs");
    }
    return grow(watcher->ids) ? QString()
                              : QStringLiteral("the watcher was told of ids in another order than theirs");
}

} // namespace ventanilla
