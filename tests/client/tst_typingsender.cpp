#include "client/typingsender.h"

#include "support/chatsessionfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QString ana = u"ana"_s;
const QString bob = u"bob"_s;
} // namespace

class TestTypingSender : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void saysItAtTheFirstKey();
    void saysItAgainNowAndThen();
    void saysWhenItIsOver();
    void endsWhenNoKeyComes();
    void movesToAnother();
    void saysNothingWithoutAConnection();

private:
    TypingSender &typing() { return m->session->typing(); }
    QTimer &idleTimer() { return *typing().findChild<QTimer *>(u"typingIdleTimer"_s); }
    /// What was said: "ana yes".
    QStringList said() const
    {
        QStringList list;
        for (const auto &event : m->server->events(event::typing)) {
            const bool active = event.payload.value(u"activo").toBool();
            list.append(QStringLiteral("%1 %2").arg(event.payload.value(u"para").toString(),
                                                    active ? u"yes"_s : u"no"_s));
        }
        return list;
    }

    std::unique_ptr<ChatSessionFixture> m;
};

void TestTypingSender::saysItAtTheFirstKey()
{
    m->connectFully();
    typing().typed(ana);
    QCOMPARE(said(), QStringList(u"ana yes"_s));
    QCOMPARE(m->server->events(event::typing).first().ackId, 0);
}

void TestTypingSender::saysItAgainNowAndThen()
{
    m->connectFully();
    for (int key = 0; key < 10; ++key) {
        typing().typed(ana);
        m->clock.advance(299); // the tenth is at 2,691 ms
    }
    QCOMPARE(said().size(), 1);
    typing().typed(ana); // 2,990 ms
    QCOMPARE(said().size(), 1);
    m->clock.advance(10);
    typing().typed(ana);
    QCOMPARE(said(), QStringList({u"ana yes"_s, u"ana yes"_s}));
    m->clock.advance(2'999);
    typing().typed(ana);
    QCOMPARE(said().size(), 2);
}

void TestTypingSender::saysWhenItIsOver()
{
    m->connectFully();
    typing().stopped();
    QCOMPARE(said(), QStringList());
    typing().typed(ana);
    typing().stopped();
    typing().stopped();
    QCOMPARE(said(), QStringList({u"ana yes"_s, u"ana no"_s}));
    QVERIFY(!idleTimer().isActive());
    typing().typed(ana); // at once, although it is soon after
    QCOMPARE(said().last(), u"ana yes"_s);
}

void TestTypingSender::endsWhenNoKeyComes()
{
    m->connectFully();
    QCOMPARE(idleTimer().interval(), 4'000);
    typing().typed(ana);
    QVERIFY(idleTimer().isActive());
    idleTimer().start(0);
    QTRY_COMPARE(said(), QStringList({u"ana yes"_s, u"ana no"_s}));
}

void TestTypingSender::movesToAnother()
{
    m->connectFully();
    typing().typed(ana);
    typing().typed(bob);
    QCOMPARE(said(), QStringList({u"ana yes"_s, u"ana no"_s, u"bob yes"_s}));
    QVERIFY(idleTimer().isActive());
}

void TestTypingSender::saysNothingWithoutAConnection()
{
    typing().typed(ana);
    QVERIFY(!idleTimer().isActive());
    m->connectFully();
    QCOMPARE(said(), QStringList()); // what was is over
    typing().typed(ana);
    m->breakOff();
    QVERIFY(!idleTimer().isActive());
    typing().stopped();
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(said(), QStringList());
    typing().typed(ana); // the other side has forgotten it
    QCOMPARE(said(), QStringList(u"ana yes"_s));
}

QTEST_GUILESS_MAIN(TestTypingSender)
#include "tst_typingsender.moc"
