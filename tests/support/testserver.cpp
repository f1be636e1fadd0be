#include "support/testserver.h"

#include "auth/jwt.h"
#include "client/websockettransport.h"
#include "storage/accountstable.h"
#include "storage/migrations.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace ventanilla {

const QByteArray TestServer::secret = "a secret of the integration tests";
const QString TestServer::password = QStringLiteral("correct horse");

namespace {
// bcrypt with its lowest cost, as the original made them with a higher one.
const QByteArray passwordHash = "$2b$04$T4qQVRRn5H19EwY.GKb3D.H9xFPcdFlTJcOKbVE20eGZlZgktbh/C";
} // namespace

TestServer::TestServer(const std::function<void(ServerConfig &)> &change, const Clock *clock)
    : m_clock(clock ? *clock : m_systemClock)
{
    m_config.port = 0;
    m_config.dataFolder = m_folder.path();
    m_config.presenceGraceMs = 0;
    m_config.databasePatienceMs = longerThanDisksPauseMs;
    if (change)
        change(m_config);
}

TestServer::~TestServer() = default;

bool TestServer::start()
{
    m_config.port = m_port;
    m_app = std::make_unique<ServerApp>(m_config, secret, m_clock);
    bool answered = false;
    m_app->start([this, &answered](const Result<quint16> &port) {
        answered = true;
        if (port)
            m_port = *port;
        else
            qWarning("the server does not start: %s", qUtf8Printable(port.error().message));
    });
    return QTest::qWaitFor([&answered] { return answered; }) && m_port != 0;
}

bool TestServer::stop()
{
    bool stopped = false;
    m_app->stop([&stopped] { stopped = true; });
    const bool done = QTest::qWaitFor([&stopped] { return stopped; });
    m_app.reset();
    return done;
}

void TestServer::loseDatabase()
{
    const QDir folder(m_folder.path());
    for (const QString &file : folder.entryList(QDir::Files))
        QVERIFY(QFile::remove(folder.filePath(file)));
}

/// The last to close a database has brought all of it into the one file.
void TestServer::keepCopy()
{
    QVERIFY(!QFile::exists(databasePath() + QStringLiteral("-wal")));
    QVERIFY(QFile::copy(databasePath(), copyPath()));
}

void TestServer::restoreCopy()
{
    loseDatabase();
    QVERIFY(QFile::copy(copyPath(), databasePath()));
}

QUrl TestServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

QString TestServer::databasePath() const
{
    return *m_config.databasePath();
}

void TestServer::addAccount(const QString &name, Role role)
{
    Database database({databasePath(), 5000});
    Transaction transaction(database);
    QVERIFY(database.open());
    QVERIFY(migrate(database));
    QVERIFY(transaction.begin());
    QVERIFY(AccountsTable(database).insert({name, QStringLiteral("The ") + name, role, passwordHash}));
    QVERIFY(transaction.commit());
}

void TestServer::changePassword(const QString &name)
{
    Database database({databasePath(), 5000});
    Transaction transaction(database);
    QVERIFY(database.open());
    QVERIFY(transaction.begin());
    QVERIFY(AccountsTable(database).setPasswordHash(name, passwordHash, m_clock.nowSeconds()));
    QVERIFY(transaction.commit());
}

SignedIn TestServer::tokenFor(const QString &name, Role role, qint64 lifetimeSeconds) const
{
    const qint64 now = m_clock.nowSeconds();
    const TokenClaims claims {name, QStringLiteral("The ") + name, role, now, now + lifetimeSeconds};
    return {name, claims.displayName, role, QString::fromLatin1(signToken(claims, secret)),
            claims.expiresAt * 1000};
}

TestClient::TestClient()
{
    static const SystemClock clock;
    session = std::make_unique<ChatSession>(std::make_unique<WebSocketTransport>(), clock);
    QObject::connect(session.get(), &ChatSession::messageArrived,
                     [this](const Message &message) { arrived.append(message); });
    QObject::connect(session.get(), &ChatSession::outgoingChanged,
                     [this](const OutgoingMessage &message) { outgoing.append(message); });
    QObject::connect(session.get(), &ChatSession::ready, [this] { ++readyCount; });
    QObject::connect(session.get(), &ChatSession::statusChanged, [this](const ConnectionStatus &status) {
        if (states.isEmpty() || states.last() != status.state)
            states.append(status.state);
    });
}

QStringList TestClient::texts() const
{
    QStringList texts;
    for (const Message &message : arrived)
        texts.append(message.text);
    return texts;
}

OutgoingMessage TestClient::last(const QString &key) const
{
    const auto found = std::find_if(outgoing.rbegin(), outgoing.rend(),
                                    [&key](const OutgoingMessage &message) { return message.key == key; });
    return found != outgoing.rend() ? *found : OutgoingMessage {};
}

} // namespace ventanilla
