#include "protocol/conversation.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

ConversationRow sample()
{
    return {u"alice"_s,
            u"Alice A."_s,
            1'795'406'400'000,
            true,
            9,
            {42, u"alice"_s, u"hi"_s, 1'795'406'442'000},
            ConversationState::OnHold,
            u"marta"_s,
            {5, 3},
            {40, 8, 4},
            39,
            41};
}

OwnThread ownThread()
{
    return {{5, 3}, {40, 8, 1}, 39, 41};
}

} // namespace

class TestConversation : public QObject
{
    Q_OBJECT

private slots:
    void roundTripsRows();
    void writesNullForAnAnsweredOne();
    void refusesRows_data();
    void refusesRows();
    void roundTripsPages();
    void refusesAPageWithABadRow();
    void roundTripsTheOwnThread();
    void refusesTheOwnThread_data();
    void refusesTheOwnThread();
};

void TestConversation::roundTripsRows()
{
    const QJsonObject json = sample().toJson();
    QCOMPARE(json.value(u"ultimo").toObject().value(u"id"), QJsonValue(42));
    QCOMPARE(json.value(u"sin_responder_desde"), QJsonValue(u"2026-11-23T04:00:00.000Z"_s));
    QCOMPARE(json.value(u"estado"), QJsonValue(u"en_espera"_s));
    QCOMPARE(json.value(u"no_leidos"), QJsonValue(1));
    QCOMPARE(*ConversationRow::fromJson(json), sample());
}

void TestConversation::writesNullForAnAnsweredOne()
{
    ConversationRow row = sample();
    row.unansweredSinceMs.reset();
    QVERIFY(row.toJson().value(u"sin_responder_desde").isNull());
    QCOMPARE(*ConversationRow::fromJson(row.toJson()), row);
}

void TestConversation::refusesRows_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    const QJsonValue gone = QJsonValue::Undefined;
    for (const char *field : {"usuario", "en_linea", "version", "ultimo"}) {
        QTest::addRow("%s missing", field) << QString::fromLatin1(field) << gone;
        QTest::addRow("%s a list", field) << QString::fromLatin1(field) << QJsonValue(QJsonArray());
    }
    QTest::newRow("a last message of nothing") << u"ultimo"_s << QJsonValue(QJsonObject());
    QTest::newRow("a last message without a time")
        << u"ultimo"_s << QJsonValue(QJsonObject {{u"id"_s, 1}, {u"de"_s, u"a"_s}, {u"mensaje"_s, u"b"_s}});
    QTest::newRow("a wait since a number") << u"sin_responder_desde"_s << QJsonValue(5);
    QTest::newRow("a wait since soon") << u"sin_responder_desde"_s << QJsonValue(u"soon"_s);
}

void TestConversation::refusesRows()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject json = sample().toJson();
    json.insert(field, value);
    QVERIFY(!ConversationRow::fromJson(json).ok());
}

void TestConversation::roundTripsPages()
{
    const ConversationPage page {{sample(), sample()}, u"mark"_s};
    const auto read = ConversationPage::fromJson(page.toJson());
    QVERIFY(read.ok());
    QCOMPARE(read->rows, page.rows);
    QCOMPARE(read->next, u"mark"_s);
    const QJsonObject last = ConversationPage {{}, {}}.toJson();
    QVERIFY(last.value(u"tras").isNull());
    QCOMPARE(ConversationPage::fromJson(last)->next, QString());
}

void TestConversation::refusesAPageWithABadRow()
{
    QJsonObject json = ConversationPage {{sample()}, {}}.toJson();
    QJsonArray rows = json.value(u"filas").toArray();
    rows.append(QJsonObject());
    json.insert(u"filas"_s, rows);
    QVERIFY(!ConversationPage::fromJson(json).ok());
    QVERIFY(!ConversationPage::fromJson(QJsonObject()).ok());
}

void TestConversation::roundTripsTheOwnThread()
{
    const QJsonObject json = ownThread().toJson();
    QCOMPARE(
        json,
        QJsonObject({{u"entrantes"_s, 5},
                     {u"salientes"_s, 3},
                     {u"no_leidos"_s, 2}, // of what the staff wrote
                     {u"lectura"_s, QJsonObject {{u"hasta"_s, 40}, {u"version"_s, 8}, {u"ordinal"_s, 1}}},
                     {u"equipo_leido"_s, 39},
                     {u"equipo_entregado"_s, 41}}));
    QCOMPARE(*OwnThread::fromJson(json), ownThread());
}

void TestConversation::refusesTheOwnThread_data()
{
    QTest::addColumn<QString>("field");
    for (const char *field : {"entrantes", "salientes", "lectura", "equipo_leido", "equipo_entregado"})
        QTest::newRow(field) << QString::fromLatin1(field);
}

void TestConversation::refusesTheOwnThread()
{
    QFETCH(QString, field);
    QJsonObject json = ownThread().toJson();
    json.remove(field);
    QVERIFY(!OwnThread::fromJson(json).ok());
    json.insert(field, u"1"_s);
    QVERIFY(!OwnThread::fromJson(json).ok());
}

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
