#include "protocol/syncpage.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

SyncPage sample()
{
    SyncPage page;
    page.messages = {{40, u"alice"_s, u"admin"_s, u"hi"_s, 1'795'406'400'000, u"Alice"_s, u"k-1"_s,
                      u"alice"_s, MessageCounts {1, 0}},
                     {42, u"marta"_s, u"alice"_s, u"hello"_s, 1'795'406'442'000, u"Marta"_s, u"k-2"_s,
                      u"alice"_s, MessageCounts {1, 1}}};
    page.reads = {{u"alice"_s, u"marta"_s, 40, 41, 1, 0}, {u"alice"_s, {}, 40, 43, 0, 0}};
    page.deliveries = {{u"alice"_s, u"alice"_s, 42, 44}, {u"alice"_s, {}, 40, 45}};
    ConversationRow row;
    row.user = u"alice"_s;
    row.name = u"Alice"_s;
    row.version = 40;
    row.last = {42, u"marta"_s, u"hello"_s, 1'795'406'442'000};
    row.counts = {1, 1};
    row.ownReading = {40, 41, 1};
    page.conversations = {row};
    page.cursor = 45;
    page.more = true;
    return page;
}

} // namespace

class TestSyncPage : public QObject
{
    Q_OBJECT

private slots:
    void roundTrips();
    void roundTripsNothing();
    void hasItsWireNames();
    void namesNobodyOfTheStaff();
    void refuses_data();
    void refuses();
};

void TestSyncPage::roundTrips()
{
    const auto page = SyncPage::fromJson(sample().toJson());
    QVERIFY(page);
    QCOMPARE(*page, sample());
}

void TestSyncPage::roundTripsNothing()
{
    const SyncPage nothing {{}, {}, {}, {}, 7, false};
    const auto page = SyncPage::fromJson(nothing.toJson());
    QVERIFY(page);
    QCOMPARE(*page, nothing);
}

void TestSyncPage::hasItsWireNames()
{
    const QJsonObject json = sample().toJson();
    QCOMPARE(json.keys(),
             (QStringList {u"conversaciones"_s, u"cursor"_s, u"entregas"_s, u"lecturas"_s, u"mas"_s,
                           u"mensajes"_s, u"notas"_s}));
    QCOMPARE(json[u"cursor"_s], QJsonValue(45));
    QCOMPARE(json[u"mas"_s], QJsonValue(true));
    QCOMPARE(json[u"mensajes"_s][0], QJsonValue(sample().messages[0].toHistoryRow()));
    QCOMPARE(json[u"notas"_s], QJsonValue(QJsonArray()));
}

void TestSyncPage::namesNobodyOfTheStaff()
{
    const QJsonObject json = sample().toJson();
    QCOMPARE(json[u"lecturas"_s][1],
             QJsonValue(QJsonObject {{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 40}, {u"version"_s, 43}}));
    QCOMPARE(json[u"entregas"_s][1],
             QJsonValue(QJsonObject {{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 40}, {u"version"_s, 45}}));
}

void TestSyncPage::refuses_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    const QJsonValue gone = QJsonValue::Undefined;
    for (const char *field : {"mensajes", "lecturas", "entregas", "conversaciones", "cursor", "mas"}) {
        QTest::addRow("%s missing", field) << QString::fromLatin1(field) << gone;
        QTest::addRow("%s null", field) << QString::fromLatin1(field) << QJsonValue();
        QTest::addRow("%s a text", field) << QString::fromLatin1(field) << QJsonValue(u"1"_s);
    }
    for (const char *field : {"mensajes", "lecturas", "entregas", "conversaciones"}) {
        for (const QJsonValue &entry : {QJsonValue(), QJsonValue(1), QJsonValue(QJsonObject())})
            QTest::addRow("%s with a bad entry, %d", field, int(entry.type()))
                << QString::fromLatin1(field) << QJsonValue(QJsonArray {entry});
    }
    QTest::newRow("half a number") << u"cursor"_s << QJsonValue(1.5);
    QJsonObject unnumbered = sample().messages[0].toHistoryRow();
    unnumbered.remove(u"id"_s);
    QTest::newRow("a message without its id") << u"mensajes"_s << QJsonValue(QJsonArray {unnumbered});
}

void TestSyncPage::refuses()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject json = sample().toJson();
    if (value.isUndefined())
        json.remove(field);
    else
        json.insert(field, value);
    const auto page = SyncPage::fromJson(json);
    QVERIFY(!page);
    QVERIFY(!page.error().message.isEmpty());
    QVERIFY(!SyncPage::fromJson(QJsonValue()));
}

QTEST_GUILESS_MAIN(TestSyncPage)
#include "tst_syncpage.moc"
