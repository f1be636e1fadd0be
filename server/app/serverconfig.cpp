#include "app/serverconfig.h"

#include "storage/database.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

#include <cmath>
#include <functional>

namespace ventanilla {

namespace {

/// Takes a value into the configuration; the error says what it must be.
using Apply = std::function<Result<Done>(ServerConfig &, const QString &)>;

struct Setting {
    ConfigKey key;
    Apply apply;
};

Apply text(QString ServerConfig::*member)
{
    return [member](ServerConfig &config, const QString &value) -> Result<Done> {
        config.*member = value;
        return Done {};
    };
}

template<typename Number, typename Member>
Apply number(Member ServerConfig::*member, Number lowest, Number highest)
{
    return [=](ServerConfig &config, const QString &value) -> Result<Done> {
        bool ok = false;
        const double read = value.toDouble(&ok);
        const bool whole = std::is_floating_point_v<Number> || std::trunc(read) == read;
        // Said so that "nan", which compares with nothing, is outside.
        const bool inRange = read >= static_cast<double>(lowest) && read <= static_cast<double>(highest);
        if (!ok || !whole || !inRange) {
            return failure(Error {QStringLiteral("must be a number from %1 to %2")
                                      .arg(static_cast<double>(lowest), 0, 'f', 0)
                                      .arg(static_cast<double>(highest), 0, 'f', 0)});
        }
        config.*member = static_cast<Number>(read);
        return Done {};
    };
}

Apply onOff(bool ServerConfig::*member)
{
    return [member](ServerConfig &config, const QString &value) -> Result<Done> {
        const bool on = value == u"on" || value == u"true" || value == u"1";
        const bool off = value == u"off" || value == u"false" || value == u"0";
        if (!on && !off)
            return failure("must be on or off");
        config.*member = on;
        return Done {};
    };
}

Result<Done> applyAccountsFromTokens(ServerConfig &config, const QString &value)
{
    if (value == u"off")
        config.accountsFromTokens = AccountsFromTokens::Off;
    else if (value == u"users")
        config.accountsFromTokens = AccountsFromTokens::Users;
    else if (value == u"all")
        config.accountsFromTokens = AccountsFromTokens::All;
    else
        return failure("must be off, users or all");
    return Done {};
}

Result<Done> applyAllowedOrigins(ServerConfig &config, const QString &value)
{
    config.allowedOrigins.clear();
    for (const QString &part : value.split(u',', Qt::SkipEmptyParts)) {
        const QString origin = part.trimmed();
        // Cookies travel: with a wildcard any page could act as its visitor.
        const QUrl url(origin, QUrl::StrictMode);
        if ((url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty()
            || !url.path().isEmpty())
            return failure("must list origins such as https://shop.example");
        config.allowedOrigins.append(origin);
    }
    return Done {};
}

Result<Done> applyClientScript(ServerConfig &config, const QString &value)
{
    const QFileInfo file(value);
    if (!value.isEmpty() && !(file.isFile() && file.isReadable()))
        return failure("must be a file that can be read");
    config.clientScript = value;
    return Done {};
}

Result<Done> applyDatabase(ServerConfig &config, const QString &value)
{
    if (const auto path = sqlitePath(value); !path)
        return failure("must be sqlite:PATH");
    config.database = value;
    return Done {};
}

constexpr qint64 day = 24 * 60 * 60;
constexpr qint64 million = 1'000'000;

const std::vector<Setting> &settings()
{
    using Config = ServerConfig;
    const auto key = [](const char *name, const char *value, const char *help) {
        return ConfigKey {QString::fromLatin1(name), QString::fromLatin1(value), QString::fromLatin1(help)};
    };
    static const std::vector<Setting> all {
        {key("host", "address", "Address to listen on (127.0.0.1)."), text(&Config::host)},
        {key("port", "number", "Port to listen on; 0 takes a free one (3000)."),
         number<quint16>(&Config::port, 0, 65535)},
        {key("database", "sqlite:PATH", "Database (ventanilla.sqlite in the data folder)."), &applyDatabase},
        {key("data_folder", "path", "Folder for the database and the secret."), text(&Config::dataFolder)},
        {key("log_file", "path", "File to log to instead of standard error."), text(&Config::logFile)},
        {key("jwt_secret_file", "path", "File with the secret that signs tokens."),
         text(&Config::jwtSecretFile)},
        {key("token_lifetime", "seconds", "How long a token is good (3600)."),
         number<qint64>(&Config::tokenLifetimeSeconds, 1, 365 * day)},
        {key("registration", "on|off", "Whether anybody may register an account (off)."),
         onOff(&Config::registration)},
        {key("accounts_from_tokens", "off|users|all", "Whose valid tokens make unknown accounts (off)."),
         &applyAccountsFromTokens},
        {key("users_to_users", "on|off", "Whether users may write to each other (off)."),
         onOff(&Config::usersMayWriteToUsers)},
        {key("allowed_origins", "list", "Further web origins that may connect, comma-separated."),
         &applyAllowedOrigins},
        {key("client_script", "path", "File to serve as /socket.io/socket.io.js (none)."),
         &applyClientScript},
        {key("message_length", "characters", "Longest message (4000)."),
         number<qint64>(&Config::messageLength, 1, million)},
        {key("message_rate", "number", "Messages a second and session; 0 for no limit (10)."),
         number<double>(&Config::messageRate, 0, 1e6)},
        {key("message_burst", "number", "Messages at once and session (100)."),
         number<double>(&Config::messageBurst, 1, 1e6)},
        {key("presence_grace", "ms", "How long an account may be away before that is told (5000)."),
         number<qint64>(&Config::presenceGraceMs, 0, day * 1000)},
        {key("max_connections", "number", "Connections in all; 0 for no limit (descriptors less 256)."),
         number<qint64>(&Config::maxConnections, 0, 100 * million)},
        {key("connections_per_address", "number",
             "Connections of an address, or of a /64 of IPv6; 0 for no limit (1000)."),
         number<qint64>(&Config::connectionsPerAddress, 0, 100 * million)},
        {key("packet_rate", "number", "Packets a second and session; 0 for no limit (200)."),
         number<double>(&Config::packetRate, 0, 1e6)},
        {key("packet_burst", "number", "Packets at once and session (2000)."),
         number<double>(&Config::packetBurst, 1, 1e6)},
        {key("data_rate", "bytes", "Bytes of packets a second and session; 0 for no limit (100000)."),
         number<double>(&Config::dataRate, 0, 1e12)},
        {key("data_burst", "bytes", "The same at once, at least max_payload (1000000)."),
         number<double>(&Config::dataBurst, 1, 1e12)},
        {key("max_buffered", "bytes", "Buffers of all clients together; 0 for no limit (268435456)."),
         number<qint64>(&Config::maxBuffered, 0, million * million)},
        {key("max_queued", "bytes", "What may wait for one client that does not read (4194304)."),
         number<qint64>(&Config::maxQueued, 1024, 1000 * million)},
        {key("history_rows", "number", "Rows of a history without paging (10000)."),
         number<qint64>(&Config::historyRows, 1, million)},
        {key("ping_interval", "ms", "Time between heartbeats (25000)."),
         number<qint64>(&Config::pingIntervalMs, 10, day * 1000)},
        {key("ping_timeout", "ms", "Time to answer a heartbeat (20000)."),
         number<qint64>(&Config::pingTimeoutMs, 10, day * 1000)},
        {key("connect_timeout", "ms", "Time to join a namespace (10000)."),
         number<qint64>(&Config::connectTimeoutMs, 10, day * 1000)},
        {key("max_payload", "bytes", "Largest payload of a packet or a request (1000000)."),
         number<qint64>(&Config::maxPayload, 1024, 100 * million)},
        {key("upgrade_timeout", "ms", "Time to complete the upgrade to WebSocket (10000)."),
         number<qint64>(&Config::upgradeTimeoutMs, 10, day * 1000)},
        {key("request_timeout", "ms", "Time for a request's head, and again for its body (10000)."),
         number<qint64>(&Config::requestTimeoutMs, 10, day * 1000)},
        {key("idle_timeout", "ms", "Time between two requests of a connection (30000)."),
         number<qint64>(&Config::idleTimeoutMs, 10, day * 1000)},
        {key("write_timeout", "ms", "Time for a client to read an answer (30000)."),
         number<qint64>(&Config::writeTimeoutMs, 10, day * 1000)},
        {key("max_head", "bytes", "Largest head of a request (16384)."),
         number<qint64>(&Config::maxHead, 1024, 32 * 1024)},
        {key("database_patience", "ms", "How long a write waits for a locked database (250)."),
         number<qint64>(&Config::databasePatienceMs, 1, 60'000)},
        {key("spool", "path", "File for messages that the database does not take (beside it)."),
         text(&Config::spool)},
        {key("spool_size", "bytes", "Size of that file when it is made (67108864)."),
         number<qint64>(&Config::spoolSize, 64 * 1024, qint64(1) << 30)},
    };
    return all;
}

/// Reads an INI file flat: `key = value`. What is in a group, or not a key, is an error.
Result<QHash<QString, QString>> readFile(const QString &path)
{
    if (!QFileInfo(path).isReadable())
        return failure(Error {QStringLiteral("cannot read the configuration file %1").arg(path)});
    const QSettings file(path, QSettings::IniFormat);
    QHash<QString, QString> values;
    const QStringList keys = file.allKeys();
    // Only now: QSettings parses when it is first asked for keys.
    if (file.status() != QSettings::NoError)
        return failure(Error {QStringLiteral("the configuration file %1 is not an INI file").arg(path)});
    for (const QString &key : keys) // QSettings makes a list of a value with commas
        values.insert(key, file.value(key).toStringList().join(u','));
    return values;
}

/// As systemd says for a service (systemd.exec(5), StateDirectory=), else the user's own.
QString defaultDataFolder(const QProcessEnvironment &environment)
{
    const QString service = environment.value(QStringLiteral("STATE_DIRECTORY"));
    if (!service.isEmpty())
        return service.section(u':', 0, 0);
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/ventanilla");
}

} // namespace

Result<QString> ServerConfig::databasePath() const
{
    return database.isEmpty() ? Result<QString>(dataFolder + QStringLiteral("/ventanilla.sqlite"))
                              : sqlitePath(database);
}

QString ServerConfig::spoolPath(const QString &databaseFile) const
{
    return spool.isEmpty() ? QString(databaseFile + QStringLiteral(".spool")) : spool;
}

QString ConfigKey::environmentName() const
{
    return QStringLiteral("VENTANILLA_") + name.toUpper();
}

QString ConfigKey::flagName() const
{
    return QString(name).replace(u'_', u'-');
}

QList<ConfigKey> configKeys()
{
    QList<ConfigKey> keys;
    for (const Setting &setting : settings())
        keys.append(setting.key);
    return keys;
}

Result<ServerConfig> loadServerConfig(const ConfigSources &sources)
{
    QHash<QString, QString> file;
    if (!sources.file.isEmpty()) {
        auto read = readFile(sources.file);
        if (!read)
            return failure(read.error());
        file = *std::move(read);
    }
    ServerConfig config;
    config.dataFolder = defaultDataFolder(sources.environment);
    for (const Setting &setting : settings()) {
        const ConfigKey &key = setting.key;
        const bool inFile = file.contains(key.name);
        QString value = file.take(key.name);
        QString where = inFile ? QStringLiteral("%1 in %2").arg(key.name, sources.file) : QString();
        if (sources.environment.contains(key.environmentName())) {
            value = sources.environment.value(key.environmentName());
            where = key.environmentName();
        }
        if (sources.flags.contains(key.name)) {
            value = sources.flags.value(key.name);
            where = QStringLiteral("--") + key.flagName();
        }
        if (where.isEmpty())
            continue;
        if (const auto applied = setting.apply(config, value); !applied)
            return failure(
                Error {QStringLiteral("%1: %2, not \"%3\"").arg(where, applied.error().message, value)});
    }
    if (!file.isEmpty())
        return failure(
            Error {QStringLiteral("%1: unknown setting \"%2\"").arg(sources.file, file.begin().key())});
    return config;
}

} // namespace ventanilla
