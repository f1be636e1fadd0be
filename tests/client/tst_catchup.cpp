#include "client/catchup.h"

#include "client/marksender.h"
#include "support/catchupfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace ventanilla::missed;
using namespace Qt::StringLiterals;

class TestCatchUp : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<CatchUpFixture>(); }
    void loadsEverythingAtFirst();
    void isCurrentIfNothingHappened();
    void fetchesWhatItMissed();
    void passesPagesOn();
    void goesOnFromItsOwnProgress();
    void movesOnWithWhatComesLive_data();
    void movesOnWithWhatComesLive();
    void doesNotMoveOnWhileItFetches_data();
    void doesNotMoveOnWhileItFetches();
    void countsWhatCameWhileItFetched_data();
    void countsWhatCameWhileItFetched();
    void loadsEverythingAnew_data();
    void loadsEverythingAnew();

private:
    void tellLive(const QString &kind, qint64 number);

    std::unique_ptr<CatchUpFixture> m;
};

void TestCatchUp::tellLive(const QString &kind, qint64 number)
{
    if (kind == u"message") {
        m->server->emitEvent(event::messageReceived, message(number).toEvent());
    } else if (kind == u"confirmation") {
        m->server->emitEvent(event::messageConfirmed, message(number).toEvent());
    } else if (kind == u"read") {
        m->server->emitEvent(event::read, ReadCursor {u"ana"_s, u"eva"_s, 3, number}.toJson());
    } else if (kind == u"delivery") {
        m->server->emitEvent(event::delivered, Delivery {u"ana"_s, u"eva"_s, 3, number}.toJson());
    } else {
        m->session->send(u"admin"_s, u"hola"_s);
        m->server->answerLast(event::privateMessage, SendAck {number, 5'000}.toJson());
    }
}

void TestCatchUp::loadsEverythingAtFirst()
{
    QVERIFY(!m->catchUp.isCurrent());
    m->start();
    QVERIFY(!m->catchUp.isCurrent());
    m->server->letIn();
    QCOMPARE(m->reloads.size(), 1);
    QCOMPARE(m->starts.size(), 0);
    QCOMPARE(m->currents.size(), 1);
    QVERIFY(m->catchUp.isCurrent());
    QCOMPARE(m->asked(), QList<qint64>());
}

void TestCatchUp::isCurrentIfNothingHappened()
{
    m->connectAt(7);
    m->breakOff();
    QVERIFY(!m->catchUp.isCurrent());
    m->session->retryNow();
    m->server->letIn();
    QVERIFY(m->catchUp.isCurrent());
    QCOMPARE(m->reloads.size(), 1);
    QCOMPARE(m->starts.size(), 1);
    QCOMPARE(m->currents.size(), 2);
    QCOMPARE(m->asked(), QList<qint64>());
}

void TestCatchUp::fetchesWhatItMissed()
{
    m->connectAt(7);
    m->connectAt(100);
    QCOMPARE(m->starts.size(), 1);
    QCOMPARE(m->asked(), QList<qint64>({7}));
    m->answer(page(40, true));
    QVERIFY(!m->catchUp.isCurrent());
    QCOMPARE(m->asked(), QList<qint64>({7, 40}));
    m->answer(page(90, true));
    m->answer(page(100));
    QCOMPARE(m->asked(), QList<qint64>({7, 40, 90}));
    QCOMPARE(m->pages.size(), 3);
    QCOMPARE(m->currents.size(), 2);
    QVERIFY(m->catchUp.isCurrent());
    QCOMPARE(m->reloads.size(), 1);
    m->connectAt(100);
    QCOMPARE(m->asked().size(), 3);
}

void TestCatchUp::passesPagesOn()
{
    m->connectAt(7);
    m->connectAt(100);
    SyncPage sent = page(100);
    sent.reads.append({u"ana"_s, u"lucas"_s, 40, 60, 3, 1});
    sent.deliveries.append({u"ana"_s, u"ana"_s, 41, 61});
    bool current = true;
    connect(&m->catchUp, &CatchUp::missed, this, [&] { current = m->catchUp.isCurrent(); });
    m->answer(sent);
    QCOMPARE(m->pages.first().first().value<SyncPage>(), sent);
    QVERIFY(!current); // not before whoever listens has it
}

void TestCatchUp::goesOnFromItsOwnProgress()
{
    m->connectAt(7);
    m->connectAt(100);
    m->answer(page(40, true));
    m->connectAt(200);
    QCOMPARE(m->asked(), QList<qint64>({7, 40, 40}));
    m->network.answer({}); // that of the connection before
    m->answer(page(200));
    QVERIFY(m->catchUp.isCurrent());
}

void TestCatchUp::movesOnWithWhatComesLive_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"message", "confirmation", "read", "delivery", "own message"})
        QTest::newRow(kind) << QString::fromUtf8(kind);
}

