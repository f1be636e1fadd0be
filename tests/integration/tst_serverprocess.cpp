#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace {

QString program()
{
    return qEnvironmentVariable("VENTANILLA_SERVER");
}

struct Outcome {
    int exitCode = -1;
    QString output;
    QString errors;
};

} // namespace

/// The daemon as its operator has it: a process with arguments, files, signals and exit codes.
class TestServerProcess : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void endsOnSignals_data();
    void endsOnSignals();
    void keepsItsFilesPrivate();
    void takesSettingsByPrecedence();
    void exitCodes_data();
    void exitCodes();
    void userCommands();
    void makesNoDatabaseForASpool();
    void refusesATakenPort();

private:
    Outcome run(const QStringList &arguments, const QByteArray &input = {});
    std::unique_ptr<QProcess> serve(const QStringList &arguments = {});
    QString database() const
    {
        return QStringLiteral("sqlite:") + m_folder->filePath(QStringLiteral("a/test.sqlite"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
};

void TestServerProcess::init()
{
    QVERIFY2(!program().isEmpty(), "VENTANILLA_SERVER names the program");
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder->filePath(QStringLiteral("home")));
}

Outcome TestServerProcess::run(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// A running server that has said where it listens.
std::unique_ptr<QProcess> TestServerProcess::serve(const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->start(program(), QStringList {QStringLiteral("serve")} + arguments);
    while (process->state() != QProcess::NotRunning && !process->canReadLine())
        process->waitForReadyRead();
    return process;
}

void TestServerProcess::endsOnSignals_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestServerProcess::endsOnSignals()
{
    QFETCH(int, number);
    const auto server = serve({QStringLiteral("--port"), QStringLiteral("0")});
    const QByteArray line = server->readLine();
    QVERIFY2(line.startsWith("ventanilla-server listening on http://127.0.0.1:"), line.constData());

    // Also with a client that holds its connection open and says nothing.
    QTcpSocket idle;
    idle.connectToHost(QStringLiteral("127.0.0.1"),
                       static_cast<quint16>(line.trimmed().split(':').last().toInt()));
    QVERIFY(idle.waitForConnected());
    ::kill(static_cast<pid_t>(server->processId()), number);
    QVERIFY(server->waitForFinished(10'000));
    QCOMPARE(server->exitStatus(), QProcess::NormalExit);
    QCOMPARE(server->exitCode(), 0);
}

void TestServerProcess::keepsItsFilesPrivate()
{
    const QString log = m_folder->filePath(QStringLiteral("server.log"));
    const auto server =
        serve({QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--log-file"), log});
    const QDir data(m_folder->filePath(QStringLiteral("home/ventanilla")));
    const auto ownerOnly =
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser | QFileDevice::WriteUser;
    for (const QString &file : {data.filePath(QStringLiteral("jwt-secret")),
                                data.filePath(QStringLiteral("ventanilla.sqlite")), log}) {
        QVERIFY2(QFileInfo::exists(file), qPrintable(file));
        QCOMPARE(QFile::permissions(file), ownerOnly);
    }
    QFile secret(data.filePath(QStringLiteral("jwt-secret")));
    QVERIFY(secret.open(QIODevice::ReadOnly));
    const QByteArray made = secret.readAll();
    QVERIFY(made.size() > 40);
    server->terminate();
    QVERIFY(server->waitForFinished());

    const auto again = serve({QStringLiteral("--port"), QStringLiteral("0")});
    QVERIFY(secret.seek(0));
    QCOMPARE(secret.readAll(), made);
    again->terminate();
    QVERIFY(again->waitForFinished());
}

void TestServerProcess::takesSettingsByPrecedence()
{
    QFile file(m_folder->filePath(QStringLiteral("ventanilla.ini")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("port = 1\nhost = 192.0.2.1\nmessage_length = 10\n");
    file.close();
    m_environment.insert(QStringLiteral("VENTANILLA_PORT"), QStringLiteral("2"));
    m_environment.insert(QStringLiteral("VENTANILLA_HOST"), QStringLiteral("127.0.0.1"));
    const auto server =
        serve({QStringLiteral("--config"), file.fileName(), QStringLiteral("--port"), QStringLiteral("0")});
    const QByteArray line = server->readLine().trimmed();
    QVERIFY2(line.startsWith("ventanilla-server listening on http://127.0.0.1:"), line.constData());
    QVERIFY(line.split(':').last().toInt() > 2);
    server->terminate();
    QVERIFY(server->waitForFinished());
}

void TestServerProcess::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &line, int code, const char *says) {
        QTest::newRow(name) << line.split(u' ', Qt::SkipEmptyParts) << code << QString::fromUtf8(says);
    };
    row("no command", {}, 2, "no command given");
    row("unknown command", QStringLiteral("dance"), 2, "unknown command \"dance\"");
    row("unknown flag", QStringLiteral("serve --dance"), 2, "dance");
    row("bad port", QStringLiteral("serve --port 70000"), 3,
        "--port: must be a number from 0 to 65535, not \"70000\"");
    row("bad database", QStringLiteral("serve --database mysql:x"), 3,
        "--database: must be sqlite:PATH, not \"mysql:x\"");
    row("no such file", QStringLiteral("serve --config /nonexistent.ini"), 3, "/nonexistent.ini");
    row("no such address", QStringLiteral("serve --port 0 --host 192.0.2.1"), 1,
        "cannot listen on 192.0.2.1");
    row("unwritable database", QStringLiteral("serve --port 0 --database sqlite:/proc/nope/x/y.sqlite"), 1,
        "there is no folder /proc/nope/x");
    row("mistyped database", QStringLiteral("serve --port 0 --database sqlite:/tmp/no/such/folder/x.sqlite"),
        1, "there is no folder /tmp/no/such/folder");
    row("unwritable", QStringLiteral("serve --port 0 --data-folder /proc/nowhere"), 3, "/proc/nowhere");
    row("user: unknown action", QStringLiteral("user dance ana"), 2, "unknown command \"user dance\"");
    row("user: no role", QStringLiteral("user add ana --password-stdin"), 2, "--role must be admin or user");
    row("user: no database", QStringLiteral("user disable ana"), 1, "there is no database at");
    row("help", QStringLiteral("--help"), 0, "");
    row("version", QStringLiteral("--version"), 0, "");
}

void TestServerProcess::exitCodes()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Outcome outcome = run(arguments, "long enough\n");
    QTEST(outcome.exitCode, "exitCode");
    QVERIFY2(outcome.errors.contains(says), qPrintable(outcome.errors));
}

void TestServerProcess::userCommands()
{
    const auto user = [this](const QString &line, const QByteArray &input = {}) {
        return run(QStringList {QStringLiteral("user")} + line.split(u' ')
                       + QStringList {QStringLiteral("--database"), database()},
                   input);
    };
    QCOMPARE(user(QStringLiteral("add ana --role admin --display-name Ana --password-stdin"), "long enough\n")
                 .exitCode,
             0);
    QCOMPARE(user(QStringLiteral("add ANA --role user --password-stdin"), "long enough\n").exitCode, 4);
    QCOMPARE(user(QStringLiteral("add luis --role user --password-stdin"), "short\n").exitCode, 2);
    QCOMPARE(user(QStringLiteral("add admin --role user --password-stdin"), "long enough\n").exitCode, 2);
    QCOMPARE(user(QStringLiteral("add luis --role user"), {}).exitCode, 2); // no terminal to ask on
    QCOMPARE(user(QStringLiteral("add luis --role user --password-stdin"), "long enough\n").exitCode, 0);
    QCOMPARE(user(QStringLiteral("passwd ana --password-stdin"), "another one\n").exitCode, 0);
    QCOMPARE(user(QStringLiteral("role luis admin")).exitCode, 0);
    QCOMPARE(user(QStringLiteral("role nobody admin")).exitCode, 4);
    QCOMPARE(user(QStringLiteral("disable luis")).exitCode, 0);

    const Outcome list = user(QStringLiteral("list --json"));
    QCOMPARE(list.exitCode, 0);
    const QJsonArray rows = QJsonDocument::fromJson(list.output.toUtf8()).array();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].toObject().value(QStringLiteral("nombre")).toString(), QStringLiteral("Ana"));
    QCOMPARE(rows[1].toObject().value(QStringLiteral("rol")).toString(), QStringLiteral("admin"));
    QCOMPARE(rows[1].toObject().value(QStringLiteral("estado")).toString(), QStringLiteral("deshabilitada"));
    QVERIFY(!list.output.contains(QStringLiteral("$y$")));

    QCOMPARE(user(QStringLiteral("enable luis")).exitCode, 0);
    QCOMPARE(user(QStringLiteral("delete luis")).exitCode, 0);
    QCOMPARE(user(QStringLiteral("enable luis")).exitCode, 4);
    QCOMPARE(user(QStringLiteral("add luis --role user --password-stdin"), "long enough\n").exitCode, 4);
}

// Somebody has moved the database away: an empty one would make the spool's messages worthless.
void TestServerProcess::makesNoDatabaseForASpool()
{
    const QString path = m_folder->filePath(QStringLiteral("chat.sqlite"));
    QFile spool(path + QStringLiteral(".spool"));
    QVERIFY(spool.open(QIODevice::WriteOnly));
    const QStringList add = QStringLiteral("user add ana --role user --password-stdin --database").split(u' ')
        + QStringList(QStringLiteral("sqlite:") + path);
    const Outcome refused = run(add, "long enough\n");
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains(spool.fileName()), qPrintable(refused.errors));
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY(spool.remove());
    QCOMPARE(run(add, "long enough\n").exitCode, 0);
}

void TestServerProcess::refusesATakenPort()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const Outcome outcome =
        run({QStringLiteral("serve"), QStringLiteral("--port"), QString::number(other.serverPort())});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(
        outcome.errors.contains(QStringLiteral("cannot listen on 127.0.0.1 port %1").arg(other.serverPort())),
        qPrintable(outcome.errors));
}

QTEST_GUILESS_MAIN(TestServerProcess)
#include "tst_serverprocess.moc"
