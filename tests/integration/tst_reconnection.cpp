#include "support/testserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

/// A client whose server goes away and comes back.
class TestReconnection : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void comesBackByItself();
    void sendsInOrderWhatWasWrittenOffline();
    void resendsUnderTheSameKey();

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<TestClient> m_luis;
};

void TestReconnection::init()
{
    m_luis = std::make_unique<TestClient>();
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
    m_luis->session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(m_luis->isConnected());
}

void TestReconnection::comesBackByItself()
{
    QVERIFY(m_server->stop());
    QTRY_VERIFY(m_luis->session->status().nextTryAtMs);
    QVERIFY(m_luis->session->status().failure);
    QVERIFY(m_server->start());
    QTRY_COMPARE_WITH_TIMEOUT(m_luis->readyCount, 2, 30'000);
    QVERIFY(m_luis->isConnected());
}

void TestReconnection::sendsInOrderWhatWasWrittenOffline()
{
    QVERIFY(m_server->stop());
    QTRY_VERIFY(!m_luis->isConnected());
    QStringList keys;
    for (int i = 0; i < 5; ++i)
        keys.append(m_luis->session->send(supportMailbox.toString(), QString::number(i)));
    for (const QString &key : keys)
        QCOMPARE(m_luis->last(key).state, OutgoingMessage::State::Waiting);

    QVERIFY(m_server->start());
    TestClient ana;
    ana.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
    QTRY_VERIFY(ana.isConnected());
    m_luis->session->retryNow();
    QTRY_COMPARE(m_luis->last(keys.last()).state, OutgoingMessage::State::Stored);
    QList<qint64> ids;
    for (const QString &key : keys)
        ids.append(m_luis->last(key).id.value_or(0));
    QCOMPARE(ids, (QList<qint64> {1, 2, 3, 4, 5}));
    QVERIFY(m_luis->session->outgoing().isEmpty());
}

void TestReconnection::resendsUnderTheSameKey()
{
    // The server is gone before its answer could come: the client cannot know whether it was
    // stored, and sends it again.
    const QString key = m_luis->session->send(supportMailbox.toString(), QStringLiteral("once"));
    QVERIFY(m_server->stop());
    QVERIFY(m_server->start());
    m_luis->session->retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(m_luis->last(key).state, OutgoingMessage::State::Stored, 30'000);
    QCOMPARE(m_luis->last(key).id, 1);
    const QString next = m_luis->session->send(supportMailbox.toString(), QStringLiteral("twice"));
    QTRY_COMPARE(m_luis->last(next).state, OutgoingMessage::State::Stored);
    QCOMPARE(m_luis->last(next).id, 2);
}

QTEST_GUILESS_MAIN(TestReconnection)
#include "tst_reconnection.moc"
