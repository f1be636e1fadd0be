#pragma once

#include "client/clientsettings.h"
#include "client/credentials.h"
#include "client/httpapi.h"
#include "core/clock.h"
#include "widgets/clientoptions.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

class QWidget;

namespace ventanilla {

class AccountButton;
class ChatSession;
class ClientTransport;
class ConnectionBanner;
class SignInController;
class SignInFlow;

/// What both programs have behind their window: the connection, the sign-in and what is remembered
/// of it. Makes these parts once and connects them; decides only who is signed in, and tells when
/// that begins and ends. Knows nothing of conversations.
class ClientProgram : public QObject
{
    Q_OBJECT

public:
    /// What a test replaces.
    struct Parts {
        std::unique_ptr<ClientTransport> transport;
        ClientSettings settings;
        Credentials credentials;
        /// Where what is written is kept; empty to keep it in memory only.
        QString dataFolder;
        /// The machine's if null. Must outlive the program.
        const Clock *clock = nullptr;
    };

    /// The parts that a person's own machine has; `name` is the program's.
    static Parts systemParts(const QString &name);

    /// Only accounts with this role may use the program.
    ClientProgram(Parts parts, Role role, QObject *parent = nullptr);
    ~ClientProgram() override;

    const Clock &clock() const { return m_clock; }
    ClientSettings &settings() { return m_settings; }
    HttpApi &api() { return m_api; }
    ChatSession &session() { return *m_session; }
    /// The file with what the person has begun to write.
    QString draftsPath() const;

    /// The parts of the window that tell of the connection and the person. Once, before start().
    void attach(QWidget *window, ConnectionBanner *banner, AccountButton *account);
    /// `password` only with options.passwordFromStdin.
    void start(const ClientOptions &options, const QString &password);
    /// The server does not take the token any more.
    void onTokenRefused();

signals:
    /// Somebody is signed in and the session is on its way; the same person as before unless
    /// personLeft came in between.
    void personEntered();
    /// Nothing of the person may stay on screen.
    void personLeft();

private:
    void enter(const QUrl &server, const SignedIn &self);
    void onRenewed(const SignedIn &self);
    void signOut();
    void askAgain(const QString &reason);
    void onGivenUp();

    const SystemClock m_systemClock;
    const Clock &m_clock;
    ClientSettings m_settings;
    Credentials m_credentials;
    const QString m_dataFolder;
    QNetworkAccessManager m_network;
    HttpApi m_api;
    /// Of its own: what somebody types as server must never get the token of another one.
    HttpApi m_signInApi;
    std::unique_ptr<ChatSession> m_session;
    std::unique_ptr<SignInController> m_signIn;
    SignInFlow *m_flow = nullptr;
    ConnectionBanner *m_banner = nullptr;
    AccountButton *m_account = nullptr;
    QUrl m_server;
    QString m_person;
    QString m_reason;
};

} // namespace ventanilla
