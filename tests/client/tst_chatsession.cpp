#include "support/chatsessionfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace std::chrono_literals;

namespace {

Message messageFrom(const QString &from)
{
    Message message;
    message.id = 8;
    message.from = from;
    message.to = QStringLiteral("ana");
    message.text = QStringLiteral("hola");
    message.sentAtMs = 1'000;
    message.fromName = from;
    message.key = QStringLiteral("key");
    message.conversation = QStringLiteral("ana");
    return message;
}

} // namespace

class TestChatSession : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void goesThroughAllStates();
    void plansTheNextTry();
    void backsOffAndRecovers();
    void triesAgainByItself();
    void triesNowWhenTold();
    void asksForSignInOnce_data();
    void asksForSignInOnce();
    void takesOtherRefusalsAsTransient_data();
    void takesOtherRefusalsAsTransient();
    void endsWhenTheServerEndsIt_data();
    void endsWhenTheServerEndsIt();
    void stops();
    void givesUpWithoutReady();
    void closesOnUnreadableReady();
    void reportsMessages();
    void survivesOddEvents_data();
    void survivesOddEvents();
    void followsAvailability();
    void mayBeStoppedFromItsSignals();

private:
    std::unique_ptr<ChatSessionFixture> m;
};

void TestChatSession::goesThroughAllStates()
{
    QList<ConnectionState> states;
    connect(m->session.get(), &ChatSession::statusChanged, this,
            [&](const ConnectionStatus &status) { states.append(status.state); });
    QSignalSpy ready(m->session.get(), &ChatSession::ready);
    m->start();
    QCOMPARE(m->session->status().server, QStringLiteral("chat.example:3000"));
    m->server->greet();
    m->server->accept();
    QCOMPARE(ready.size(), 0);
    m->server->ready();
    QCOMPARE(ready.size(), 1);
    QCOMPARE(ready.first().first().value<Ready>().cursor, 7);
    m->transport->breakOff(TransportFailure::Lost);
    const QList<ConnectionState> expected {ConnectionState::Connecting, ConnectionState::Authenticating,
                                           ConnectionState::JoiningRooms, ConnectionState::Connected,
                                           ConnectionState::Disconnected};
    QCOMPARE(states, expected);
}

