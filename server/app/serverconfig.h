#pragma once

#include "auth/authenticator.h"
#include "core/result.h"

#include <QHash>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace ventanilla {

/// Everything that an operator can set. The defaults are those of PROTOCOL.md; the table of keys is
/// in the .cpp.
struct ServerConfig {
    QString host = QStringLiteral("127.0.0.1");
    /// 0 takes a free one.
    quint16 port = 3000;
    /// `sqlite:PATH`; empty means `ventanilla.sqlite` in the data folder.
    QString database;
    QString dataFolder;
    /// Empty: standard error.
    QString logFile;
    QString jwtSecretFile;
    qint64 tokenLifetimeSeconds = 3600;
    bool registration = false;
    AccountsFromTokens accountsFromTokens = AccountsFromTokens::Off;
    bool usersMayWriteToUsers = false;
    QStringList allowedOrigins;
    /// The file that pages load as `/socket.io/socket.io.js`; empty for none.
    QString clientScript;
    /// Code points.
    qint64 messageLength = 4000;
    /// A second and session; 0 for no limit.
    double messageRate = 10;
    double messageBurst = 100;
    /// How long an account may be away before that is told.
    qint64 presenceGraceMs = 5'000;
    /// Nothing: what the process's descriptors allow. 0: no limit.
    std::optional<qint64> maxConnections;
    qint64 connectionsPerAddress = 1000;
    /// Packets of any kind a second and session, and at once; a session above that ends. 0 for no
    /// limit.
    double packetRate = 200;
    double packetBurst = 2000;
    /// Characters and bytes of a session's packets a second, and at once, which is at least
    /// maxPayload; a session above that ends. 0 for no limit.
    double dataRate = 100'000;
    double dataBurst = 1'000'000;
    /// Bytes buffered for all clients together; 0 for no limit.
    qint64 maxBuffered = 256 * 1024 * 1024;
    /// Bytes that may wait for one client that does not read.
    qint64 maxQueued = 4 * 1024 * 1024;
    /// Bytes of a request's head.
    qint64 maxHead = 16 * 1024;
    /// For a request's head, and again for its body.
    qint64 requestTimeoutMs = 10'000;
    /// Between two requests of a connection.
    qint64 idleTimeoutMs = 30'000;
    /// For a client to read an answer.
    qint64 writeTimeoutMs = 30'000;
    /// Rows of a history without paging.
    qint64 historyRows = 10'000;
    qint64 pingIntervalMs = 25'000;
    qint64 pingTimeoutMs = 20'000;
    qint64 connectTimeoutMs = 10'000;
    qint64 upgradeTimeoutMs = 10'000;
    /// Bytes.
    qint64 maxPayload = 1'000'000;
    qint64 databasePatienceMs = 250;
    /// Where messages go that the database does not take; empty means beside it.
    QString spool;
    /// Bytes, taken when the file is made.
    qint64 spoolSize = 64 * 1024 * 1024;

    /// The database's file.
    Result<QString> databasePath() const;
    /// The spool's file for the database with this path.
    QString spoolPath(const QString &database) const;
};

/// One setting as the command line shows it.
struct ConfigKey {
    /// As in the file, `message_rate`. The environment has it as `VENTANILLA_MESSAGE_RATE`, the
    /// command line as `--message-rate`.
    QString name;
    QString valueName;
    QString help;

    QString environmentName() const;
    QString flagName() const;
};

QList<ConfigKey> configKeys();

/// Where settings come from; a flag wins over the environment, that over the file.
struct ConfigSources {
    /// By key name.
    QHash<QString, QString> flags;
    QProcessEnvironment environment;
    /// Empty for none.
    QString file;
};

/// The error names the setting at fault and where it was set.
Result<ServerConfig> loadServerConfig(const ConfigSources &sources);

} // namespace ventanilla
