#include "core/jsonreader.h"

#include <QJsonDocument>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryType();
    void refusesWrongTypes_data();
    void refusesWrongTypes();
    void refusesWhatIsMissing();
    void optionalFieldsMayBeAbsentOrNull();
    void optionalFieldsKeepTheirType();
    void refusesWhatIsNoObject_data();
    void refusesWhatIsNoObject();
    void keepsTheFirstProblem();
    void readsWholeNumbers_data();
    void readsWholeNumbers();
};

void TestJsonReader::readsEveryType()
{
    JsonReader read(object(R"({"s": "text", "i": -7, "b": true, "o": {"x": 1}, "a": [1, 2]})"));
    QCOMPARE(read.string(u"s"), u"text"_s);
    QCOMPARE(read.integer(u"i"), -7);
    QCOMPARE(read.boolean(u"b"), true);
    QCOMPARE(read.object(u"o").size(), 1);
    QCOMPARE(read.array(u"a").size(), 2);
    QCOMPARE(read.optionalString(u"s"), std::optional(u"text"_s));
    QCOMPARE(read.optionalInteger(u"i"), std::optional<qint64>(-7));
    QVERIFY(read.ok());
}

void TestJsonReader::refusesWrongTypes_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QByteArray>("value");
    const QList<std::pair<const char *, QByteArrayList>> wrong {
        {"string", {"1", "true", "null", "{}", "[]"}},
        {"integer", {"\"1\"", "1.5", "9007199254740992", "1e300", "true", "null", "[]"}},
        {"boolean", {"0", "1", "\"true\"", "null", "{}"}},
        {"object", {"[]", "\"{}\"", "1", "null"}},
        {"array", {"{}", "\"[]\"", "1", "null"}},
    };
    for (const auto &[type, values] : wrong) {
        for (const QByteArray &value : values)
            QTest::addRow("%s from %s", type, value.constData()) << QString::fromLatin1(type) << value;
    }
}

void TestJsonReader::refusesWrongTypes()
{
    QFETCH(QString, wanted);
    QFETCH(QByteArray, value);
    JsonReader read(object(QByteArray("{\"k\": " + value + "}").constData()));
    if (wanted == u"string")
        QCOMPARE(read.string(u"k"), QString());
    else if (wanted == u"integer")
        QCOMPARE(read.integer(u"k"), 0);
    else if (wanted == u"boolean")
        QCOMPARE(read.boolean(u"k"), false);
    else if (wanted == u"object")
        QVERIFY(read.object(u"k").isEmpty());
    else
        QVERIFY(read.array(u"k").isEmpty());
    QVERIFY(!read.ok());
    QVERIFY2(read.problem().contains(u"\"k\""), qPrintable(read.problem()));
}

void TestJsonReader::refusesWhatIsMissing()
{
    JsonReader read(object("{}"));
    QCOMPARE(read.string(u"para"), QString());
    QVERIFY(!read.ok());
    QVERIFY(read.problem().contains(u"\"para\""));
}

void TestJsonReader::optionalFieldsMayBeAbsentOrNull()
{
    JsonReader read(object(R"({"n": null})"));
    QCOMPARE(read.optionalString(u"n"), std::nullopt);
    QCOMPARE(read.optionalString(u"absent"), std::nullopt);
    QCOMPARE(read.optionalInteger(u"n"), std::nullopt);
    QCOMPARE(read.optionalInteger(u"absent"), std::nullopt);
    QVERIFY(read.ok());
}

void TestJsonReader::optionalFieldsKeepTheirType()
{
    JsonReader text(object(R"({"k": 1})"));
    QCOMPARE(text.optionalString(u"k"), std::nullopt);
    QVERIFY(!text.ok());
    JsonReader number(object(R"({"k": "1"})"));
    QCOMPARE(number.optionalInteger(u"k"), std::nullopt);
    QVERIFY(!number.ok());
}

void TestJsonReader::refusesWhatIsNoObject_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("undefined") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("array") << QJsonValue(QJsonArray {1});
    QTest::newRow("string") << QJsonValue(u"{}"_s);
    QTest::newRow("number") << QJsonValue(1);
}

void TestJsonReader::refusesWhatIsNoObject()
{
    QFETCH(QJsonValue, value);
    JsonReader read(value);
    QVERIFY(!read.ok());
    QCOMPARE(read.string(u"k"), QString());
    QCOMPARE(read.optionalInteger(u"k"), std::nullopt);
}

void TestJsonReader::keepsTheFirstProblem()
{
    JsonReader read(object(R"({"b": 1})"));
    read.string(u"a");
    const QString first = read.problem();
    read.string(u"b");
    QCOMPARE(read.integer(u"b"), 0); // present, but nothing is read once it failed
    QCOMPARE(read.problem(), first);
}

void TestJsonReader::readsWholeNumbers_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<bool>("whole");
    QTest::newRow("0") << QJsonValue(0) << true;
    QTest::newRow("1.0") << QJsonValue(1.0) << true;
    QTest::newRow("2^53 - 1") << QJsonValue(9007199254740991.0) << true;
    QTest::newRow("-(2^53 - 1)") << QJsonValue(-9007199254740991.0) << true;
    QTest::newRow("2^53") << QJsonValue(9007199254740992.0) << false;
    QTest::newRow("1.5") << QJsonValue(1.5) << false;
    QTest::newRow("1e300") << QJsonValue(1e300) << false;
    QTest::newRow("string") << QJsonValue(u"1"_s) << false;
    QTest::newRow("null") << QJsonValue() << false;
    QTest::newRow("2^63 - 1") << QJsonValue(std::numeric_limits<qint64>::max()) << false;
}

void TestJsonReader::readsWholeNumbers()
{
    QFETCH(QJsonValue, value);
    QTEST(wholeNumber(value).has_value(), "whole");
}

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
