#include "threadreader.h"

#include "client/websockettransport.h"
#include "support/storedmessages.h"

namespace ventanilla {

ThreadReader::ThreadReader(SignedIn who)
    : m_who(std::move(who))
    , m_api(&m_network)
    , m_session(std::make_unique<WebSocketTransport>(), m_clock)
    , m_catchUp(m_session, m_api)
{
    QObject::connect(&m_session, &ChatSession::messageArrived,
                     [this](const Message &message) { take(message); });
    QObject::connect(&m_catchUp, &CatchUp::reloadNeeded, [this] { ++m_reloads; });
    QObject::connect(&m_catchUp, &CatchUp::missed, [this](const SyncPage &page) {
        for (const Message &message : page.messages)
            take(message);
    });
}

void ThreadReader::start(const QUrl &server)
{
    m_api.setServer(server);
    m_api.setToken(m_who.token);
    m_session.start(server, m_who);
}

void ThreadReader::take(const Message &message)
{
    auto &thread = m_threads[message.conversation];
    if (!thread)
        thread = std::make_unique<MessageListModel>(m_who.username, message.conversation);
    thread->merge(QList<Message> {message});
}

QString ThreadReader::problem(const QList<StoredRow> &stored) const
{
    if (m_reloads != 1)
        return QString(m_who.username + u" was told that nothing holds any more");
    std::map<QString, QList<StoredRow>> expected;
    for (const StoredRow &row : stored) {
        if (m_who.role == Role::Admin || row.conversation == m_who.username)
            expected[row.conversation].append(row);
    }
    if (m_threads.size() != expected.size())
        return QString(m_who.username + u" has another number of conversations");
    for (const auto &[conversation, rows] : expected) {
        const QString wrong = problemOfThread(conversation, rows);
        if (!wrong.isEmpty())
            return QStringLiteral("%1 in the thread of %2: %3").arg(m_who.username, conversation, wrong);
    }
    return {};
}

QString ThreadReader::problemOfThread(const QString &conversation, const QList<StoredRow> &stored) const
{
    const auto found = m_threads.find(conversation);
    if (found == m_threads.end())
        return QStringLiteral("nothing");
    const MessageListModel &thread = *found->second;
    for (int row = 0; row < thread.rowCount() && row < stored.size(); ++row) {
        const QModelIndex shown = thread.index(row);
        if (shown.data(MessageListModel::IdRole).toLongLong() != stored[row].id
            || shown.data(MessageListModel::KeyRole).toString() != stored[row].key
            || shown.data(MessageListModel::TextRole).toString() != stored[row].text)
            return QString(shown.data(MessageListModel::KeyRole).toString() + u" instead of "
                           + stored[row].key);
    }
    return thread.rowCount() == stored.size()
        ? QString()
        : QStringLiteral("%1 messages instead of %2").arg(thread.rowCount()).arg(stored.size());
}

} // namespace ventanilla
