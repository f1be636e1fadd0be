#include "admin-client/conversationlistcontroller.h"

#include "client/chatsession.h"
#include "client/conversationlistmodel.h"

#include <QTimer>
#include <QWidget>

namespace ventanilla {

namespace {

constexpr int retryAfterMs = 5000;
/// How old what the list says of presence can get.
constexpr int refreshMs = 60'000;
/// Newcomers within this time are asked for together.
constexpr int newcomersMs = 200;
constexpr int missedPageSize = 500;

} // namespace

ConversationListController::ConversationListController(ChatSession &session, HttpApi &api,
                                                       ConversationListModel &model, const QWidget &window,
                                                       QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_model(model)
    , m_window(window)
    , m_retryTimer(new QTimer(this))
    , m_newcomerTimer(new QTimer(this))
{
    auto *refreshTimer = new QTimer(this);
    refreshTimer->setObjectName(QStringLiteral("refreshTimer"));
    refreshTimer->start(refreshMs);
    connect(refreshTimer, &QTimer::timeout, this, &ConversationListController::refreshIfSeen);
    m_newcomerTimer->setObjectName(QStringLiteral("newcomerTimer"));
    m_newcomerTimer->setSingleShot(true);
    m_newcomerTimer->setInterval(newcomersMs);
    connect(m_newcomerTimer, &QTimer::timeout, this, &ConversationListController::refresh);
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

void ConversationListController::refreshIfSeen()
{
    if (m_window.isVisible() && !m_window.isMinimized())
        refresh();
}

/// Takes the first page as it is now. Counts nothing: what is new comes live.
void ConversationListController::refresh()
{
    if (m_session.status().state != ConnectionState::Connected)
        return;
    m_api.conversations({}, this,
                        [this, generation = m_generation](const Result<ConversationPage, ApiError> &answer) {
                            if (generation != m_generation)
                                return;
                            if (answer)
                                m_model.merge(answer->rows);
                            else if (answer.error().isTokenProblem())
                                emit tokenRefused();
                        });
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
    if (error.isTokenProblem()) {
        emit tokenRefused();
        return;
    }
    // Without a connection the next one's `ready` loads anew; with one there must be another try.
    if (m_session.status().state == ConnectionState::Connected)
        m_retryTimer->start();
}

void ConversationListController::onMessage(const Message &message)
{
    apply(message);
    if (m_ledger.addLive(message))
        addUnread(message.conversation, {message});
}

void ConversationListController::apply(const Message &message)
{
    const bool isNewcomer = !m_model.indexOf(message.conversation).isValid();
    if (m_model.apply(message) && isNewcomer && !m_newcomerTimer->isActive())
        m_newcomerTimer->start();
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
    apply(stored);
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