void TestChatSession::plansTheNextTry()
{
    m->start();
    m->transport->breakOff(TransportFailure::Untrusted, QStringLiteral("self-signed"));
    const ConnectionStatus status = m->session->status();
    QCOMPARE(status.state, ConnectionState::Disconnected);
    QCOMPARE(status.failure, TransportFailure::Untrusted);
    QCOMPARE(status.detail, QStringLiteral("self-signed"));
    QCOMPARE(status.nextTryAtMs, m->clock.steadyMs() + 1'000);
    m->session->retryNow();
    QVERIFY(!m->session->status().nextTryAtMs);
    QCOMPARE(m->session->status().failure, TransportFailure::Untrusted); // why it is trying again
}

void TestChatSession::backsOffAndRecovers()
{
    m->start();
    const auto planned = [this] {
        return m->session->status().nextTryAtMs.value_or(0) - m->clock.steadyMs();
    };
    for (const qint64 delay : {1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000}) {
        m->transport->breakOff(TransportFailure::Unreachable);
        QCOMPARE(planned(), delay);
        m->session->retryNow();
    }
    m->server->letIn();
    m->transport->breakOff(TransportFailure::Lost);
    QCOMPARE(planned(), 1'000);
}

void TestChatSession::triesAgainByItself()
{
    m->start();
    m->transport->breakOff(TransportFailure::Unreachable);
    QCOMPARE(m->transport->urls.size(), 1);
    QTRY_COMPARE(m->transport->urls.size(), 2);
    QCOMPARE(m->session->status().state, ConnectionState::Connecting);
}

void TestChatSession::triesNowWhenTold()
{
    m->session->retryNow(); // not started: nothing to do
    QCOMPARE(m->transport->urls.size(), 0);
    m->start();
    m->session->retryNow(); // connecting already
    QCOMPARE(m->transport->urls.size(), 1);
    m->transport->breakOff(TransportFailure::Unreachable);
    m->session->retryNow();
    QCOMPARE(m->transport->urls.size(), 2);
    m->server->letIn();
    m->session->retryNow(); // connected
    QCOMPARE(m->transport->urls.size(), 2);
}

void TestChatSession::asksForSignInOnce_data()
{
    QTest::addColumn<QString>("wire");
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code : {ErrorCode::NotAuthenticated, ErrorCode::TokenMissing,
                                 ErrorCode::TokenInvalid, ErrorCode::TokenExpired})
        QTest::newRow(qPrintable(toWire(code))) << toWire(code) << code;
}

void TestChatSession::asksForSignInOnce()
{
    QFETCH(const QString, wire);
    QFETCH(const ErrorCode, code);
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    m->start();
    m->server->greet();
    m->server->refuse(QStringLiteral("no"), wire);
    QCOMPARE(signInRequired.size(), 1);
    QCOMPARE(signInRequired.first().first().value<ErrorCode>(), code);
    QCOMPARE(m->session->status().state, ConnectionState::Disconnected);
    QVERIFY(!m->session->status().nextTryAtMs);
    m->session->retryNow();
    QCOMPARE(m->transport->urls.size(), 1);

    m->session->start(m->url, ChatSessionFixture::ana(QStringLiteral("fresh")));
    m->server->greet();
    QCOMPARE(m->transport->sent, QStringList({QStringLiteral("40{\"token\":\"fresh\"}")}));
    QVERIFY(!m->session->status().failure);
}

void TestChatSession::takesOtherRefusalsAsTransient_data()
{
    QTest::addColumn<QString>("wire");
    QTest::newRow("internal") << QStringLiteral("interno");
    QTest::newRow("too fast") << QStringLiteral("demasiado_rapido");
    QTest::newRow("unknown") << QStringLiteral("algo_nuevo");
    QTest::newRow("none") << QString();
}

void TestChatSession::takesOtherRefusalsAsTransient()
{
    QFETCH(const QString, wire);
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    m->start();
    m->server->greet();
    m->server->refuse(QStringLiteral("no"), wire);
    QCOMPARE(signInRequired.size(), 0);
    QVERIFY(m->session->status().nextTryAtMs);
    QCOMPARE(m->session->status().detail, QStringLiteral("no"));
}

void TestChatSession::endsWhenTheServerEndsIt_data()
{
    QTest::addColumn<QJsonObject>("payload");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("expired") << SessionEnded {ErrorCode::TokenExpired}.toJson() << ErrorCode::TokenExpired;
    QTest::newRow("unknown code") << QJsonObject {{QStringLiteral("codigo"), QStringLiteral("nuevo")}}
                                  << ErrorCode::TokenInvalid;
    QTest::newRow("nothing in it") << QJsonObject() << ErrorCode::TokenInvalid;
}

void TestChatSession::endsWhenTheServerEndsIt()
{
    QFETCH(const QJsonObject, payload);
    QFETCH(const ErrorCode, code);
    m->connectFully();
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    m->server->emitEvent(event::sessionEnded, payload);
    QCOMPARE(signInRequired.size(), 1);
    QCOMPARE(signInRequired.first().first().value<ErrorCode>(), code);
    QVERIFY(!m->transport->isOpen);
    QVERIFY(!m->session->status().nextTryAtMs);
}

void TestChatSession::stops()
{
    m->connectFully();
    m->session->stop();
    QVERIFY(!m->transport->isOpen);
    QCOMPARE(m->session->status().state, ConnectionState::Disconnected);
    QVERIFY(!m->session->status().failure);
    QVERIFY(!m->session->status().nextTryAtMs);
    m->session->retryNow();
    QCOMPARE(m->transport->urls.size(), 1);
}

void TestChatSession::givesUpWithoutReady()
{
    SessionTimeouts timeouts;
    timeouts.ready = 1ms;
    m = std::make_unique<ChatSessionFixture>(timeouts);
    m->start();
    m->server->greet();
    m->server->accept();
    QTRY_COMPARE(m->session->status().state, ConnectionState::Disconnected);
    QCOMPARE(m->session->status().failure, TransportFailure::Protocol);
    QVERIFY(!m->transport->isOpen);
}

void TestChatSession::closesOnUnreadableReady()
{
    m->start();
    m->server->greet();
    m->server->accept();
    m->server->emitEvent(event::ready, {{QStringLiteral("cursor"), QStringLiteral("seven")}});
    QCOMPARE(m->session->status().failure, TransportFailure::Protocol);
    QVERIFY(m->session->status().nextTryAtMs);
}

void TestChatSession::reportsMessages()
{
    m->connectFully();
    QSignalSpy arrived(m->session.get(), &ChatSession::messageArrived);
    m->server->emitEvent(event::messageReceived, messageFrom(QStringLiteral("lucas")).toEvent());
    m->server->emitEvent(event::messageSent, messageFrom(QStringLiteral("ana")).toEvent());
    QCOMPARE(arrived.size(), 2);
    QCOMPARE(arrived[0][0].value<Message>(), messageFrom(QStringLiteral("lucas")));
    QCOMPARE(arrived[1][0].value<Message>(), messageFrom(QStringLiteral("ana")));
}

void TestChatSession::survivesOddEvents_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("arrived");
    const auto row = [](const char *name, const char *text, int arrived) {
        QTest::newRow(name) << QString::fromUtf8(text) << arrived;
    };
    row("of the original", "42[\"mensaje_recibido\",{\"de\":\"bob\",\"mensaje\":\"x\"}]", 0);
    row("no id, name or key",
        "42[\"mensaje_recibido\",{\"de\":\"bob\",\"para\":\"ana\",\"mensaje\":\"x\","
        "\"fecha\":\"2026-11-23T04:00:42.000Z\",\"conversacion\":\"ana\"}]",
        1);
    row("no payload", "42[\"mensaje_recibido\"]", 0);
    row("payload is text", "42[\"mensaje_enviado\",\"x\"]", 0);
    row("unknown event", "42[\"algo_nuevo\",{\"a\":1}]", 0);
    row("availability is text", "42[\"disponible\",\"no\"]", 0);
    row("second listo", "42[\"listo\",{}]", 0);
    row("listo without payload", "42[\"listo\"]", 0);
}

