#pragma once

#include "app/serverapp.h"
#include "client/chatsession.h"
#include "client/httpapi.h"
#include "core/clock.h"
#include "protocol/session.h"

#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>
#include <memory>

namespace ventanilla {

/// The real server in this process, on a free port of 127.0.0.1, with a database file of its own.
class TestServer
{
public:
    static const QByteArray secret;
    /// Of every account that addAccount() makes.
    static const QString password;
    /// The patience with the database by default: what is about the spool sets another, and anywhere
    /// else a message that goes there, because a disk paused, would be a failure.
    static constexpr qint64 longerThanDisksPauseMs = 20'000;

    /// `clock`, the machine's if null, must outlive it.
    explicit TestServer(const std::function<void(ServerConfig &)> &change = {}, const Clock *clock = nullptr);
    ~TestServer();

    bool start();
    /// As a termination does; the port stays the same for the next start().
    bool stop();
    /// While it is stopped: the database is gone, with all that belongs to it.
    void loseDatabase();
    /// While it is stopped: a copy of the database, which is put back by the other.
    void keepCopy();
    void restoreCopy();

    QUrl url() const;
    QString databasePath() const;
    ServerApp &app() { return *m_app; }
    qint64 counter(const char *name) { return m_app->counters().counter(name, {}).value(); }

    void addAccount(const QString &name, Role role);
    /// Another process changes the account's password, which ends its tokens.
    void changePassword(const QString &name);
    /// What signing in would give, without the tenth of a second that it takes.
    SignedIn tokenFor(const QString &name, Role role, qint64 lifetimeSeconds = 3600) const;

private:
    QString copyPath() const { return m_copyFolder.filePath(QStringLiteral("copy")); }

    QTemporaryDir m_folder;
    QTemporaryDir m_copyFolder;
    ServerConfig m_config;
    const SystemClock m_systemClock;
    const Clock &m_clock;
    std::unique_ptr<ServerApp> m_app;
    quint16 m_port = 0;
};

/// A person of an integration test: the project's own session over a real socket, and all that it
/// reported.
struct TestClient {
    TestClient();

    std::unique_ptr<ChatSession> session;
    QList<Message> arrived;
    QList<OutgoingMessage> outgoing;
    QList<ConnectionState> states;
    int readyCount = 0;

    bool isConnected() const { return session->status().state == ConnectionState::Connected; }
    /// The texts of what arrived, in order.
    QStringList texts() const;
    /// The last report about the message with this key.
    OutgoingMessage last(const QString &key) const;
};

} // namespace ventanilla
