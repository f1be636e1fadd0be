#include "client/outbox.h"

#include "protocol/limits.h"

#include <QSet>
#include <QTest>

using namespace ventanilla;
using State = OutgoingMessage::State;

namespace {

QStringList texts(const QList<OutgoingMessage> &messages)
{
    QStringList list;
    for (const OutgoingMessage &message : messages)
        list.append(message.text);
    return list;
}

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsTheOrderOfWriting();
    void makesKeysOfItsOwn();
    void takesStoredOnesOut();
    void passesFailedOnesOver();
    void requeuesAtTheEnd();
    void touchesOnlyFailedOnes();
    void ignoresUnknownKeys();
    void takesAll();

private:
    Outbox m_outbox;
    QString m_a, m_b, m_c;
};

void TestOutbox::init()
{
    m_outbox = Outbox();
    m_a = m_outbox.add(QStringLiteral("ana"), QStringLiteral("a"), 1).key;
    m_b = m_outbox.add(QStringLiteral("bob"), QStringLiteral("b"), 2).key;
    m_c = m_outbox.add(QStringLiteral("ana"), QStringLiteral("c"), 3).key;
}

void TestOutbox::keepsTheOrderOfWriting()
{
    QCOMPARE(texts(m_outbox.messages()),
             QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(m_outbox.firstWaiting()->key, m_a);
    QCOMPARE(m_outbox.find(m_b)->to, QStringLiteral("bob"));
    QCOMPARE(m_outbox.find(m_b)->sentAtMs, 2);
    QCOMPARE(m_outbox.find(m_b)->state, State::Waiting);
}

void TestOutbox::makesKeysOfItsOwn()
{
    QSet<QString> keys;
    for (int i = 0; i < 1000; ++i)
        keys.insert(m_outbox.add(QStringLiteral("ana"), QStringLiteral("x"), 0).key);
    QCOMPARE(keys.size(), 1000);
    for (const QString &key : std::as_const(keys))
        QVERIFY2(isMessageKey(key), qPrintable(key));
}

void TestOutbox::takesStoredOnesOut()
{
    const auto stored = m_outbox.takeStored(m_a, 42, 99);
    QCOMPARE(stored->state, State::Stored);
    QCOMPARE(stored->id, 42);
    QCOMPARE(stored->sentAtMs, 99);
    QCOMPARE(m_outbox.firstWaiting()->key, m_b);
    QVERIFY(!m_outbox.find(m_a));
}

void TestOutbox::passesFailedOnesOver()
{
    const WireError error {ErrorCode::RecipientUnknown, QStringLiteral("no")};
    QCOMPARE(m_outbox.markFailed(m_a, error)->error, error);
    QCOMPARE(m_outbox.find(m_a)->state, State::Failed);
    QCOMPARE(m_outbox.firstWaiting()->key, m_b);
}

void TestOutbox::requeuesAtTheEnd()
{
    (void)m_outbox.markFailed(m_a, WireError {});
    const auto again = m_outbox.requeue(m_a);
    QCOMPARE(again->key, m_a);
    QCOMPARE(again->state, State::Waiting);
    QVERIFY(!again->error);
    QCOMPARE(texts(m_outbox.messages()),
             QStringList({QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")}));
}

void TestOutbox::touchesOnlyFailedOnes()
{
    QVERIFY(!m_outbox.requeue(m_a));
    QVERIFY(!m_outbox.discard(m_a));
    (void)m_outbox.markFailed(m_a, WireError {});
    QVERIFY(m_outbox.discard(m_a));
    QCOMPARE(m_outbox.messages().size(), 2);
}

void TestOutbox::ignoresUnknownKeys()
{
    const QString unknown = QStringLiteral("unknown");
    QVERIFY(!m_outbox.find(unknown));
    QVERIFY(!m_outbox.takeStored(unknown, 1, 1));
    QVERIFY(!m_outbox.markFailed(unknown, WireError {}));
    QVERIFY(!m_outbox.requeue(unknown));
    QVERIFY(!m_outbox.discard(unknown));
    QCOMPARE(m_outbox.messages().size(), 3);
}

void TestOutbox::takesAll()
{
    QCOMPARE(m_outbox.takeAll().size(), 3);
    QVERIFY(m_outbox.messages().isEmpty());
    QVERIFY(!m_outbox.firstWaiting());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
