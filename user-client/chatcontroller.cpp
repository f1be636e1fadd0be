#include "user-client/chatcontroller.h"

#include "client/chatsession.h"
#include "client/marksender.h"
#include "client/serverevents.h"
#include "client/typingsender.h"
#include "user-client/availabilitywords.h"
#include "widgets/composer.h"
#include "widgets/connectionbanner.h"
#include "widgets/conversationpane.h"
#include "widgets/notifier.h"
#include "widgets/threadheader.h"
#include "widgets/typingwords.h"

#include <chrono>

namespace ventanilla {

namespace {
constexpr std::chrono::milliseconds askAgainAfter = std::chrono::seconds(5);
} // namespace

ChatController::ChatController(ChatSession &session, HttpApi &api, const QString &draftsPath,
                               ConversationPane &pane, Notifier &notifier, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_pane(pane)
    , m_notifier(notifier)
    , m_self(session.self().username)
    , m_catchUp(session, api)
    , m_deliveries(session, m_catchUp)
    , m_typing(session, this)
    , m_drafts(draftsPath)
    , m_model(m_self, m_self)
    , m_loader(&m_model,
               [&api](const HistoryQuery &query, QObject *context, auto answer) {
                   api.ownHistory(query, context, std::move(answer));
               })
    , m_watch(*pane.window(), *pane.messages())
{
    for (const OutgoingMessage &message : session.outgoing())
        m_model.merge(message);
    m_standingTimer.setSingleShot(true);
    m_standingTimer.setInterval(askAgainAfter);
    const DraftStore::Draft draft = m_drafts.draft(m_self);
    pane.setThread(&m_model);
    pane.setHistory(m_loader.history());
    pane.composer()->setDraft({draft.text, draft.cursor});
    pane.composer()->setFocus();
    connectSession();
    connectCatchUp();
    connectPane();
    connectLoader();
    describe();
}

ChatController::~ChatController()
{
    keepDraft();
    m_session.typing().stopped();
    m_pane.composer()->setDraft({});
    m_pane.setThread(nullptr);
    m_pane.banner()->setCatchingUp(false);
    m_notifier.setUnread(0);
}

void ChatController::connectSession()
{
    connect(&m_session, &ChatSession::messageArrived, this,
            [this](const Message &message) { take(QList<Message> {message}); });
    connect(&m_session, &ChatSession::outgoingChanged, this,
            [this](const OutgoingMessage &message) { m_model.merge(message); });
    connect(&m_session, &ChatSession::outgoingDiscarded, &m_model, &MessageListModel::discard);
    connect(&m_session, &ChatSession::tokenRenewed, &m_loader, &ThreadLoader::retry);
    connect(&m_session, &ChatSession::availabilityChanged, this, &ChatController::describe);
    connect(&m_session, &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        m_pane.composer()->setLongest(m_session.limits().messageLength);
        if (status.state != ConnectionState::Connected)
            m_loader.setCaughtUp(false);
        describe();
    });
    const ServerEvents &events = m_session.events();
    connect(&events, &ServerEvents::readChanged, this, [this](const ReadCursor &cursor) { take(cursor); });
    connect(&events, &ServerEvents::deliveryChanged, this,
            [this](const Delivery &delivery) { take(delivery); });
    connect(&m_typing, &TypingWatch::changed, this, &ChatController::describe);
}

void ChatController::connectCatchUp()
{
    connect(&m_catchUp, &CatchUp::reloadNeeded, this, [this] {
        m_reading = {};
        m_standingKnown = false;
        m_marked = false;
        m_deliveries.clear();
        m_loader.forget();
        m_loader.load();
        loadStanding();
    });
    connect(&m_catchUp, &CatchUp::started, this, [this] {
        m_pane.banner()->setCatchingUp(true);
        m_loader.load();
        if (!m_standingKnown)
            loadStanding();
    });
    connect(&m_catchUp, &CatchUp::missed, this, [this](const SyncPage &page) {
        take(page.messages);
        for (const ReadCursor &cursor : page.reads)
            take(cursor);
        for (const Delivery &delivery : page.deliveries)
            take(delivery);
    });
    connect(&m_catchUp, &CatchUp::becameCurrent, this, [this] {
        m_pane.banner()->setCatchingUp(false);
        m_loader.setCaughtUp(true);
    });
    connect(&m_catchUp, &CatchUp::failed, this, [this](const ApiError &error) {
        if (error.isTokenProblem())
            emit tokenRefused();
    });
    connect(&m_standingTimer, &QTimer::timeout, this, &ChatController::loadStanding);
}

void ChatController::connectPane()
{
    MessageListView *messages = m_pane.messages();
    connect(m_pane.composer(), &Composer::submitted, this, &ChatController::send);
    connect(m_pane.composer(), &Composer::edited, this, &ChatController::onEdited);
    connect(messages, &MessageListView::retryRequested, &m_session, &ChatSession::retry);
    connect(messages, &MessageListView::discardRequested, &m_session, &ChatSession::discard);
    connect(messages, &MessageListView::olderWanted, &m_loader, &ThreadLoader::loadOlder);
    connect(&m_pane, &ConversationPane::reloadRequested, this, [this] { m_loader.load(); });
    connect(&m_watch, &ReadingWatch::changed, this, &ChatController::readIfSeen);
}

void ChatController::connectLoader()
{
    connect(&m_loader, &ThreadLoader::historyChanged, &m_pane, &ConversationPane::setHistory);
    connect(&m_loader, &ThreadLoader::loaded, this, [this] {
        m_deliveries.note(m_self, m_model.newestIncomingId().value_or(0));
        showFirstUnread();
    });
    connect(&m_loader, &ThreadLoader::becameCurrent, this, &ChatController::readIfSeen);
    connect(&m_loader, &ThreadLoader::failed, this, [this](const ApiError &error) {
        if (error.isTokenProblem())
            emit tokenRefused();
    });
}

void ChatController::loadStanding()
{
    m_api.ownThread(this, [this](const Result<OwnThread, ApiError> &answer) {
        if (answer)
            return takeStanding(*answer);
        if (answer.error().isTokenProblem())
            emit tokenRefused();
        // Without a connection the next one asks again.
        if (m_session.status().state == ConnectionState::Connected)
            m_standingTimer.start();
    });
}

void ChatController::takeStanding(const OwnThread &standing)
{
    m_standingKnown = true;
    m_reading.takeTotal(standing.counts.fromStaff);
    m_reading.take(standing.ownReading);
    m_model.setReach(standing.staffGotUpTo, standing.staffReadUpTo);
    // Before anything counts as read: this may have come after the thread.
    markUnread();
    showFirstUnread();
    onUnreadChanged();
    m_loader.load(m_reading.unread());
}

void ChatController::take(const QList<Message> &messages)
{
    for (const Message &message : messages) {
        const bool fromOther = message.from != m_self;
        // What another user wrote, where that is allowed, is in that user's thread.
        if (message.conversation == m_self)
            m_reading.take(message, message.counts.fromStaff, fromOther);
        if (fromOther)
            m_deliveries.note(m_self, message.id.value_or(0));
    }
    m_loader.take(messages);
    onUnreadChanged();
}

void ChatController::take(const ReadCursor &cursor)
{
    if (cursor.reader == m_self)
        m_reading.takeMoved({cursor.upTo, cursor.version, cursor.ordinal});
    else
        m_model.setReach(0, cursor.upTo);
    onUnreadChanged();
}

void ChatController::take(const Delivery &delivery)
{
    if (delivery.recipient == m_self)
        m_deliveries.noteKnown(m_self, delivery.upTo);
    else
        m_model.setReach(delivery.upTo, 0);
}

void ChatController::onUnreadChanged()
{
    // Until then the whole history would count.
    if (!m_standingKnown)
        return;
    readIfSeen();
    markUnread();
    m_notifier.setUnread(static_cast<int>(m_reading.unread()));
}

void ChatController::markUnread()
{
    if (m_reading.unread() == 0 || m_marked)
        return;
    m_marked = true;
    m_model.setUnreadMarkerAfter(m_reading.own().upTo);
}

void ChatController::showFirstUnread()
{
    const int marker = m_model.unreadMarkerRow();
    // The line stays where it is when all has been read, and nobody is to be carried back to it.
    if (marker >= 0 && m_reading.unread() > 0)
        m_pane.messages()->showRow(marker);
}

void ChatController::readIfSeen()
{
    if (m_reading.unread() == 0 || !m_standingKnown || !m_loader.isCurrent() || !m_watch.isLooking())
        return;
    m_session.marks().read({m_self, m_model.newestId().value_or(0), m_reading.own().version});
    m_reading.assumeRead();
    m_marked = false;
    m_notifier.setUnread(0);
}

void ChatController::describe()
{
    const bool connected = m_session.status().state == ConnectionState::Connected;
    const QString typing = typingWords(m_typing.typists(m_self));
    m_pane.header()->setPerson(tr("Support"), supportMailbox.toString());
    m_pane.header()->setSubtitle(typing.isEmpty() ? availabilityWords(connected, m_session.isAvailable())
                                                  : typing,
                                 connected && m_session.isAvailable());
}

void ChatController::onEdited()
{
    keepDraft();
    if (m_drafts.draft(m_self).text.isEmpty())
        m_session.typing().stopped();
    else
        m_session.typing().typed(supportMailbox.toString());
}

void ChatController::keepDraft()
{
    const Composer::Draft draft = m_pane.composer()->draft();
    m_drafts.setDraft(m_self, {draft.text, draft.cursor});
}

void ChatController::send(const QString &text)
{
    m_session.send(supportMailbox.toString(), text);
    // Behind the outbox, so that a kill in between keeps it twice rather than not at all.
    m_drafts.save();
    m_session.typing().stopped();
    m_pane.messages()->showNewest();
}

} // namespace ventanilla
