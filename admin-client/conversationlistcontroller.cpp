#include "admin-client/conversationlistcontroller.h"

#include "client/catchup.h"
#include "client/chatsession.h"
#include "client/conversationlistmodel.h"
#include "client/serverevents.h"

#include <QTimer>

#include <algorithm>

namespace ventanilla {

namespace {

constexpr int retryAfterMs = 5000;
/// Newcomers within this time are asked for together.
constexpr int newcomersMs = 200;

} // namespace

ConversationListController::ConversationListController(ChatSession &session, HttpApi &api, CatchUp &catchUp,
                                                       ConversationListModel &model, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_catchUp(catchUp)
    , m_model(model)
    , m_retryTimer(new QTimer(this))
    , m_newcomerTimer(new QTimer(this))
{
    m_newcomerTimer->setObjectName(QStringLiteral("newcomerTimer"));
    m_newcomerTimer->setSingleShot(true);
    connect(m_newcomerTimer, &QTimer::timeout, this, &ConversationListController::refreshFirstPage);
    m_retryTimer->setSingleShot(true);
    m_retryTimer->setInterval(retryAfterMs);
    connect(m_retryTimer, &QTimer::timeout, this, &ConversationListController::reload);
    listen();
}

void ConversationListController::listen()
{
    connect(&m_catchUp, &CatchUp::reloadNeeded, this, [this] {
        m_model.clear();
        m_searched.clear();
        reload();
    });
    connect(&m_catchUp, &CatchUp::started, this, [this] {
        m_searched.clear();
        if (m_complete)
            askForRows();
        else
            reload();
    });
    connect(&m_catchUp, &CatchUp::missed, this, [this](const SyncPage &page) {
        m_model.apply(page);
        askForRows();
    });
    connect(&m_session, &ChatSession::messageArrived, this, &ConversationListController::apply);
    connect(&m_session, &ChatSession::outgoingChanged, this, &ConversationListController::onOutgoing);
    const ServerEvents &events = m_session.events();
    connect(&events, &ServerEvents::readChanged, this,
            [this](const ReadCursor &cursor) { m_model.apply(cursor); });
    connect(&events, &ServerEvents::deliveryChanged, this,
            [this](const Delivery &delivery) { m_model.apply(delivery); });
}

void ConversationListController::reload()
{
    ++m_generation;
    m_complete = false;
    m_retryTimer->stop();
    if (m_model.rowCount() == 0)
        setState(State::Loading);
    fetchPage({});
}

/// Before every page has been here, the row may be on one that is still to come.
void ConversationListController::askForRows()
{
    if (m_complete && !m_searched.contains(m_model.withoutRow()) && !m_newcomerTimer->isActive())
        m_newcomerTimer->start(newcomersMs);
}

/// Takes the first page as it is now: a message does not tell everything of a new conversation.
void ConversationListController::refreshFirstPage()
{
    m_api.conversations({}, this,
                        [this, generation = m_generation,
                         asked = m_model.withoutRow()](const Result<ConversationPage, ApiError> &answer) {
                            if (generation != m_generation)
                                return;
                            if (answer)
                                onRefreshed(*answer, asked);
                            else
                                onNotRefreshed(answer.error());
                        });
}

/// A row that is not on the first page was left behind by many others: that takes all pages.
void ConversationListController::onRefreshed(const ConversationPage &page, const QSet<QString> &asked)
{
    m_model.merge(page.rows);
    const QSet<QString> missing = (asked & m_model.withoutRow()) - m_searched;
    if (missing.isEmpty() || !m_complete)
        return;
    m_searched += missing;
    reload();
}

void ConversationListController::onNotRefreshed(const ApiError &error)
{
    if (error.isTokenProblem())
        emit tokenRefused();
    // Without a connection the next one asks again.
    if (m_session.status().state == ConnectionState::Connected && !m_newcomerTimer->isActive())
        m_newcomerTimer->start(
            static_cast<int>(std::max<qint64>(retryAfterMs, error.retryAfterMs.value_or(0))));
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
    m_complete = page.next.isEmpty();
    // First, so that the server is at it while this one is taken in.
    if (!m_complete)
        fetchPage(page.next);
    m_model.merge(page.rows);
    setState(State::Loaded);
    askForRows();
}

void ConversationListController::onFailed(const ApiError &error)
{
    ++m_generation;
    setState(m_model.rowCount() == 0 ? State::Failed : State::Loaded);
    if (error.isTokenProblem())
        emit tokenRefused();
    // Without a connection the next one loads anew; with one there must be another try.
    if (m_session.status().state == ConnectionState::Connected)
        m_retryTimer->start();
}

void ConversationListController::apply(const Message &message)
{
    m_model.apply(message);
    if (m_model.withoutRow().contains(message.conversation) && !m_newcomerTimer->isActive())
        m_newcomerTimer->start(newcomersMs);
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
}

void ConversationListController::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

} // namespace ventanilla
