#include "user-client/chatcontroller.h"

#include "client/chatsession.h"
#include "user-client/availabilitywords.h"
#include "widgets/composer.h"
#include "widgets/conversationpane.h"
#include "widgets/notifier.h"
#include "widgets/threadheader.h"

namespace ventanilla {

ChatController::ChatController(ChatSession &session, HttpApi &api, ConversationPane &pane, Notifier &notifier,
                               QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_pane(pane)
    , m_notifier(notifier)
    , m_model(session.self().username, session.self().username)
    , m_loader(&m_model,
               [&api](const HistoryQuery &query, QObject *context, auto answer) {
                   api.ownHistory(query, context, std::move(answer));
               })
    , m_watch(*pane.window(), *pane.messages())
{
    for (const OutgoingMessage &message : session.outgoing())
        m_model.merge(message);
    pane.setThread(&m_model);
    pane.setHistory(m_loader.history());
    pane.composer()->setDraft({});
    pane.composer()->setFocus();
    connectSession();
    connectPane();
    connectLoader();
    describe();
}

ChatController::~ChatController()
{
    m_pane.setThread(nullptr);
    m_notifier.setUnread(0);
}

void ChatController::connectSession()
{
    connect(&m_session, &ChatSession::ready, this, &ChatController::onReady);
    connect(&m_session, &ChatSession::messageArrived, &m_loader, &ThreadLoader::take);
    connect(&m_session, &ChatSession::outgoingChanged, this,
            [this](const OutgoingMessage &message) { m_model.merge(message); });
    connect(&m_session, &ChatSession::outgoingDiscarded, &m_model, &MessageListModel::discard);
    connect(&m_session, &ChatSession::availabilityChanged, this, &ChatController::describe);
    connect(&m_session, &ChatSession::statusChanged, this, [this] {
        m_pane.composer()->setLongest(m_session.limits().messageLength);
        describe();
    });
}

void ChatController::connectPane()
{
    MessageListView *messages = m_pane.messages();
    connect(m_pane.composer(), &Composer::submitted, this, &ChatController::send);
    connect(messages, &MessageListView::retryRequested, &m_session, &ChatSession::retry);
    connect(messages, &MessageListView::discardRequested, &m_session, &ChatSession::discard);
    connect(messages, &MessageListView::olderWanted, &m_loader, &ThreadLoader::loadOlder);
    connect(&m_pane, &ConversationPane::reloadRequested, &m_loader, &ThreadLoader::refresh);
    connect(&m_watch, &ReadingWatch::changed, this, &ChatController::readIfSeen);
}

void ChatController::connectLoader()
{
    connect(&m_loader, &ThreadLoader::historyChanged, &m_pane, &ConversationPane::setHistory);
    connect(&m_loader, &ThreadLoader::becameCurrent, this, &ChatController::readIfSeen);
    connect(&m_loader, &ThreadLoader::failed, this, [this](const ApiError &error) {
        if (error.isTokenProblem())
            emit tokenRefused();
    });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
}

void ChatController::onReady(const Ready &ready)
{
    if (m_serverHistory.isAnother(ready)) {
        m_baseline.reset();
        m_loader.forget();
    }
    if (!m_baseline)
        m_baseline = ready.cursor;
    m_loader.markStale();
    m_loader.refresh();
}

void ChatController::onRowsInserted(int first, int last)
{
    // The model takes every message once, live or fetched; so each is counted once.
    std::optional<qint64> firstNew;
    int count = 0;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_model.index(row);
        const QVariant id = index.data(MessageListModel::IdRole);
        const bool isNew = m_baseline && (!id.isValid() || id.toLongLong() > *m_baseline);
        if (!isNew || index.data(MessageListModel::OutgoingRole).toBool())
            continue;
        ++count;
        if (!firstNew && id.isValid())
            firstNew = id.toLongLong();
    }
    if (count == 0)
        return;
    const bool wasRead = m_unread == 0;
    m_unread += count;
    readIfSeen();
    if (m_unread > 0 && wasRead && firstNew) {
        // Not now: the model is still telling its views of the rows.
        QMetaObject::invokeMethod(
            this, [this, id = *firstNew] { m_model.setUnreadMarkerAfter(id - 1); }, Qt::QueuedConnection);
    }
    m_notifier.setUnread(m_unread);
}

void ChatController::readIfSeen()
{
    if (m_unread == 0 || !m_loader.isCurrent() || !m_watch.isLooking())
        return;
    m_unread = 0;
    m_notifier.setUnread(0);
}

void ChatController::describe()
{
    const bool connected = m_session.status().state == ConnectionState::Connected;
    m_pane.header()->setPerson(tr("Support"), supportMailbox.toString());
    m_pane.header()->setSubtitle(availabilityWords(connected, m_session.isAvailable()),
                                 connected && m_session.isAvailable());
}

void ChatController::send(const QString &text)
{
    m_session.send(supportMailbox.toString(), text);
    m_pane.messages()->showNewest();
}

} // namespace ventanilla
