#include "protocol/typing.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestTyping : public QObject
{
    Q_OBJECT

private slots:
    void roundTripsNotices();
    void refusesNotices_data();
    void refusesNotices();
    void roundTripsEvents();
    void aWriterWithoutAName();
    void refusesEvents_data();
    void refusesEvents();
};

void TestTyping::roundTripsNotices()
{
    for (const bool active : {true, false}) {
        const TypingNotice notice {u"alice"_s, active};
        QCOMPARE(notice.toJson(), QJsonObject({{u"para"_s, u"alice"_s}, {u"activo"_s, active}}));
        QCOMPARE(*TypingNotice::fromJson(notice.toJson()), notice);
    }
}

void TestTyping::refusesNotices_data()
{
    QTest::addColumn<QJsonValue>("json");
    QTest::newRow("nothing") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("a list") << QJsonValue(QJsonArray());
    QTest::newRow("an empty object") << QJsonValue(QJsonObject());
    QTest::newRow("to nobody") << QJsonValue(QJsonObject {{u"activo"_s, true}});
    QTest::newRow("to a number") << QJsonValue(QJsonObject {{u"para"_s, 1}, {u"activo"_s, true}});
    QTest::newRow("to no name") << QJsonValue(QJsonObject {{u"para"_s, QString()}, {u"activo"_s, true}});
    QTest::newRow("to a long name") << QJsonValue(
        QJsonObject {{u"para"_s, QString(65, u'a')}, {u"activo"_s, true}});
    QTest::newRow("without a state") << QJsonValue(QJsonObject {{u"para"_s, u"alice"_s}});
    QTest::newRow("a state in words")
        << QJsonValue(QJsonObject {{u"para"_s, u"alice"_s}, {u"activo"_s, u"true"_s}});
}

void TestTyping::refusesNotices()
{
    QFETCH(QJsonValue, json);
    const auto notice = TypingNotice::fromJson(json);
    QVERIFY(!notice.ok());
    QCOMPARE(notice.error().code, ErrorCode::InvalidData);
}

void TestTyping::roundTripsEvents()
{
    const Typing typing {u"marta"_s, u"Marta M."_s, u"alice"_s, true};
    QCOMPARE(typing.toJson(),
             QJsonObject({{u"de"_s, u"marta"_s},
                          {u"nombre"_s, u"Marta M."_s},
                          {u"conversacion"_s, u"alice"_s},
                          {u"activo"_s, true}}));
    QCOMPARE(*Typing::fromJson(typing.toJson()), typing);
}

void TestTyping::aWriterWithoutAName()
{
    QJsonObject json = Typing {u"marta"_s, u"Marta M."_s, u"alice"_s, true}.toJson();
    json.remove(u"nombre"_s);
    QCOMPARE(Typing::fromJson(json)->fromName, u"marta"_s);
}

void TestTyping::refusesEvents_data()
{
    QTest::addColumn<QString>("field");
    for (const char *field : {"de", "conversacion", "activo"})
        QTest::newRow(field) << QString::fromLatin1(field);
}

void TestTyping::refusesEvents()
{
    QFETCH(QString, field);
    QJsonObject json = Typing {u"marta"_s, u"Marta M."_s, u"alice"_s, true}.toJson();
    json.remove(field);
    QVERIFY(!Typing::fromJson(json).ok());
    json.insert(field, 1);
    QVERIFY(!Typing::fromJson(json).ok());
}

QTEST_GUILESS_MAIN(TestTyping)
#include "tst_typing.moc"
