#include "user-client/application.h"

#include "client/chatsession.h"
#include "user-client/chatcontroller.h"
#include "user-client/chatwindow.h"
#include "widgets/conversationpane.h"
#include "widgets/notifier.h"

#include <QCoreApplication>

namespace ventanilla {

UserApplication::UserApplication(Parts parts, QObject *parent)
    : QObject(parent)
    , m_program(std::move(parts), Role::User)
    , m_window(std::make_unique<ChatWindow>(m_program.clock(), m_program.settings()))
    , m_notifier(std::make_unique<Notifier>(m_window.get(), QStringLiteral("Ventanilla")))
{
    m_program.attach(m_window.get(), m_window->pane()->banner(), m_window->account());
    connect(&m_program, &ClientProgram::personEntered, this, &UserApplication::enter);
    connect(&m_program, &ClientProgram::personLeft, this, [this] { m_chat.reset(); });
    connect(m_window.get(), &ChatWindow::closed, this, &QCoreApplication::quit);
}

UserApplication::~UserApplication() = default;

void UserApplication::start(const ClientOptions &options, const QString &password)
{
    m_window->show();
    m_program.start(options, password);
}

void UserApplication::enter()
{
    if (m_chat)
        return;
    m_chat = std::make_unique<ChatController>(m_program.session(), m_program.api(), m_program.draftsPath(),
                                              *m_window->pane(), *m_notifier, this);
    connect(m_chat.get(), &ChatController::tokenRefused, &m_program, &ClientProgram::onTokenRefused);
}

} // namespace ventanilla
