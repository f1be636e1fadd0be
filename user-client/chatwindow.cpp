#include "user-client/chatwindow.h"

#include "client/clientsettings.h"
#include "widgets/accountbutton.h"
#include "widgets/conversationpane.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/theme.h"
#include "widgets/threadheader.h"

#include <QCloseEvent>
#include <QVBoxLayout>

namespace ventanilla {

ChatWindow::ChatWindow(const Clock &clock, ClientSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_pane(new ConversationPane(clock, this))
    , m_account(new AccountButton(this))
{
    setObjectName(QStringLiteral("userWindow"));
    setWindowIcon(applicationIcon());
    m_pane->nothingOpen()->setContent(Icon::Conversation, tr("Welcome"),
                                      tr("Sign in to read your conversation and to write to us."));
    m_pane->header()->setTrailing(m_account);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pane);
    resize(metric::userWindowWidth, metric::userWindowHeight);
    restoreGeometry(settings.windowGeometry());
}

void ChatWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setWindowGeometry(saveGeometry());
    event->accept();
    emit closed();
}

} // namespace ventanilla
