// How ChatSession, MessageSender and Outbox together bring messages to the server.

#include "support/chatsessionfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace std::chrono_literals;
using State = OutgoingMessage::State;

class TestMessageSending : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void sendsOneAtATimeInOrder();
    void waitsForReady();
    void announcesEachStep();
    void sendsAgainUnderTheSameKey();
    void waitsWhenTooFast_data();
    void waitsWhenTooFast();
    void doesNotWaitOutAPauseAfterReconnect();
    void failsOnRefusals_data();
    void failsOnRefusals();
    void retriesUnderTheSameKey();
    void discards();
    void mergesWhatComesAnotherWay();
    void keepsUnstoredOnesWaiting();
    void reconnectsWhenNotAnswered();
    void staysConnectedWhileItPauses();
    void takesDurableOnesOut();
    void reportsTheConfirmation();
    void sendsFromWithinASignal();

private:
    QString send(const char *text)
    {
        return m->session->send(QStringLiteral("admin"), QString::fromUtf8(text));
    }
    QStringList received() const;
    void acknowledgeLast(const QJsonObject &answer)
    {
        m->server->acknowledge(m->server->messages().last().ackId, answer);
    }
    QJsonObject stored(qint64 id) const { return SendAck {id, 5'000}.toJson(); }
    QJsonObject refused(ErrorCode code) const { return ackError({code, QStringLiteral("no")}); }

    std::unique_ptr<ChatSessionFixture> m;
};

QStringList TestMessageSending::received() const
{
    QStringList texts;
    for (const auto &received : m->server->messages())
        texts.append(received.message.text);
    return texts;
}

void TestMessageSending::sendsOneAtATimeInOrder()
{
    m->connectFully();
    send("1");
    send("2");
    send("3");
    QCOMPARE(received(), QStringList({QStringLiteral("1")}));
    acknowledgeLast(stored(10));
    QCOMPARE(received().size(), 2);
    acknowledgeLast(stored(11));
    acknowledgeLast(stored(12));
    QCOMPARE(received(), QStringList({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
    QVERIFY(m->session->outgoing().isEmpty());
}

void TestMessageSending::waitsForReady()
{
    m->start();
    send("written early");
    m->server->greet();
    m->server->accept();
    QVERIFY(received().isEmpty());
    connect(m->session.get(), &ChatSession::ready, this, [this] { QVERIFY(received().isEmpty()); });
    m->server->ready();
    QCOMPARE(received().first(), QStringLiteral("written early"));
}

void TestMessageSending::announcesEachStep()
{
    m->connectFully();
    QList<OutgoingMessage> steps;
    connect(m->session.get(), &ChatSession::outgoingChanged, this,
            [&](const OutgoingMessage &message) { steps.append(message); });
    const QString key = send("hola");
    acknowledgeLast(stored(10));
    QCOMPARE(steps.size(), 2);
    QCOMPARE(steps[0].key, key);
    QCOMPARE(steps[0].state, State::Waiting);
    QCOMPARE(steps[0].sentAtMs, m->clock.nowMs());
    QCOMPARE(steps[1].key, key);
    QCOMPARE(steps[1].state, State::Stored);
    QCOMPARE(steps[1].id, 10);
    QCOMPARE(steps[1].sentAtMs, 5'000);
}

void TestMessageSending::sendsAgainUnderTheSameKey()
{
    m->connectFully();
    const QString first = send("1");
    send("2");
    const qint64 oldAck = m->server->messages().first().ackId;
    m->transport->breakOff(TransportFailure::Lost);
    QCOMPARE(m->session->outgoing().first().state, State::Waiting);
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(received(), QStringList({QStringLiteral("1")}));
    QCOMPARE(m->server->messages().first().message.key, first);
    m->server->acknowledge(oldAck, stored(99)); // an answer to the old connection means nothing
    QCOMPARE(m->session->outgoing().size(), 2);
    acknowledgeLast(stored(10));
    QCOMPARE(received().last(), QStringLiteral("2"));
}

void TestMessageSending::waitsWhenTooFast_data()
{
    QTest::addColumn<qint64>("waitMs");
    QTest::newRow("at once") << qint64(0);
    QTest::newRow("later") << qint64(2);
    QTest::newRow("in the past") << qint64(-5);
}

void TestMessageSending::waitsWhenTooFast()
{
    QFETCH(const qint64, waitMs);
    m->connectFully();
    const QString key = send("1");
    send("2");
    acknowledgeLast(ackError({ErrorCode::TooFast, {}, waitMs}));
    QCOMPARE(received(), QStringList({QStringLiteral("1")})); // nobody overtakes
    QCOMPARE(m->session->outgoing().first().state, State::Waiting);
    send("3");
    QCOMPARE(received(), QStringList({QStringLiteral("1")}));
    QTRY_COMPARE(received(), QStringList({QStringLiteral("1"), QStringLiteral("1")}));
    QCOMPARE(m->server->messages().last().message.key, key);
}

void TestMessageSending::doesNotWaitOutAPauseAfterReconnect()
{
    m->connectFully();
    send("1");
    acknowledgeLast(ackError({ErrorCode::TooFast, {}, 9'000'000'000'000'000}));
    m->transport->breakOff(TransportFailure::Lost);
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(received(), QStringList({QStringLiteral("1")}));
}

void TestMessageSending::failsOnRefusals_data()
{
    QTest::addColumn<QJsonObject>("answer");
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code : {ErrorCode::NotStored, ErrorCode::RecipientUnknown, ErrorCode::TextTooLong,
                                 ErrorCode::InvalidData, ErrorCode::Internal, ErrorCode::NotAuthenticated})
        QTest::newRow(qPrintable(toWire(code))) << refused(code) << code;
    QTest::newRow("empty answer") << QJsonObject() << ErrorCode::Internal;
    QTest::newRow("success without id") << ackOk() << ErrorCode::Internal;
    QTest::newRow("error is text") << QJsonObject {{QStringLiteral("ok"), false},
                                                   {QStringLiteral("error"), QStringLiteral("x")}}
                                   << ErrorCode::Internal;
}

void TestMessageSending::failsOnRefusals()
{
    QFETCH(const QJsonObject, answer);
    QFETCH(const ErrorCode, code);
    m->connectFully();
    const QString key = send("1");
    send("2");
    acknowledgeLast(answer);
    const OutgoingMessage failed = m->session->outgoing().first();
    QCOMPARE(failed.key, key);
    QCOMPARE(failed.state, State::Failed);
    QCOMPARE(failed.error->code, code);
    QCOMPARE(received().last(), QStringLiteral("2")); // the others go on
    QCOMPARE(m->session->status().state, ConnectionState::Connected);
}

void TestMessageSending::retriesUnderTheSameKey()
{
    m->connectFully();
    const QString key = send("1");
    acknowledgeLast(refused(ErrorCode::NotStored));
    m->session->retry(QStringLiteral("unknown"));
    QCOMPARE(received().size(), 1);
    m->session->retry(key);
    QCOMPARE(received(), QStringList({QStringLiteral("1"), QStringLiteral("1")}));
    QCOMPARE(m->server->messages().last().message.key, key);
    acknowledgeLast(stored(10));
    QVERIFY(m->session->outgoing().isEmpty());
}

void TestMessageSending::discards()
{
    m->connectFully();
    QSignalSpy discarded(m->session.get(), &ChatSession::outgoingDiscarded);
    const QString key = send("1");
    m->session->discard(key); // in flight: too late
    QCOMPARE(discarded.size(), 0);
    acknowledgeLast(refused(ErrorCode::RecipientUnknown));
    m->session->discard(key);
    QCOMPARE(discarded, QList<QVariantList>({{key}}));
    QVERIFY(m->session->outgoing().isEmpty());
}

void TestMessageSending::mergesWhatComesAnotherWay()
{
    m->connectFully();
    QSignalSpy arrived(m->session.get(), &ChatSession::messageArrived);
    QSignalSpy changed(m->session.get(), &ChatSession::outgoingChanged);
    Message message;
    message.id = 10;
    message.from = QStringLiteral("ana");
    message.to = QStringLiteral("admin");
    message.text = QStringLiteral("1");
    message.key = send("1");
    message.conversation = QStringLiteral("ana");
    send("2");
    m->server->emitEvent(event::messageSent, message.toEvent());
    QCOMPARE(arrived.size(), 0);
    QCOMPARE(changed.last().first().value<OutgoingMessage>().id, 10);
    QCOMPARE(m->session->outgoing().size(), 1);
    acknowledgeLast(stored(10)); // says the same again
    QCOMPARE(received().last(), QStringLiteral("2"));

    message.from = QStringLiteral("bob"); // another's key is another's message
    message.key = m->session->outgoing().first().key;
    m->server->emitEvent(event::messageReceived, message.toEvent());
    QCOMPARE(arrived.size(), 1);
    QCOMPARE(m->session->outgoing().size(), 1);
}

void TestMessageSending::keepsUnstoredOnesWaiting()
{
    m->connectFully();
    Message message;
    message.from = QStringLiteral("ana");
    message.to = QStringLiteral("admin");
    message.text = QStringLiteral("1");
    message.key = send("1");
    message.conversation = QStringLiteral("ana");
    m->server->emitEvent(event::messageSent, message.toEvent());
    QCOMPARE(m->session->outgoing().size(), 1);
    QCOMPARE(m->session->outgoing().first().state, State::Waiting);
}

void TestMessageSending::reconnectsWhenNotAnswered()
{
    SessionTimeouts timeouts;
    timeouts.acknowledgement = 1ms;
    m = std::make_unique<ChatSessionFixture>(timeouts);
    m->connectFully();
    send("1");
    QTRY_COMPARE(m->session->status().state, ConnectionState::Disconnected);
    QCOMPARE(m->session->status().failure, TransportFailure::Lost);
    QCOMPARE(m->session->outgoing().first().state, State::Waiting);
}

// Nothing is in flight then, so nothing can be unanswered.
void TestMessageSending::staysConnectedWhileItPauses()
{
    SessionTimeouts timeouts;
    timeouts.acknowledgement = 20ms;
    m = std::make_unique<ChatSessionFixture>(timeouts);
    m->connectFully();
    send("1");
    acknowledgeLast(ackError({ErrorCode::TooFast, {}, 60}));
    std::optional<ConnectionState> whenSent;
    m->transport->onSent = [&] {
        if (!whenSent && !received().isEmpty())
            whenSent = m->session->status().state;
    };
    m->transport->sent.clear();
    QTRY_VERIFY(whenSent);
    QCOMPARE(whenSent, ConnectionState::Connected);
    QCOMPARE(m->transport->urls.size(), 1);
}

void TestMessageSending::takesDurableOnesOut()
{
    m->connectFully();
    QSignalSpy changed(m->session.get(), &ChatSession::outgoingChanged);
    const QString key = send("1");
    send("2");
    acknowledgeLast(SendAck {std::nullopt, 5'000}.toJson());
    const auto durable = changed.last().first().value<OutgoingMessage>();
    QCOMPARE(durable.key, key);
    QCOMPARE(durable.state, State::Durable);
    QCOMPARE(durable.sentAtMs, 5'000);
    QVERIFY(!durable.id);
    QCOMPARE(m->session->outgoing().size(), 1);
    QCOMPARE(received(), QStringList({QStringLiteral("1"), QStringLiteral("2")}));
    m->reconnect(); // it is not sent again
    QCOMPARE(received(), QStringList(QStringLiteral("2")));
}

void TestMessageSending::reportsTheConfirmation()
{
    m->connectFully();
    QSignalSpy arrived(m->session.get(), &ChatSession::messageArrived);
    Message message;
    message.id = 12;
    message.from = QStringLiteral("ana");
    message.to = QStringLiteral("admin");
    message.text = QStringLiteral("1");
    message.key = send("1");
    message.conversation = QStringLiteral("ana");
    acknowledgeLast(SendAck {std::nullopt, 5'000}.toJson());
    m->server->emitEvent(event::messageConfirmed, message.toEvent());
    QCOMPARE(arrived.size(), 1);
    QCOMPARE(arrived.first().first().value<Message>(), message);
}

void TestMessageSending::sendsFromWithinASignal()
{
    m->connectFully();
    connect(m->session.get(), &ChatSession::outgoingChanged, this, [this](const OutgoingMessage &message) {
        if (message.state == State::Stored && message.text == u"1")
            send("3");
    });
    send("1");
    send("2");
    acknowledgeLast(stored(10));
    acknowledgeLast(stored(11));
    QCOMPARE(received(), QStringList({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
}

QTEST_GUILESS_MAIN(TestMessageSending)
#include "tst_messagesending.moc"
