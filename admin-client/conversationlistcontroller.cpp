#include "admin-client/conversationlistcontroller.h"

#include "client/chatsession.h"
#include "client/conversationlistmodel.h"

#include <QTimer>

namespace ventanilla {

namespace {

constexpr int retryAfterMs = 5000;
constexpr int missedPageSize = 500;

} // namespace

ConversationListController::ConversationListController(ChatSession &session, HttpApi &api,
                                                       ConversationListModel &model, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_model(model)
    , m_retryTimer(new QTimer(this))
{
    m_retryTimer->setSingleShot(true);
    m_retryTimer->setInterval(retryAfterMs);
    connect(m_retryTimer, &QTimer::timeout, this, &ConversationListController::reload);
    connect(&session, &ChatSession::ready, this, &ConversationListController::onReady);
    connect(&session, &ChatSession::messageArrived, this, &ConversationListController::onMessage);
    connect(&session, &ChatSession::outgoingChanged, this, &ConversationListController::onOutgoing);
}

void ConversationListController::onReady(const Ready &ready)
{
    if (m_serverHistory.isAnother(ready))
        m_ledger.reset();
    m_ledger.connectionReady(ready.cursor);
    reload();
}

void ConversationListController::reload()
{
    ++m_generation;
    m_retryTimer->stop();
    m_rows.clear();
    if (m_model.rowCount() == 0)
        setState(State::Loading);
    fetchPage({});
}

void ConversationListController::fetchPage(const QString &after)
{
    m_api.conversations(after, this,
                        [this, generation = m_generation](const Result<ConversationPage, ApiError> &answer) {
                            if (generation != m_generation)
                                return;
                            if (answer)
                                onPage(*answer);
                            else
                                onFailed(answer.error());
                        });
}

void ConversationListController::onPage(const ConversationPage &page)
{
    m_model.merge(page.rows);
    m_rows.append(page.rows);
    if (!page.next.isEmpty()) {
        setState(State::Loaded);
        return fetchPage(page.next);
    }
    const auto gaps = m_ledger.findGaps(m_rows);
    m_rows.clear();
    setState(State::Loaded);
    for (const UnreadLedger::Gap &gap : gaps)
        fetchMissed(gap.user, gap.after);
}

void ConversationListController::fetchMissed(const QString &user, qint64 after)
{
    HistoryQuery query;
    query.limit = missedPageSize;
    query.after = after;
    m_api.history(user, query, this,
                  [this, user, generation = m_generation](const Result<QList<Message>, ApiError> &answer) {
                      if (generation != m_generation)
                          return;
                      if (answer)
                          onMissed(user, *answer);
                      else
                          onFailed(answer.error());
                  });
}

void ConversationListController::onMissed(const QString &user, const QList<Message> &messages)
{
    const bool isLast = messages.size() < missedPageSize;
    addUnread(user, m_ledger.addMissed(user, messages, isLast));
    if (!isLast)
        fetchMissed(user, m_ledger.settledUpTo(user));
}

void ConversationListController::onFailed(const ApiError &error)
{
    ++m_generation;
    setState(m_model.rowCount() == 0 ? State::Failed : State::Loaded);
    if (error.kind == ApiError::Kind::Forbidden || error.kind == ApiError::Kind::NotAuthenticated) {
        emit tokenRefused();
        return;
    }
    // Without a connection the next one's `ready` loads anew; with one there must be another try.
    if (m_session.status().state == ConnectionState::Connected)
        m_retryTimer->start();
}

void ConversationListController::onMessage(const Message &message)
{
    m_model.apply(message);
    if (m_ledger.addLive(message))
        addUnread(message.conversation, {message});
}

void ConversationListController::onOutgoing(const OutgoingMessage &message)
{
    if (message.state != OutgoingMessage::State::Stored)
        return;
    Message stored;
    stored.id = message.id;
    stored.from = m_session.self().username;
    stored.fromName = m_session.self().displayName;
    stored.to = message.to;
    stored.text = message.text;
    stored.sentAtMs = message.sentAtMs;
    stored.key = message.key;
    stored.conversation = message.to;
    m_model.apply(stored);
    m_ledger.addLive(stored);
}

void ConversationListController::addUnread(const QString &user, const QList<Message> &messages)
{
    if (messages.isEmpty())
        return;
    m_model.addUnread(user, int(messages.size()));
    emit unreadAdded(user, messages);
}

void ConversationListController::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

} // namespace ventanilla
