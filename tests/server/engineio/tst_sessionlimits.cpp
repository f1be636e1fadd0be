#include "engineio/enginesession.h"
#include "support/fakeenginetransport.h"
#include "support/manualclock.h"

#include <QPointer>
#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What one session may send, and what it may make the server keep.
class TestSessionLimits : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void dropsAClientThatSendsTooManyPackets();
    void dropsAClientThatSendsTooMuchData_data();
    void dropsAClientThatSendsTooMuchData();
    void boundsThePayload();
    void writesBeforeItJudges();
    void countsItsBuffers();
    void countsItsRequest();
    void endsWhenAllBuffersTogetherAreTooMuch();
    void givesUpWhatItKeepsWhenItIsClosed();

private:
    /// A session on a transport of its own.
    void open(BufferBudget &budget, const HttpRequest &request = {})
    {
        m_session.reset();
        auto made = std::make_unique<FakeEngineTransport>();
        m_transport = made.get();
        m_session = std::make_unique<EngineSession>(u"sid"_s, std::move(made), request,
                                                    EngineContext {m_config, m_clock, budget});
        connect(m_session.get(), &EngineSession::closed, this,
                [this](CloseReason reason) { m_reason = describe(reason); });
        m_session->open();
    }

    ManualClock m_clock;
    Counters m_counters;
    BufferBudget m_budget {0, m_counters};
    EngineConfig m_config;
    std::unique_ptr<EngineSession> m_session;
    QPointer<FakeEngineTransport> m_transport;
    QString m_reason;
};

void TestSessionLimits::init()
{
    m_session.reset();
    m_config = {};
    m_reason.clear();
}

void TestSessionLimits::dropsAClientThatSendsTooManyPackets()
{
    m_config.packetRate = 10;
    m_config.packetBurst = 3;
    open(m_budget);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"sends too much"_s));
    for (int i = 0; i < 3; ++i)
        m_transport->receive(u"4x"_s);
    QVERIFY(m_session->isOpen());
    m_clock.advance(100); // a tenth of a second: one more
    m_transport->receive(u"3"_s);
    QVERIFY(m_session->isOpen());
    m_transport->receiveBinary("x");
    QCOMPARE(m_reason, u"client sends too much"_s);
}

void TestSessionLimits::dropsAClientThatSendsTooMuchData_data()
{
    QTest::addColumn<bool>("binary");
    QTest::newRow("text") << false;
    QTest::newRow("binary") << true;
}

void TestSessionLimits::dropsAClientThatSendsTooMuchData()
{
    QFETCH(bool, binary);
    m_config.dataRate = 100;
    m_config.dataBurst = 1000;
    open(m_budget);
    const auto say = [&](int size) {
        if (binary)
            m_transport->receiveBinary(QByteArray(size, 'x'));
        else
            m_transport->receive(QString(u'4' + QString(size, u'x')));
    };
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"sends too much"_s));
    say(600);
    say(400);
    m_clock.advance(1000);
    say(100);
    QVERIFY(m_session->isOpen());
    say(1);
    QVERIFY(!m_session->isOpen());
}

void TestSessionLimits::boundsThePayload()
{
    m_config.maxPayload = 5000;
    open(m_budget);
    m_session->setPayloadLimit(100);
    QCOMPARE(m_transport->payloadLimit, 100);
    m_session->setPayloadLimit(10'000);
    QCOMPARE(m_transport->payloadLimit, 5000); // never above the engine's
}

void TestSessionLimits::writesBeforeItJudges()
{
    m_config.maxQueuedBytes = 100;
    open(m_budget);
    m_transport->takenByTheNetwork = 50;
    m_transport->queued = 150;
    m_session->sendEncoded(u"4x"_s);
    QVERIFY(m_session->isOpen());
    QCOMPARE(m_budget.bytes(), 100);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"does not read: 101 bytes"_s));
    m_transport->queued = 151;
    m_session->sendEncoded(u"4x"_s);
    QCOMPARE(m_reason, u"client too slow"_s);
}

void TestSessionLimits::countsItsRequest()
{
    HttpRequest request;
    request.query = QByteArray("&a").repeated(4000);
    request.headers.emplace_back("cookie", QByteArray(6000, 'x'));
    open(m_budget, request);
    const qint64 bytes = m_budget.bytes();
    QVERIFY2(bytes >= 14'000 && bytes < 14'500, QByteArray::number(bytes));
    m_session.reset();
    QCOMPARE(m_budget.bytes(), 0);
}

void TestSessionLimits::countsItsBuffers()
{
    open(m_budget);
    m_transport->queued = 30;
    m_transport->receiving = 20;
    m_session->setBytesHeld(5);
    QCOMPARE(m_budget.bytes(), 55);
    m_transport->queued = 0;
    emit m_transport->buffersChanged();
    QCOMPARE(m_budget.bytes(), 25);
    m_session.reset();
    QCOMPARE(m_budget.bytes(), 0);
}

void TestSessionLimits::endsWhenAllBuffersTogetherAreTooMuch()
{
    BufferBudget budget(40, m_counters);
    open(budget);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped a client for its buffers"_s));
    m_transport->queued = 41;
    emit m_transport->buffersChanged();
    QVERIFY(m_session->isOpen()); // not inside a call of its own
    QTRY_VERIFY(!m_session->isOpen());
    QCOMPARE(m_reason, u"out of buffers"_s);
    QVERIFY(m_transport->aborted);
    m_session.reset();
}

void TestSessionLimits::givesUpWhatItKeepsWhenItIsClosed()
{
    BufferBudget budget(40, m_counters);
    open(budget);
    m_transport->staysOpen = true; // a polling client that has not fetched the last yet
    m_transport->queued = 30;
    m_session->sendEncoded(u"4x"_s);
    m_session->close();
    QVERIFY(!m_transport->isClosed);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped a client for its buffers"_s));
    BufferBudget::Share other(budget, [] {});
    other.set(20);
    QVERIFY(m_transport->aborted);
    QCOMPARE(m_reason, u"server close"_s);
    m_session.reset();
}

QTEST_GUILESS_MAIN(TestSessionLimits)
#include "tst_sessionlimits.moc"
