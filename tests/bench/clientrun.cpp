#include "clientrun.h"

#include "client/conversationlistmodel.h"
#include "client/messagelistmodel.h"
#include "largedatabase.h"
#include "support/waiting.h"
#include "widgets/messagelistview.h"

#include <QFile>
#include <QScrollBar>

#include <vector>

namespace ventanilla {

namespace {

constexpr int pages = 20;
constexpr int warmUp = 100;
constexpr int switches = 1'000;
constexpr int behindMs = 1'000;
constexpr double bytesPerMegabyte = 1e6;

QString textAt(const QAbstractItemModel *model, int row)
{
    return model->index(row, 0).data(MessageListModel::TextRole).toString();
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Of this process, now.
double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS"))
                return line.simplified().split(' ').at(1).toDouble() * 1024 / bytesPerMegabyte;
        }
    }
    return 0;
}

/// The newest message of the open thread is the last one of its conversation.
bool showsEnd(const QAbstractItemView *view, qint64 lastId)
{
    const QAbstractItemModel *model = view->model();
    const int rows = model ? model->rowCount() : 0;
    return rows > 0 && model->index(rows - 1, 0).data(MessageListModel::IdRole).toLongLong() == lastId;
}

} // namespace

ClientRun::ClientRun(const QString &database)
    : m_out(stdout)
{
    QFile::remove(m_home.databasePath());
    QFile::copy(database, m_home.databasePath());
}

ClientRun::~ClientRun() = default;

bool ClientRun::run()
{
    return startServer() && console() && user();
}

/// At the same port each time.
bool ClientRun::startServer()
{
    QStringList settings {QStringLiteral("--message-rate"), QStringLiteral("0")};
    if (m_port != 0)
        settings += {QStringLiteral("--port"), QString::number(m_port)};
    m_server.reset();
    m_server = std::make_unique<ServerProcess>(m_home, settings);
    m_port = m_server->port();
    return m_server->isRunning();
}

bool ClientRun::console()
{
    m_desk = std::make_unique<Desk>(m_home.tokenFor(LargeDatabase::agent, Role::Admin), m_server->url(),
                                    m_folder.filePath(LargeDatabase::agent));
    const bool done = start() && openLongThread() && scrollUp() && switchConversations() && catchUp();
    m_desk.reset();
    return done;
}

bool ClientRun::start()
{
    begin();
    m_desk->start();
    noteTime("start/window");
    m_probe.restart();
    QAbstractItemView *list = m_desk->list();
    if (!Desk::waitUntilPainted(list, [list] { return list->model()->rowCount() > 0; }))
        return false;
    noteTime("start/first page");
    if (!Desk::waitUntilPainted(list,
                                [list] { return list->model()->rowCount() == LargeDatabase::conversations; }))
        return false;
    noteTime("start/whole list");
    noteBlocked("start/blocked");
    note("start/memory", residentMegabytes());
    return true;
}

bool ClientRun::openAndWait(const QString &user)
{
    const QAbstractItemModel *list = m_desk->list()->model();
    const QModelIndexList found = list->match(list->index(0, 0), ConversationListModel::UserRole, user, 1,
                                              Qt::MatchExactly | Qt::MatchCaseSensitive);
    const qint64 lastId =
        found.isEmpty() ? 0 : found.first().data(ConversationListModel::LastIdRole).toLongLong();
    begin();
    m_desk->open(user);
    QAbstractItemView *thread = m_desk->thread();
    return lastId > 0 && Desk::waitUntilPainted(thread, [=] { return showsEnd(thread, lastId); });
}

bool ClientRun::openLongThread()
{
    if (!openAndWait(LargeDatabase::longUser))
        return false;
    noteTime("open/shown");
    noteBlocked("open/blocked");
    return true;
}

bool ClientRun::scrollUp()
{
    QAbstractItemView *thread = m_desk->thread();
    std::vector<double> times;
    double blocked = 0;
    for (int page = 0; page < pages; ++page) {
        const QString top = textAt(thread->model(), 0);
        begin();
        thread->verticalScrollBar()->setValue(0);
        if (!Desk::waitUntilPainted(thread, [&] { return textAt(thread->model(), 0) != top; }))
            return false;
        times.push_back(static_cast<double>(m_time.nsecsElapsed()) / 1e6);
        blocked = std::max(blocked, m_probe.longestMs());
    }
    note("scroll/page", median(times));
    note("scroll/worst page", std::ranges::max(times));
    note("scroll/blocked", blocked);
    return true;
}

/// Through conversations that were not open before, so that each is asked for.
bool ClientRun::switchConversations()
{
    std::vector<double> times;
    double blocked = 0;
    double memory = 0;
    for (int i = 1; i <= warmUp + switches; ++i) {
        if (!openAndWait(LargeDatabase::user(i)))
            return false;
        if (i == warmUp)
            memory = residentMegabytes();
        if (i <= warmUp)
            continue;
        times.push_back(static_cast<double>(m_time.nsecsElapsed()) / 1e6);
        blocked = std::max(blocked, m_probe.longestMs());
    }
    note("switch/shown", median(times));
    note("switch/worst", std::ranges::max(times));
    note("switch/blocked", blocked);
    note("switch/memory", residentMegabytes() - memory);
    return true;
}

bool ClientRun::catchUp()
{
    m_server.reset();
    if (!waitFor([this] { return !m_desk->isConnected(); }))
        return false;
    const qint64 lastId = LargeDatabase::addMissed(m_home.databasePath());
    if (lastId == 0 || !startServer())
        return false;
    begin();
    m_desk->retryConnection();
    QAbstractItemView *list = m_desk->list();
    const auto newest = [list] {
        return list->model()->index(0, 0).data(ConversationListModel::LastIdRole).toLongLong();
    };
    if (!Desk::waitUntilPainted(list, [&] { return newest() == lastId; }))
        return false;
    noteTime("catch up/shown");
    noteBlocked("catch up/blocked");
    begin();
    (void)waitFor([] { return false; }, behindMs);
    noteBlocked("catch up/blocked behind");
    note("catch up/memory", residentMegabytes());
    return true;
}

bool ClientRun::user()
{
    m_desk = std::make_unique<Desk>(m_home.tokenFor(LargeDatabase::longUser, Role::User), m_server->url(),
                                    m_folder.filePath(LargeDatabase::longUser));
    begin();
    m_desk->start();
    m_probe.restart();
    QAbstractItemView *thread = m_desk->thread();
    if (!Desk::waitUntilPainted(thread, [=] { return showsEnd(thread, LargeDatabase::longThread); }))
        return false;
    noteTime("user/shown");
    noteBlocked("user/blocked");
    m_desk.reset();
    return true;
}

void ClientRun::begin()
{
    m_probe.restart();
    m_time.start();
}

void ClientRun::noteTime(const char *name)
{
    note(name, static_cast<double>(m_time.nsecsElapsed()) / 1e6);
}

void ClientRun::note(const char *name, double value)
{
    m_out << name << '\t' << value << '\n' << Qt::flush;
}

} // namespace ventanilla
