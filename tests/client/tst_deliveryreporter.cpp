#include "client/deliveryreporter.h"

#include "support/catchupfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QString ana = u"ana"_s;
const QString bob = u"bob"_s;
} // namespace

class TestDeliveryReporter : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsOfABurstOnce();
    void saysNothingTwice();
    void tellsNothingThatIsKnown();
    void forgetsAnotherDatabase();
    void waitsUntilNothingIsMissing();
    void waitsForWhatABreakHasCutOff();
    void waitsOutABreak();

private:
    QTimer &timer() { return *m_reporter->findChild<QTimer *>(u"deliveryTimer"_s); }
    /// Lets the time pass in which it gathers.
    void gather()
    {
        if (!timer().isActive())
            return;
        timer().start(0);
        QTRY_VERIFY(!timer().isActive());
    }
    /// What was said: "ana 7".
    QStringList said() const
    {
        QStringList list;
        for (const auto &event : m->server->events(event::delivered)) {
            const QString conversation = event.payload.value(u"conversacion").toString();
            list.append(
                QStringLiteral("%1 %2").arg(conversation).arg(event.payload.value(u"hasta").toInteger()));
            m->server->acknowledge(event.ackId, ackOk());
        }
        list.sort();
        return list;
    }

    std::unique_ptr<CatchUpFixture> m;
    std::unique_ptr<DeliveryReporter> m_reporter;
};

void TestDeliveryReporter::init()
{
    m_reporter.reset(); // before its session
    m = std::make_unique<CatchUpFixture>();
    m_reporter = std::make_unique<DeliveryReporter>(*m->session, m->catchUp);
    m->connectAt(100);
}

void TestDeliveryReporter::tellsOfABurstOnce()
{
    for (const qint64 id : {5, 7, 6})
        m_reporter->note(ana, id);
    m_reporter->note(bob, 3);
    QCOMPARE(said(), QStringList());
    QVERIFY(timer().isActive());
    gather();
    QCOMPARE(said(), QStringList({u"ana 7"_s, u"bob 3"_s}));
}

void TestDeliveryReporter::saysNothingTwice()
{
    m_reporter->note(ana, 7);
    gather();
    m_reporter->note(ana, 7);
    m_reporter->note(ana, 6);
    QVERIFY(!timer().isActive());
    QCOMPARE(said(), QStringList(u"ana 7"_s));
    m_reporter->note(ana, 8);
    gather();
    QCOMPARE(said(), QStringList({u"ana 7"_s, u"ana 8"_s}));
}

void TestDeliveryReporter::tellsNothingThatIsKnown()
{
    m_reporter->noteKnown(ana, 7);
    m_reporter->noteKnown(ana, 5); // lower: changes nothing
    m_reporter->note(ana, 7);
    QVERIFY(!timer().isActive());
    m_reporter->note(bob, 3);
    m_reporter->note(ana, 8);
    m_reporter->noteKnown(bob, 3); // another client of the same person was faster
    gather();
    QCOMPARE(said(), QStringList(u"ana 8"_s));
}

void TestDeliveryReporter::forgetsAnotherDatabase()
{
    m_reporter->note(ana, 7);
    gather();
    QCOMPARE(said(), QStringList(u"ana 7"_s));
    m_reporter->note(bob, 9);
    m_reporter->clear();
    gather();
    m_reporter->note(ana, 2);
    gather();
    QCOMPARE(said(), QStringList({u"ana 2"_s, u"ana 7"_s}));
}

void TestDeliveryReporter::waitsUntilNothingIsMissing()
{
    m->connectAt(200);
    m_reporter->note(ana, 201); // live, before what was missed
    m_reporter->note(bob, 202);
    QVERIFY(!timer().isActive());
    m_reporter->note(ana, 150);
    m->answer(missed::page(150, true));
    QVERIFY(!timer().isActive());
    m->answer(missed::page(202));
    QVERIFY(m->catchUp.isCurrent());
    gather();
    QCOMPARE(said(), QStringList({u"ana 201"_s, u"bob 202"_s}));
}

void TestDeliveryReporter::waitsForWhatABreakHasCutOff()
{
    m->connectAt(200);
    m_reporter->note(ana, 201);
    m->connectAt(300); // before the page has come
    m->answer(missed::page(200)); // dropped
    QVERIFY(!timer().isActive());
    QCOMPARE(said(), QStringList());
    m->answer(missed::page(300));
    gather();
    QCOMPARE(said(), QStringList(u"ana 201"_s));
}

void TestDeliveryReporter::waitsOutABreak()
{
    m_reporter->note(ana, 101);
    QVERIFY(timer().isActive());
    m->connectAt(200);
    gather();
    QCOMPARE(said(), QStringList());
    m->answer(missed::page(200));
    gather();
    QCOMPARE(said(), QStringList(u"ana 101"_s));
}

QTEST_GUILESS_MAIN(TestDeliveryReporter)
#include "tst_deliveryreporter.moc"