void TestCatchUp::movesOnWithWhatComesLive()
{
    QFETCH(const QString, kind);
    m->connectAt(7);
    tellLive(kind, 30);
    m->connectAt(30);
    QCOMPARE(m->asked(), QList<qint64>());
    QVERIFY(m->catchUp.isCurrent());
    QCOMPARE(m->reloads.size(), 1);
    tellLive(kind, 20); // an older number, or one told twice
    m->connectAt(31);
    QCOMPARE(m->asked(), QList<qint64>({30}));
}

void TestCatchUp::doesNotMoveOnWhileItFetches_data()
{
    movesOnWithWhatComesLive_data();
}

void TestCatchUp::doesNotMoveOnWhileItFetches()
{
    QFETCH(const QString, kind);
    m->connectAt(7);
    m->connectAt(100);
    tellLive(kind, 101);
    m->answer(page(40, true));
    tellLive(kind, 102);
    QCOMPARE(m->asked(), QList<qint64>({7, 40}));
    m->connectAt(102);
    QCOMPARE(m->asked().last(), 40); // 41 to 100 are missing still
    QCOMPARE(m->reloads.size(), 1);
}

void TestCatchUp::countsWhatCameWhileItFetched_data()
{
    movesOnWithWhatComesLive_data();
}

void TestCatchUp::countsWhatCameWhileItFetched()
{
    QFETCH(const QString, kind);
    m->connectAt(7);
    m->connectAt(100);
    tellLive(kind, 103);
    m->answer(page(100));
    QVERIFY(m->catchUp.isCurrent());
    m->connectAt(103);
    QCOMPARE(m->asked(), QList<qint64>({7}));
    QVERIFY(m->catchUp.isCurrent());
}

void TestCatchUp::loadsEverythingAnew_data()
{
    QTest::addColumn<QString>("epoch");
    QTest::addColumn<qint64>("cursor");
    QTest::addColumn<bool>("anew");
    QTest::addColumn<bool>("marksHold"); // the ids in them are those of the same messages
    QTest::newRow("another database") << u"another"_s << qint64(50) << true << false;
    QTest::newRow("another with the same number") << u"another"_s << qint64(7) << true << false;
    QTest::newRow("a lower number") << u"epoch"_s << qint64(6) << true << false;
    QTest::newRow("away for too long") << u"epoch"_s << qint64(20'008) << true << true;
    QTest::newRow("away for long") << u"epoch"_s << qint64(20'007) << false << true;
}

void TestCatchUp::loadsEverythingAnew()
{
    QFETCH(const QString, epoch);
    QFETCH(const qint64, cursor);
    QFETCH(const bool, anew);
    QFETCH(const bool, marksHold);
    m->connectAt(7);
    m->session->marks().read({u"ana"_s, 5, 0}); // and no answer before the connection breaks
    m->server->epoch = epoch;
    m->connectAt(cursor);
    QCOMPARE(m->reloads.size(), anew ? 2 : 1);
    QCOMPARE(m->starts.size(), anew ? 0 : 1);
    QCOMPARE(m->catchUp.isCurrent(), anew);
    QCOMPARE(m->asked().size(), anew ? 0 : 1);
    QCOMPARE(m->server->events(event::read).size(), marksHold ? 1 : 0);
    if (anew) {
        m->connectAt(cursor + 1); // and on from there
        QCOMPARE(m->asked(), QList<qint64>({cursor}));
        QCOMPARE(m->reloads.size(), 2);
    }
}

QTEST_GUILESS_MAIN(TestCatchUp)
#include "tst_catchup.moc"
