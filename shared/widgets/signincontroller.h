#pragma once

#include "client/httpapi.h"
#include "protocol/role.h"

#include <QObject>
#include <QUrl>

namespace ventanilla {

class ClientSettings;
class Credentials;

/// What of a sign-in is there at the next start.
enum class Keep {
    /// As before it.
    Unchanged,
    /// Server and name; an older token goes.
    Name,
    /// The token too: the person stays signed in.
    Token,
};

/// Turns what a person typed, or what was kept from last time, into a signed-in identity. Keeps the
/// token if asked to, the password never. Shows nothing.
class SignInController : public QObject
{
    Q_OBJECT

public:
    /// What signing in works with; all of it must outlive the controller.
    struct Means {
        HttpApi &api;
        ClientSettings &settings;
        Credentials &credentials;
    };

    /// Only accounts with this role may use the program.
    SignInController(const Means &means, Role role, QObject *parent = nullptr);

    /// Uses a kept sign-in, if there is one for this server and user and it is not one that was refused.
    bool resume(const QUrl &server, const QString &username, const QString &refusedToken = {});
    /// Ends in signedIn or failed, later. A second call makes the first one's answer void.
    void signIn(const QUrl &server, const QString &username, const QString &password, Keep keep);
    /// What was kept is no longer good.
    void forget(const QUrl &server, const QString &username);

signals:
    void signedIn(const QUrl &server, const ventanilla::SignedIn &self);
    void failed(const QString &words);

private:
    void keepSignIn(const QUrl &server, const SignedIn &self, Keep keep);
    void onAnswer(const QUrl &server, Keep keep, const Result<SignedIn, ApiError> &answer);

    Means m_means;
    Role m_role;
    int m_generation = 0;
};

} // namespace ventanilla
