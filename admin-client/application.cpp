#include "admin-client/application.h"

#include "admin-client/console.h"
#include "admin-client/mainwindow.h"
#include "admin-client/statusstrip.h"
#include "client/chatsession.h"
#include "widgets/conversationpane.h"
#include "widgets/notifier.h"

#include <QCoreApplication>

namespace ventanilla {

AdminApplication::AdminApplication(Parts parts, QObject *parent)
    : QObject(parent)
    , m_program(std::move(parts), Role::Admin)
    , m_window(std::make_unique<MainWindow>(m_program.clock(), m_program.settings()))
    , m_notifier(std::make_unique<Notifier>(m_window.get(), tr("Ventanilla – console")))
{
    m_program.attach(m_window.get(), m_window->pane()->banner(), m_window->status()->account());
    connect(&m_program, &ClientProgram::personEntered, this, &AdminApplication::enter);
    connect(&m_program, &ClientProgram::personLeft, this, [this] { m_console.reset(); });
    connect(&m_program.session(), &ChatSession::statusChanged, m_window->status(), &StatusStrip::setStatus);
    connect(m_window.get(), &MainWindow::closed, this, &QCoreApplication::quit);
}

AdminApplication::~AdminApplication() = default;

void AdminApplication::start(const ClientOptions &options, const QString &password)
{
    m_window->show();
    m_program.start(options, password);
}

void AdminApplication::enter()
{
    if (m_console)
        return;
    m_console = std::make_unique<Console>(m_program.session(), m_program.api(), m_program.draftsPath(),
                                          *m_window, *m_notifier, this);
    connect(m_console.get(), &Console::tokenRefused, &m_program, &ClientProgram::onTokenRefused);
}

} // namespace ventanilla
