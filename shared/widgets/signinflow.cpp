#include "widgets/signinflow.h"

#include "client/clientsettings.h"
#include "widgets/signincontroller.h"

namespace ventanilla {

SignInFlow::SignInFlow(SignInController &controller, const ClientSettings &settings, QWidget *window)
    : QObject(window)
    , m_controller(controller)
    , m_settings(settings)
    , m_window(window)
{
    connect(&controller, &SignInController::signedIn, this, &SignInFlow::onSignedIn);
    connect(&controller, &SignInController::failed, this, &SignInFlow::onFailed);
}

void SignInFlow::begin(const ClientOptions &options, const QString &password)
{
    m_server = options.server.value_or(m_settings.server());
    m_username = options.username.isEmpty() ? m_settings.username() : options.username;
    if (options.passwordFromStdin)
        m_controller.signIn(m_server, m_username, password, Keep::Unchanged);
    else if (!m_controller.resume(m_server, m_username))
        ask({}, {});
}

void SignInFlow::again(const QString &reason, const QString &refusedToken)
{
    if (!m_dialog && !refusedToken.isEmpty() && m_controller.resume(m_server, m_username, refusedToken))
        return;
    m_controller.forget(m_server, m_username);
    if (!m_dialog)
        ask(reason, {});
}

void SignInFlow::ask(const QString &reason, const QString &problem)
{
    m_dialog = new LoginDialog(m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &LoginDialog::submitted, this, &SignInFlow::onSubmitted);
    connect(m_dialog, &LoginDialog::rejected, this, [this] {
        m_dialog.clear(); // it deletes itself, later
        emit givenUp();
    });
    m_dialog->prefill(m_server.toString(), m_username, m_settings.staysSignedIn());
    m_dialog->setReason(reason);
    m_dialog->setProblem(problem);
    m_dialog->open();
}

void SignInFlow::onSubmitted(const LoginDialog::Input &input)
{
    const QUrl server = serverFromInput(input.server);
    if (!server.isValid()) {
        m_dialog->setProblem(tr("This is not the address of a server: %1").arg(input.server));
        return;
    }
    m_server = server;
    m_username = input.username;
    m_dialog->setBusy(true);
    m_controller.signIn(server, input.username, input.password,
                        input.staySignedIn ? Keep::Token : Keep::Name);
}

void SignInFlow::onSignedIn(const QUrl &server, const SignedIn &self)
{
    m_server = server;
    m_username = self.username;
    if (m_dialog) {
        m_dialog->accept();
        m_dialog.clear();
    }
    emit signedIn(server, self);
}

void SignInFlow::onFailed(const QString &words)
{
    if (!m_dialog)
        return ask({}, words);
    m_dialog->setBusy(false);
    m_dialog->setProblem(words);
}

} // namespace ventanilla
