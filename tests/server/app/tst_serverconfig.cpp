#include "app/serverconfig.h"
#include "core/securefile.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestServerConfig : public QObject
{
    Q_OBJECT

private slots:
    void hasTheProtocolsDefaults();
    void readsEveryKeyFromEverywhere_data();
    void readsEveryKeyFromEverywhere();
    void coversEveryKey();
    void flagsWinOverTheEnvironmentOverTheFile();
    void refusesValues_data();
    void refusesValues();
    void refusesFiles_data();
    void refusesFiles();
    void readsLists();
    void findsTheDatabase();
    void findsTheDataFolder();
    void findsTheSpool();

private:
    Result<ServerConfig> load(const QByteArray &file, const QProcessEnvironment &environment = {},
                              const QHash<QString, QString> &flags = {})
    {
        ConfigSources sources {flags, environment, {}};
        if (!file.isNull()) {
            // Each time another: QSettings takes a file of the same name, size and time for the same.
            sources.file = m_folder.filePath(u"%1config.ini"_s.arg(++m_files));
            (void)writePrivateFile(sources.file, file);
        }
        return loadServerConfig(sources);
    }

    QTemporaryDir m_folder;
    int m_files = 0;
};

void TestServerConfig::hasTheProtocolsDefaults()
{
    const auto config = loadServerConfig({});
    QVERIFY(config.ok());
    QCOMPARE(config->host, u"127.0.0.1"_s);
    QCOMPARE(config->port, 3000);
    QCOMPARE(config->tokenLifetimeSeconds, 3600);
    QCOMPARE(config->registration, false);
    QCOMPARE(config->accountsFromTokens, AccountsFromTokens::Off);
    QCOMPARE(config->usersMayWriteToUsers, false);
    QCOMPARE(config->messageLength, 4000);
    QCOMPARE(config->messageRate, 10.0);
    QCOMPARE(config->messageBurst, 100.0);
    QCOMPARE(config->presenceGraceMs, 5'000);
    QCOMPARE(config->maxConnections, std::nullopt);
    QCOMPARE(config->connectionsPerAddress, 1000);
    QCOMPARE(config->historyRows, 10'000);
    QCOMPARE(config->pingIntervalMs, 25'000);
    QCOMPARE(config->pingTimeoutMs, 20'000);
    QCOMPARE(config->connectTimeoutMs, 10'000);
    QCOMPARE(config->maxPayload, 1'000'000);
    QCOMPARE(config->databasePatienceMs, 250);
    QCOMPARE(config->clientScript, QString());
    QCOMPARE(config->packetRate, 200.0);
    QCOMPARE(config->packetBurst, 2000.0);
    QCOMPARE(config->dataRate, 100'000.0);
    QCOMPARE(config->dataBurst, 1'000'000.0);
    QCOMPARE(config->maxBuffered, 256 * 1024 * 1024);
    QCOMPARE(config->maxQueued, 4 * 1024 * 1024);
    QCOMPARE(config->maxHead, 16 * 1024);
    QCOMPARE(config->upgradeTimeoutMs, 10'000);
    QCOMPARE(config->requestTimeoutMs, 10'000);
    QCOMPARE(config->idleTimeoutMs, 30'000);
    QCOMPARE(config->writeTimeoutMs, 30'000);
    QCOMPARE(config->spool, QString());
    QCOMPARE(config->spoolSize, 64 * 1024 * 1024);
}

using Show = std::function<QString(const ServerConfig &)>;

void TestServerConfig::readsEveryKeyFromEverywhere_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<Show>("show");
    const auto row = [](const char *key, const char *value, Show show) {
        QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(value) << std::move(show);
    };
    const auto number = [](auto member) {
        return [member](const ServerConfig &config) { return QString::number(config.*member); };
    };
    const auto onOff = [](auto member) {
        return [member](const ServerConfig &config) { return config.*member ? u"on"_s : u"off"_s; };
    };
    using C = ServerConfig;
    row("host", "0.0.0.0", [](const C &config) { return config.host; });
    row("port", "0", number(&C::port));
    row("database", "sqlite:/x/y.sqlite", [](const C &config) { return config.database; });
    row("data_folder", "/x/data", [](const C &config) { return config.dataFolder; });
    row("log_file", "/x/log", [](const C &config) { return config.logFile; });
    row("jwt_secret_file", "/x/secret", [](const C &config) { return config.jwtSecretFile; });
    row("token_lifetime", "60", number(&C::tokenLifetimeSeconds));
    row("registration", "on", onOff(&C::registration));
    row("accounts_from_tokens", "all", [](const C &config) {
        return config.accountsFromTokens == AccountsFromTokens::All ? u"all"_s : u"?"_s;
    });
    row("users_to_users", "on", onOff(&C::usersMayWriteToUsers));
    row("allowed_origins", "https://a.example",
        [](const C &config) { return config.allowedOrigins.join(u' '); });
    row("message_length", "500", number(&C::messageLength));
    row("message_rate", "0.5", number(&C::messageRate));
    row("message_burst", "7", number(&C::messageBurst));
    row("presence_grace", "0", number(&C::presenceGraceMs));
    row("max_connections", "0",
        [](const C &config) { return QString::number(config.maxConnections.value_or(-1)); });
    row("connections_per_address", "0", number(&C::connectionsPerAddress));
    row("history_rows", "5", number(&C::historyRows));
    row("ping_interval", "300", number(&C::pingIntervalMs));
    row("ping_timeout", "200", number(&C::pingTimeoutMs));
    row("connect_timeout", "1000", number(&C::connectTimeoutMs));
    row("max_payload", "2048", number(&C::maxPayload));
    row("database_patience", "20", number(&C::databasePatienceMs));
    row("spool", "/x/spool", [](const C &config) { return config.spool; });
    row("spool_size", "65536", number(&C::spoolSize));
    row("client_script", "/proc/self/exe", [](const C &config) { return config.clientScript; });
    row("packet_rate", "0", number(&C::packetRate));
    row("packet_burst", "9", number(&C::packetBurst));
    row("data_rate", "0", number(&C::dataRate));
    row("data_burst", "8", number(&C::dataBurst));
    row("max_buffered", "0", number(&C::maxBuffered));
    row("max_queued", "2048", number(&C::maxQueued));
    row("max_head", "2048", number(&C::maxHead));
    row("upgrade_timeout", "300", number(&C::upgradeTimeoutMs));
    row("request_timeout", "301", number(&C::requestTimeoutMs));
    row("idle_timeout", "302", number(&C::idleTimeoutMs));
    row("write_timeout", "303", number(&C::writeTimeoutMs));
}

void TestServerConfig::readsEveryKeyFromEverywhere()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(Show, show);
    const auto fromFile = load((key + u"=\"" + value + u"\"\n").toUtf8());
    QVERIFY2(fromFile.ok(), fromFile ? "" : qPrintable(fromFile.error().message));
    QCOMPARE(show(*fromFile), value);
    QProcessEnvironment environment;
    environment.insert(u"VENTANILLA_"_s + key.toUpper(), value);
    QCOMPARE(show(*load({}, environment)), value);
    QCOMPARE(show(*load({}, {}, {{key, value}})), value);
}

void TestServerConfig::coversEveryKey()
{
    QStringList names;
    for (const ConfigKey &key : configKeys()) {
        names.append(key.name);
        QVERIFY(!key.help.isEmpty() && !key.valueName.isEmpty());
        QVERIFY(key.environmentName().startsWith(u"VENTANILLA_"_s) && !key.flagName().contains(u'_'));
    }
    QCOMPARE(names.size(), 37); // a new key wants a row above
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
}

void TestServerConfig::flagsWinOverTheEnvironmentOverTheFile()
{
    QProcessEnvironment environment;
    environment.insert(u"VENTANILLA_PORT"_s, u"2"_s);
    environment.insert(u"VENTANILLA_HOST"_s, u"::1"_s);
    const auto config = load("port=1\nhost=0.0.0.0\nmessage_length=9\n", environment, {{u"port"_s, u"3"_s}});
    QVERIFY(config.ok());
    QCOMPARE(config->port, 3);
    QCOMPARE(config->host, u"::1"_s);
    QCOMPARE(config->messageLength, 9);
}

void TestServerConfig::refusesValues_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const QList<std::pair<const char *, QStringList>> bad {
        {"port",
         {u""_s, u"-1"_s, u"65536"_s, u"80.5"_s, u"http"_s, u"0x50"_s, u"nan"_s, u"inf"_s, u"3000 3001"_s}},
        {"database", {u""_s, u"/x.sqlite"_s, u"postgres://x"_s, u"sqlite:"_s}},
        {"registration", {u""_s, u"yes"_s, u"ON"_s, u"2"_s}},
        {"accounts_from_tokens", {u""_s, u"on"_s, u"admins"_s}},
        {"message_length", {u"0"_s, u"-5"_s, u"1e300"_s}},
        {"message_rate", {u"-1"_s, u"nan"_s, u"inf"_s, u"-inf"_s, u"many"_s}},
        {"message_burst", {u"0"_s, u"nan"_s}},
        {"presence_grace", {u"-1"_s, u"nan"_s}},
        {"max_connections", {u"-1"_s, u"nan"_s}},
        {"token_lifetime", {u"0"_s, u"99999999999"_s}},
        {"max_payload", {u"0"_s, u"1023"_s}},
        {"client_script", {u"/x/missing.js"_s, u"/"_s}},
        {"max_head", {u"1023"_s, u"32769"_s}},
        {"allowed_origins",
         {u"*"_s, u"shop.example"_s, u"https://shop.example/"_s, u"https://a, *"_s, u"ftp://a"_s}},
        {"ping_interval", {u"0"_s}},
        {"database_patience", {u"0"_s, u"60001"_s}},
        {"spool_size", {u"65535"_s}},
    };
    for (const auto &[key, values] : bad) {
        for (const QString &value : values)
            QTest::addRow("%s = %s", key, qPrintable(value)) << QString::fromLatin1(key) << value;
    }
}

void TestServerConfig::refusesValues()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QProcessEnvironment environment;
    environment.insert(u"VENTANILLA_"_s + key.toUpper(), value);
    const auto byEnvironment = load({}, environment);
    QVERIFY(!byEnvironment.ok());
    QVERIFY(byEnvironment.error().message.startsWith(QString(u"VENTANILLA_"_s + key.toUpper())));
    const auto byFlag = load({}, {}, {{key, value}});
    QVERIFY(!byFlag.ok());
    QVERIFY(byFlag.error().message.startsWith(QString(u"--"_s + QString(key).replace(u'_', u'-'))));
    const auto byFile = load((key + u"=\"" + value + u"\"\n").toUtf8());
    QVERIFY(!byFile.ok());
    QVERIFY(byFile.error().message.contains(u"config.ini"_s));
}

void TestServerConfig::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("an unknown key") << QByteArray("prot=3000\n");
    QTest::newRow("a key in a group") << QByteArray("[server]\nport=3000\n");
    QTest::newRow("a key in capitals") << QByteArray("PORT=3000\n");
    QTest::newRow("a flag's spelling") << QByteArray("message-rate=3\n");
    QTest::newRow("no INI") << QByteArray("this is no configuration\n");
    QTest::newRow("JSON") << QByteArray("{\n\"port\": 3000\n}\n");
}

void TestServerConfig::refusesFiles()
{
    QFETCH(QByteArray, content);
    const auto config = load(content);
    QVERIFY(!config.ok());
    QVERIFY(config.error().message.contains(u"config.ini"_s));
    ConfigSources sources;
    sources.file = m_folder.filePath(u"missing.ini"_s);
    QVERIFY(!loadServerConfig(sources).ok());
    sources.file = m_folder.path();
    QVERIFY(!loadServerConfig(sources).ok());
}

void TestServerConfig::readsLists()
{
    const QStringList expected {u"https://a.example"_s, u"http://b.example:8080"_s};
    QCOMPARE(load("allowed_origins=https://a.example, http://b.example:8080\n")->allowedOrigins, expected);
    QCOMPARE(load({}, {}, {{u"allowed_origins"_s, u" https://a.example ,, http://b.example:8080,"_s}})
                 ->allowedOrigins,
             expected);
    QProcessEnvironment environment;
    environment.insert(u"VENTANILLA_ALLOWED_ORIGINS"_s, u""_s);
    QCOMPARE(load("allowed_origins=https://a.example\n", environment)->allowedOrigins, QStringList());
}

void TestServerConfig::findsTheDatabase()
{
    QCOMPARE(*load({}, {}, {{u"data_folder"_s, u"/x"_s}})->databasePath(), u"/x/ventanilla.sqlite"_s);
    QCOMPARE(*load({}, {}, {{u"database"_s, u"sqlite:y.db"_s}})->databasePath(), u"y.db"_s);
}

void TestServerConfig::findsTheDataFolder()
{
    QProcessEnvironment environment;
    environment.insert(u"STATE_DIRECTORY"_s, u"/var/lib/ventanilla:/var/lib/other"_s);
    QCOMPARE(load({}, environment)->dataFolder, u"/var/lib/ventanilla"_s);
    environment.insert(u"VENTANILLA_DATA_FOLDER"_s, u"/srv"_s);
    QCOMPARE(load({}, environment)->dataFolder, u"/srv"_s);
    QVERIFY(load({})->dataFolder.endsWith(u"/ventanilla"_s));
}

void TestServerConfig::findsTheSpool()
{
    QCOMPARE(load({})->spoolPath(u"/x/y.db"_s), u"/x/y.db.spool"_s);
    QCOMPARE(load({}, {}, {{u"spool"_s, u"/z/spool"_s}})->spoolPath(u"/x/y.db"_s), u"/z/spool"_s);
}

QTEST_GUILESS_MAIN(TestServerConfig)
#include "tst_serverconfig.moc"
