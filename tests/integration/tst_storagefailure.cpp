#include "support/testserver.h"

#include "storage/database.h"
#include "storage/messagestable.h"

#include <QFile>
#include <QTest>

using namespace ventanilla;

/// What is stored, and what happens when the database cannot: it is logged and does not stop delivery,
/// the spool keeps the message, and the sender is told.
class TestStorageFailure : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void storesBeforeItAcknowledges();
    void lockedDatabaseDoesNotStopDelivery();
    void removedDatabaseIsAFailure();
    void secondProcessDoesNotDisturb();

private:
    StoreResult<QList<Message>> stored() const;

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<TestClient> m_ana;
    std::unique_ptr<TestClient> m_luis;
};

void TestStorageFailure::init()
{
    m_ana = std::make_unique<TestClient>();
    m_luis = std::make_unique<TestClient>();
    m_server = std::make_unique<TestServer>([](ServerConfig &config) { config.databasePatienceMs = 1000; });
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
    m_ana->session->start(m_server->url(), m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
    m_luis->session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(m_ana->isConnected() && m_luis->isConnected());
}

StoreResult<QList<Message>> TestStorageFailure::stored() const
{
    Database database({m_server->databasePath(), 5000});
    if (const auto opened = database.open(); !opened)
        return failure(opened.error());
    return MessagesTable(database).read({MessageQuery::Scope::Thread, QStringLiteral("luis"), {{}, {}, 100}});
}

void TestStorageFailure::storesBeforeItAcknowledges()
{
    const QString key = m_luis->session->send(supportMailbox.toString(), QStringLiteral("hola"));
    QTRY_COMPARE(m_luis->last(key).state, OutgoingMessage::State::Stored);
    const auto rows = stored();
    QVERIFY(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().id, m_luis->last(key).id);
    QCOMPARE(rows->first().text, QStringLiteral("hola"));
    QCOMPARE(rows->first().sentAtMs, m_luis->last(key).sentAtMs);
    QTRY_COMPARE(m_ana->arrived.size(), 1);
    QCOMPARE(m_ana->arrived.first(), rows->first());
}

void TestStorageFailure::lockedDatabaseDoesNotStopDelivery()
{
    Database other({m_server->databasePath(), 5000});
    QVERIFY(other.open());
    QString spooled;
    {
        Transaction lock(other);
        QVERIFY(lock.begin());
        spooled = m_luis->session->send(supportMailbox.toString(), QStringLiteral("locked"));
        QTRY_COMPARE(m_luis->last(spooled).state, OutgoingMessage::State::Durable);
    }
    QVERIFY(!m_luis->last(spooled).id);
    QTRY_COMPARE(m_ana->texts(), QStringList {QStringLiteral("locked")});
    QVERIFY(!m_ana->arrived.first().id);
    QCOMPARE(m_server->counter("ventanilla_messages_spooled_total"), 1);
    QCOMPARE(m_server->counter("ventanilla_messages_delivered_unstored_total"), 1);

    // And once it can again, everything goes on, and what was spooled is where it belongs.
    QTRY_COMPARE(m_server->counter("ventanilla_spool_messages"), 0);
    const QString next = m_luis->session->send(supportMailbox.toString(), QStringLiteral("open"));
    QTRY_COMPARE(m_luis->last(next).state, OutgoingMessage::State::Stored);
    QCOMPARE(stored()->size(), 2);
    QCOMPARE(stored()->first().key, spooled);
}

void TestStorageFailure::removedDatabaseIsAFailure()
{
    QVERIFY(QFile::remove(m_server->databasePath()));
    const QString key = m_luis->session->send(supportMailbox.toString(), QStringLiteral("into the void?"));
    QTRY_COMPARE(m_luis->last(key).state, OutgoingMessage::State::Durable);
    QVERIFY(!QFile::exists(m_server->databasePath()));
}

void TestStorageFailure::secondProcessDoesNotDisturb()
{
    // Opens and closes its own connections to the same file while messages are written.
    for (int i = 0; i < 10; ++i) {
        const QString key = m_luis->session->send(supportMailbox.toString(), QString::number(i));
        QVERIFY(stored());
        QTRY_COMPARE(m_luis->last(key).state, OutgoingMessage::State::Stored);
    }
    QCOMPARE(stored()->size(), 10);
    QTRY_COMPARE(m_ana->arrived.size(), 10);
}

QTEST_GUILESS_MAIN(TestStorageFailure)
#include "tst_storagefailure.moc"
