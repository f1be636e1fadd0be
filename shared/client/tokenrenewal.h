#pragma once

#include "protocol/session.h"
#include "protocol/wireerror.h"

#include <QObject>
#include <QTimer>

class QJsonValue;

namespace ventanilla {

class SocketIoClient;

/// Gets a fresh token long before the old one is over, so that nobody who works is asked to sign in
/// again. Goes by how long the server says that a token holds, not by any clock. Lives on the session's
/// thread.
class TokenRenewal : public QObject
{
    Q_OBJECT

public:
    /// `client` must outlive it.
    explicit TokenRenewal(SocketIoClient &client, QObject *parent = nullptr);

    /// Whose token it is from now on. Without SignedIn::validForMs, as from a former run, it is renewed
    /// as soon as there is a connection.
    void setToken(const SignedIn &signedIn);
    void resume();
    void pause();
    /// The old one does not do any more: asks for a new one at once, and tells if the server gives none.
    /// False if there is no connection to ask over.
    bool renewNow();

signals:
    void renewed(const ventanilla::SignedIn &signedIn);
    /// After renewNow(): the server gives none, only signing in helps.
    void refused();

private:
    bool ask();
    void onRefused(const WireError &error);
    void onAnswered(const QJsonValue &answer);

    SocketIoClient &m_client;
    bool m_active = false;
    bool m_asking = false;
    bool m_needed = false;
    QTimer m_timer;
};

} // namespace ventanilla
