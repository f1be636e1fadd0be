// How ChatSession, MessageSender and Outbox keep the order of what is written to several people.

#include "support/chatsessionfixture.h"
#include "support/eventually.h"

#include <QTest>

using namespace ventanilla;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestMessageOrder : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void sendsToSeveralAtOnce();
    void sendsToEachInOrder_data();
    void sendsToEachInOrder();
    void putsRetriedOnesLast();
    void pausesForAll();
    void sendsAllAgainAfterABreak();
    void takesAnswersInAnyOrder();
    void reconnectsWhenOneIsNotAnswered();

private:
    /// The text names the recipient: "ana 1".
    QString send(const QString &text) { return m->session->send(text.section(u' ', 0, 0), text); }
    QStringList received() const
    {
        QStringList texts;
        for (const auto &received : m->server->messages())
            texts.append(received.message.text);
        return texts;
    }
    /// Answers the last attempt to send this.
    void answer(const QString &text, const QJsonObject &answer)
    {
        const auto messages = m->server->messages();
        for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
            if (message->message.text == text)
                return m->server->acknowledge(message->ackId, answer);
        }
        QFAIL(qPrintable(QString(text + u" was not sent")));
    }
    void take(const QString &text) { answer(text, SendAck {++m_lastId, 5'000}.toJson()); }
    void refuse(const QString &text, ErrorCode code = ErrorCode::RecipientUnknown)
    {
        answer(text, ackError({code, u"no"_s, 1}));
    }

    std::unique_ptr<ChatSessionFixture> m;
    qint64 m_lastId = 100;
};

void TestMessageOrder::sendsToSeveralAtOnce()
{
    m->connectFully();
    for (const QString &text : {u"ana 1"_s, u"ana 2"_s, u"bob 1"_s, u"bob 2"_s, u"eva 1"_s})
        send(text);
    QCOMPARE(received(), QStringList({u"ana 1"_s, u"bob 1"_s, u"eva 1"_s}));
    take(u"bob 1"_s);
    QCOMPARE(received().last(), u"bob 2"_s);
    QCOMPARE(received().size(), 4);
    take(u"eva 1"_s);
    QCOMPARE(received().size(), 4);
    take(u"ana 1"_s);
    QCOMPARE(received().last(), u"ana 2"_s);
}

void TestMessageOrder::sendsToEachInOrder_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("toAna");
    QTest::newRow("taken") << u"taken"_s << QStringList({u"ana 1"_s, u"ana 2"_s, u"ana 3"_s});
    QTest::newRow("refused") << u"refused"_s << QStringList({u"ana 1"_s, u"ana 2"_s, u"ana 3"_s});
    QTest::newRow("too fast") << u"too fast"_s
                              << QStringList({u"ana 1"_s, u"ana 1"_s, u"ana 2"_s, u"ana 3"_s});
    QTest::newRow("broken") << u"broken"_s << QStringList({u"ana 1"_s, u"ana 2"_s, u"ana 3"_s});
}

/// Whatever becomes of the first one, the others follow each other, and those to Bob go their own way.
void TestMessageOrder::sendsToEachInOrder()
{
    QFETCH(const QString, what);
    QFETCH(const QStringList, toAna);
    m->connectFully();
    for (const QString &text : {u"ana 1"_s, u"bob 1"_s, u"ana 2"_s, u"bob 2"_s, u"ana 3"_s})
        send(text);
    if (what == u"refused") {
        refuse(u"ana 1"_s);
    } else if (what == u"too fast") {
        refuse(u"ana 1"_s, ErrorCode::TooFast);
        EVENTUALLY(received().count(u"ana 1"_s) == 2);
        take(u"ana 1"_s);
    } else {
        if (what == u"broken")
            m->reconnect();
        take(u"ana 1"_s);
    }
    take(u"ana 2"_s);
    QCOMPARE(received().count(u"bob 2"_s), 0);
    take(u"bob 1"_s);
    take(u"ana 3"_s);
    take(u"bob 2"_s);
    QCOMPARE(received().filter(u"ana"_s), toAna);
    QCOMPARE(received().filter(u"bob"_s), QStringList({u"bob 1"_s, u"bob 2"_s}));
    QCOMPARE(m->session->outgoing().size(), what == u"refused" ? 1 : 0);
}

void TestMessageOrder::putsRetriedOnesLast()
{
    m->connectFully();
    const QString first = send(u"ana 1"_s);
    send(u"ana 2"_s);
    send(u"ana 3"_s);
    refuse(u"ana 1"_s);
    m->session->retry(first);
    QCOMPARE(received(), QStringList({u"ana 1"_s, u"ana 2"_s}));
    take(u"ana 2"_s);
    take(u"ana 3"_s);
    QCOMPARE(received(), QStringList({u"ana 1"_s, u"ana 2"_s, u"ana 3"_s, u"ana 1"_s}));
}

// The server's limit is one of the session.
void TestMessageOrder::pausesForAll()
{
    m->connectFully();
    send(u"ana 1"_s);
    send(u"ana 2"_s);
    send(u"bob 1"_s);
    send(u"bob 2"_s);
    refuse(u"ana 1"_s, ErrorCode::TooFast);
    take(u"bob 1"_s);
    send(u"eva 1"_s);
    QCOMPARE(received(), QStringList({u"ana 1"_s, u"bob 1"_s}));
    EVENTUALLY_COMPARE(received(), QStringList({u"ana 1"_s, u"bob 1"_s, u"ana 1"_s, u"bob 2"_s, u"eva 1"_s}));
}

void TestMessageOrder::sendsAllAgainAfterABreak()
{
    m->connectFully();
    QStringList keys;
    for (const QString &text : {u"ana 1"_s, u"bob 1"_s, u"ana 2"_s})
        keys.append(send(text));
    m->breakOff();
    send(u"bob 2"_s);
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(received(), QStringList({u"ana 1"_s, u"bob 1"_s}));
    QCOMPARE(m->server->messages()[0].message.key, keys[0]);
    QCOMPARE(m->server->messages()[1].message.key, keys[1]);
}

void TestMessageOrder::takesAnswersInAnyOrder()
{
    m->connectFully();
    const QStringList texts {u"ana 1"_s, u"bob 1"_s, u"eva 1"_s};
    for (const QString &text : texts)
        send(text);
    refuse(texts[2]);
    take(texts[1]);
    take(texts[0]);
    const auto left = m->session->outgoing();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().text, texts[2]);
    QCOMPARE(left.first().state, MessageState::Failed);
}

void TestMessageOrder::reconnectsWhenOneIsNotAnswered()
{
    SessionTimeouts timeouts;
    timeouts.acknowledgement = 20ms;
    m = std::make_unique<ChatSessionFixture>(timeouts);
    m->connectFully();
    send(u"ana 1"_s); // never answered
    m->clock.advance(15);
    for (int number = 1; number <= 3; ++number) {
        send(u"bob %1"_s.arg(number));
        take(u"bob %1"_s.arg(number)); // what goes well must not put it off
    }
    QCOMPARE(m->session->outgoing().size(), 1);
    EVENTUALLY_COMPARE(m->session->status().state, ConnectionState::Disconnected);
    QCOMPARE(m->session->status().failure, TransportFailure::Lost);
    QCOMPARE(m->session->outgoing().first().text, u"ana 1"_s);
}

QTEST_GUILESS_MAIN(TestMessageOrder)
#include "tst_messageorder.moc"
