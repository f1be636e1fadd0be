#include "admin-client/writingcontroller.h"

#include "admin-client/threadcontroller.h"
#include "client/chatsession.h"
#include "client/typingsender.h"
#include "widgets/composer.h"
#include "widgets/conversationpane.h"

namespace ventanilla {

WritingController::WritingController(ChatSession &session, ThreadController &thread, DraftStore &drafts,
                                     ConversationPane &pane, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_thread(thread)
    , m_drafts(drafts)
    , m_pane(pane)
{
    connect(&thread, &ThreadController::opened, this, &WritingController::onOpened);
    connect(pane.composer(), &Composer::submitted, this, &WritingController::send);
    connect(pane.composer(), &Composer::edited, this, &WritingController::onEdited);
    connect(pane.messages(), &MessageListView::retryRequested, &session, &ChatSession::retry);
    connect(pane.messages(), &MessageListView::discardRequested, &session, &ChatSession::discard);
    connect(&session, &ChatSession::statusChanged, this,
            [this] { m_pane.composer()->setLongest(m_session.limits().messageLength); });
    pane.composer()->setDraft({});
}

WritingController::~WritingController()
{
    keepDraft();
    m_session.typing().stopped();
    m_pane.composer()->setDraft({});
}

void WritingController::onOpened(const QString &user)
{
    keepDraft();
    m_session.typing().stopped();
    m_writingTo = user;
    const DraftStore::Draft draft = m_drafts.draft(user);
    m_pane.composer()->setDraft({draft.text, draft.cursor});
}

void WritingController::onEdited()
{
    keepDraft();
    if (m_drafts.draft(m_writingTo).text.isEmpty())
        m_session.typing().stopped();
    else if (!m_writingTo.isEmpty())
        m_session.typing().typed(m_writingTo);
}

void WritingController::keepDraft()
{
    if (m_writingTo.isEmpty())
        return;
    const Composer::Draft draft = m_pane.composer()->draft();
    m_drafts.setDraft(m_writingTo, {draft.text, draft.cursor});
}

void WritingController::send(const QString &text)
{
    if (m_writingTo.isEmpty())
        return;
    m_session.send(m_writingTo, text);
    // Behind the outbox, so that a kill in between keeps it twice rather than not at all.
    m_drafts.save();
    m_session.typing().stopped();
    m_pane.messages()->showNewest();
    emit written(m_writingTo);
}

} // namespace ventanilla