void TestChatSession::survivesOddEvents()
{
    QFETCH(const QString, text);
    QFETCH(const int, arrived);
    m->connectFully();
    QSignalSpy spy(m->session.get(), &ChatSession::messageArrived);
    m->transport->receive(text);
    QCOMPARE(spy.size(), arrived);
    QCOMPARE(m->session->status().state, ConnectionState::Connected);
    QVERIFY(m->session->isAvailable());
}

void TestChatSession::followsAvailability()
{
    QSignalSpy changes(m->session.get(), &ChatSession::availabilityChanged);
    m->connectFully();
    QVERIFY(m->session->isAvailable());
    m->server->emitEvent(event::availability, Availability {false}.toJson());
    QVERIFY(!m->session->isAvailable());
    m->server->emitEvent(event::availability, Availability {true}.toJson());
    m->server->emitEvent(event::availability, Availability {true}.toJson());
    m->transport->breakOff(TransportFailure::Lost);
    QVERIFY(!m->session->isAvailable());
    QCOMPARE(changes.size(), 4);
}

void TestChatSession::mayBeStoppedFromItsSignals()
{
    QSignalSpy ready(m->session.get(), &ChatSession::ready);
    connect(m->session.get(), &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state == ConnectionState::Connected)
            m->session->stop();
    });
    m->connectFully();
    QCOMPARE(ready.size(), 0);
    QCOMPARE(m->session->status().state, ConnectionState::Disconnected);
    QVERIFY(!m->session->isAvailable());
    QVERIFY(!m->transport->isOpen);
}

QTEST_GUILESS_MAIN(TestChatSession)
#include "tst_chatsession.moc"
