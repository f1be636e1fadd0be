#include "widgets/signincontroller.h"

#include "client/clientsettings.h"
#include "client/credentials.h"
#include "client/serveraddress.h"
#include "core/logging.h"
#include "widgets/errorwords.h"

namespace ventanilla {

SignInController::SignInController(const Means &means, Role role, QObject *parent)
    : QObject(parent)
    , m_means(means)
    , m_role(role)
{
}

bool SignInController::resume(const QUrl &server, const QString &username, const QString &refusedToken)
{
    if (username.isEmpty() || !m_means.settings.staysSignedIn())
        return false;
    const auto kept = m_means.credentials.load(server, username);
    if (!kept || kept->role != m_role || kept->token == refusedToken)
        return false;
    emit signedIn(server, *kept);
    return true;
}

void SignInController::signIn(const QUrl &server, const QString &username, const QString &password, Keep keep)
{
    const int generation = ++m_generation;
    m_means.api.setServer(server);
    m_means.api.signIn(username, password, this,
                       [this, generation, server, keep](const Result<SignedIn, ApiError> &answer) {
                           if (generation == m_generation)
                               onAnswer(server, keep, answer);
                       });
}

void SignInController::onAnswer(const QUrl &server, Keep keep, const Result<SignedIn, ApiError> &answer)
{
    if (!answer) {
        emit failed(signInFailureWords(answer.error(), hostAndPort(server)));
        return;
    }
    if (answer->role != m_role) {
        emit failed(m_role == Role::Admin
                        ? tr("This account is not one of the support staff. Use the Ventanilla user client.")
                        : tr("This account belongs to the support staff. Use the Ventanilla console."));
        return;
    }
    if (keep != Keep::Unchanged)
        keepSignIn(server, *answer, keep);
    emit signedIn(server, *answer);
}

void SignInController::keepSignIn(const QUrl &server, const SignedIn &self, Keep keep)
{
    m_means.settings.setServer(server);
    m_means.settings.setUsername(self.username);
    m_means.settings.setStaysSignedIn(keep == Keep::Token);
    if (keep == Keep::Name) {
        m_means.credentials.forget(server, self.username);
        return;
    }
    if (const auto saved = m_means.credentials.save(server, self); !saved)
        qCWarning(logClient) << "the sign-in could not be kept:" << saved.error().message;
}

void SignInController::forget(const QUrl &server, const QString &username)
{
    m_means.credentials.forget(server, username);
}

} // namespace ventanilla
