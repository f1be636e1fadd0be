#include "admin-client/writingcontroller.h"

#include "admin-client/threadcontroller.h"
#include "client/chatsession.h"
#include "widgets/conversationpane.h"

namespace ventanilla {

WritingController::WritingController(ChatSession &session, ThreadController &thread, ConversationPane &pane,
                                     QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_thread(thread)
    , m_pane(pane)
{
    connect(&thread, &ThreadController::opened, this, &WritingController::onOpened);
    connect(pane.composer(), &Composer::submitted, this, &WritingController::send);
    connect(pane.messages(), &MessageListView::retryRequested, &session, &ChatSession::retry);
    connect(pane.messages(), &MessageListView::discardRequested, &session, &ChatSession::discard);
    connect(&session, &ChatSession::statusChanged, this,
            [this] { m_pane.composer()->setLongest(m_session.limits().messageLength); });
    pane.composer()->setDraft({});
}

void WritingController::onOpened(const QString &user)
{
    if (!m_writingTo.isEmpty()) {
        const Composer::Draft draft = m_pane.composer()->draft();
        if (draft.text.isEmpty())
            m_drafts.remove(m_writingTo);
        else
            m_drafts.insert(m_writingTo, draft);
    }
    m_writingTo = user;
    m_pane.composer()->setDraft(m_drafts.value(user));
}

void WritingController::send(const QString &text)
{
    if (m_writingTo.isEmpty())
        return;
    m_session.send(m_writingTo, text);
    m_pane.messages()->showNewest();
}

} // namespace ventanilla
