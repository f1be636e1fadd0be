#include "protocol/marks.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QJsonObject goodRequest {{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 42}, {u"version"_s, 40}};

} // namespace

class TestMarks : public QObject
{
    Q_OBJECT

private slots:
    void roundTripsRequests();
    void aRequestNeedsNoVersion();
    void refusesRequests_data();
    void refusesRequests();
    void roundTripsReadCursors();
    void aCursorOfTheStaffNamesNobody();
    void roundTripsDeliveries();
    void refusesReports_data();
    void refusesReports();
};

void TestMarks::roundTripsRequests()
{
    const auto read = ReadRequest::fromJson(goodRequest);
    QVERIFY(read.ok());
    QCOMPARE(*read, (ReadRequest {u"alice"_s, 42, 40}));
    QCOMPARE(read->toJson(), goodRequest);

    const auto mark = MarkRequest::fromJson(goodRequest);
    QVERIFY(mark.ok());
    QCOMPARE(*mark, (MarkRequest {u"alice"_s, 42}));
    QCOMPARE(mark->toJson(), QJsonObject({{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 42}}));
}

void TestMarks::aRequestNeedsNoVersion()
{
    QJsonObject json = goodRequest;
    json.remove(u"version"_s);
    QCOMPARE(*ReadRequest::fromJson(json), (ReadRequest {u"alice"_s, 42, 0}));
    json.insert(u"version"_s, QJsonValue());
    QCOMPARE(*ReadRequest::fromJson(json), (ReadRequest {u"alice"_s, 42, 0}));
    json.insert(u"hasta"_s, 0); // before the first message
    QCOMPARE(*ReadRequest::fromJson(json), (ReadRequest {u"alice"_s, 0, 0}));
}

void TestMarks::refusesRequests_data()
{
    QTest::addColumn<QJsonValue>("json");
    const auto with = [](const QString &field, const QJsonValue &value) {
        QJsonObject json = goodRequest;
        json.insert(field, value);
        return QJsonValue(json);
    };
    QTest::newRow("nothing") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("a list") << QJsonValue(QJsonArray {goodRequest});
    QTest::newRow("an empty object") << QJsonValue(QJsonObject());
    for (const QString &field : {u"conversacion"_s, u"hasta"_s}) {
        QTest::addRow("%s missing", qPrintable(field)) << with(field, QJsonValue::Undefined);
        QTest::addRow("%s null", qPrintable(field)) << with(field, QJsonValue());
        QTest::addRow("%s true", qPrintable(field)) << with(field, true);
    }
    QTest::newRow("no name") << with(u"conversacion"_s, QString());
    QTest::newRow("a long name") << with(u"conversacion"_s, QString(65, u'a'));
    QTest::newRow("NUL in the name") << with(u"conversacion"_s, QString(QChar(0)));
    QTest::newRow("white space around the name") << with(u"conversacion"_s, u" alice"_s);
    QTest::newRow("before the beginning") << with(u"hasta"_s, -1);
    QTest::newRow("half a message") << with(u"hasta"_s, 0.5);
    QTest::newRow("a number in words") << with(u"hasta"_s, u"42"_s);
    QTest::newRow("beyond 53 bits") << with(u"hasta"_s, 1e300);
}

void TestMarks::refusesRequests()
{
    QFETCH(QJsonValue, json);
    const auto read = ReadRequest::fromJson(json);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, ErrorCode::InvalidData);
    const auto mark = MarkRequest::fromJson(json);
    QVERIFY(!mark.ok());
    QCOMPARE(mark.error().code, ErrorCode::InvalidData);
}

void TestMarks::roundTripsReadCursors()
{
    const ReadCursor cursor {u"alice"_s, u"marta"_s, 42, 50, 7, 3};
    const QJsonObject json = cursor.toJson();
    QCOMPARE(json,
             QJsonObject({{u"conversacion"_s, u"alice"_s},
                          {u"lector"_s, u"marta"_s},
                          {u"hasta"_s, 42},
                          {u"version"_s, 50},
                          {u"ordinal"_s, 7},
                          {u"no_leidos"_s, 3}}));
    QCOMPARE(*ReadCursor::fromJson(json), cursor);
}

void TestMarks::aCursorOfTheStaffNamesNobody()
{
    const ReadCursor read {u"alice"_s, {}, 42, 50};
    QCOMPARE(read.toJson(),
             QJsonObject({{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 42}, {u"version"_s, 50}}));
    QCOMPARE(*ReadCursor::fromJson(read.toJson()), read);
    // Nor what could be guessed from a count.
    QCOMPARE((ReadCursor {u"alice"_s, {}, 42, 50, 7, 3}).toJson(), read.toJson());

    const Delivery delivery {u"alice"_s, {}, 42, 50};
    QCOMPARE(delivery.toJson(), read.toJson());
    QCOMPARE(*Delivery::fromJson(delivery.toJson()), delivery);
}

void TestMarks::roundTripsDeliveries()
{
    const Delivery delivery {u"alice"_s, u"marta"_s, 42, 50};
    const QJsonObject json = delivery.toJson();
    QCOMPARE(json,
             QJsonObject({{u"conversacion"_s, u"alice"_s},
                          {u"receptor"_s, u"marta"_s},
                          {u"hasta"_s, 42},
                          {u"version"_s, 50}}));
    QCOMPARE(*Delivery::fromJson(json), delivery);
}

void TestMarks::refusesReports_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<bool>("ofDeliveriesToo");
    for (const char *field : {"conversacion", "hasta", "version"})
        QTest::newRow(field) << QString::fromLatin1(field) << true;
    for (const char *field : {"ordinal", "no_leidos"})
        QTest::newRow(field) << QString::fromLatin1(field) << false;
}

void TestMarks::refusesReports()
{
    QFETCH(QString, field);
    QFETCH(bool, ofDeliveriesToo);
    const auto refusesWith = [&](const QJsonValue &value) {
        QJsonObject read = ReadCursor {u"alice"_s, u"marta"_s, 42, 50, 7, 3}.toJson();
        read.insert(field, value);
        QVERIFY(!ReadCursor::fromJson(read).ok());
        QJsonObject delivery = Delivery {u"alice"_s, u"marta"_s, 42, 50}.toJson();
        delivery.insert(field, value);
        QCOMPARE(Delivery::fromJson(delivery).ok(), !ofDeliveriesToo);
    };
    refusesWith(QJsonValue::Undefined);
    refusesWith(true);
    QVERIFY(!ReadCursor::fromJson(QJsonArray()).ok());
    QVERIFY(!Delivery::fromJson(QJsonArray()).ok());
}

QTEST_GUILESS_MAIN(TestMarks)
#include "tst_marks.moc"
