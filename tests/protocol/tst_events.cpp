#include "protocol/events.h"

#include <QJsonDocument>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr int longest = 10;

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestEvents : public QObject
{
    Q_OBJECT

private slots:
    void readsMessages_data();
    void readsMessages();
    void refusesMessages_data();
    void refusesMessages();
    void refusesWhatIsNoObject();
    void keepsTheTextAsItWasSent();
    void countsCodePoints_data();
    void countsCodePoints();
    void roundTripsAcks();
    void readsRefusals_data();
    void readsRefusals();
};

void TestEvents::readsMessages_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("key");
    QTest::newRow("of the original") << QByteArray(R"({"para":"admin","mensaje":"hi"})") << QString();
    QTest::newRow("with a key") << QByteArray(R"({"para":"admin","mensaje":"hi","clave":"a-Z9"})")
                                << u"a-Z9"_s;
    QTest::newRow("key null") << QByteArray(R"({"para":"admin","mensaje":"hi","clave":null})") << QString();
    QTest::newRow("a forged sender is no field")
        << QByteArray(R"({"de":"root","para":"admin","mensaje":"hi","fecha":7})") << QString();
    QTest::newRow("longest key") << QByteArray(R"({"para":"admin","mensaje":"hi","clave":")"
                                               + QByteArray(64, 'k') + R"("})")
                                 << QString(64, u'k');
}

void TestEvents::readsMessages()
{
    QFETCH(QByteArray, json);
    const auto message = PrivateMessage::fromJson(object(json), longest);
    QVERIFY(message.ok());
    QCOMPARE(message->to, u"admin"_s);
    QCOMPARE(message->text, u"hi"_s);
    QTEST(message->key.value_or(QString()), "key");
    const auto again = PrivateMessage::fromJson(message->toJson(), longest);
    QVERIFY(again.ok());
    QCOMPARE(again->key, message->key);
}

void TestEvents::refusesMessages_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *name, const QByteArray &json, ErrorCode code) {
        QTest::newRow(name) << json << code;
    };
    using enum ErrorCode;
    row("empty object", "{}", InvalidData);
    row("no recipient", R"({"mensaje":"hi"})", InvalidData);
    row("no text", R"({"para":"admin"})", InvalidData);
    row("recipient is a number", R"({"para":1,"mensaje":"hi"})", InvalidData);
    row("recipient is an object", R"({"para":{"$ne":""},"mensaje":"hi"})", InvalidData);
    row("recipient is a list", R"({"para":["admin","bob"],"mensaje":"hi"})", InvalidData);
    row("recipient is null", R"({"para":null,"mensaje":"hi"})", InvalidData);
    row("text is a number", R"({"para":"admin","mensaje":5})", InvalidData);
    row("text is null", R"({"para":"admin","mensaje":null})", InvalidData);
    row("text is an object", R"({"para":"admin","mensaje":{}})", InvalidData);
    row("key is a number", R"({"para":"admin","mensaje":"hi","clave":1})", InvalidData);
    row("key is empty", R"({"para":"admin","mensaje":"hi","clave":""})", InvalidData);
    row("key has a space", R"({"para":"admin","mensaje":"hi","clave":"a b"})", InvalidData);
    row("key has an underscore", R"({"para":"admin","mensaje":"hi","clave":"a_b"})", InvalidData);
    row("key beyond ASCII", R"({"para":"admin","mensaje":"hi","clave":"ñ"})", InvalidData);
    row("key too long", R"({"para":"admin","mensaje":"hi","clave":")" + QByteArray(65, 'k') + R"("})",
        InvalidData);
    row("text empty", R"({"para":"admin","mensaje":""})", TextEmpty);
    row("text of white space", R"({"para":"admin","mensaje":" \t\r\n\u00a0\u2028 "})", TextEmpty);
    row("text too long", R"({"para":"admin","mensaje":"12345678901"})", TextTooLong);
    row("NUL in the text", R"({"para":"admin","mensaje":"a\u0000b"})", InvalidData);
    row("U+FFFE", R"({"para":"admin","mensaje":"a\ufffe"})", InvalidData);
    row("lone high surrogate", R"({"para":"admin","mensaje":"a\ud83d"})", InvalidData);
    row("lone low surrogate", R"({"para":"admin","mensaje":"\ude00a"})", InvalidData);
    row("recipient empty", R"({"para":"","mensaje":"hi"})", RecipientUnknown);
    row("recipient with white space", R"({"para":" admin","mensaje":"hi"})", RecipientUnknown);
    row("recipient with NUL", R"({"para":"admin\u0000","mensaje":"hi"})", RecipientUnknown);
    row("recipient with a line break", R"({"para":"ad\nmin","mensaje":"hi"})", RecipientUnknown);
    row("recipient too long", R"({"para":")" + QByteArray(65, 'n') + R"(","mensaje":"hi"})",
        RecipientUnknown);
    row("recipient not in normal form", R"({"para":"jose\u0301","mensaje":"hi"})", RecipientUnknown);
    row("the recipient is judged before the text", R"({"para":"","mensaje":""})", RecipientUnknown);
}

void TestEvents::refusesMessages()
{
    QFETCH(QByteArray, json);
    const auto message = PrivateMessage::fromJson(object(json), longest);
    QVERIFY(!message.ok());
    QTEST(message.error().code, "code");
    QVERIFY(!message.error().message.isEmpty());
}

void TestEvents::refusesWhatIsNoObject()
{
    for (const QJsonValue &value : {QJsonValue(QJsonValue::Undefined), QJsonValue(), QJsonValue(1),
                                    QJsonValue(u"{}"_s), QJsonValue(QJsonArray {u"para"_s})}) {
        const auto message = PrivateMessage::fromJson(value, longest);
        QVERIFY(!message.ok());
        QCOMPARE(message.error().code, ErrorCode::InvalidData);
    }
}

void TestEvents::keepsTheTextAsItWasSent()
{
    const QString text = u"  <b>' OR 1=1; --</b>\n "_s;
    const auto message =
        PrivateMessage::fromJson(QJsonObject {{u"para"_s, u"a"_s}, {u"mensaje"_s, text}}, 100);
    QVERIFY(message.ok());
    QCOMPARE(message->text, text);
}

void TestEvents::countsCodePoints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("fits");
    QTest::newRow("10 letters") << QString(10, u'x') << true;
    QTest::newRow("11 letters") << QString(11, u'x') << false;
    QTest::newRow("10 pairs are 20 units") << u"😀"_s.repeated(10) << true;
    QTest::newRow("11 pairs") << u"😀"_s.repeated(11) << false;
    QTest::newRow("white space around it is free")
        << QString(QString(50, u' ') + QString(10, u'x') + QString(50, u'\n')) << true;
    QTest::newRow("white space within counts") << QString(u"x"_s + QString(9, u' ') + u'x') << false;
}

void TestEvents::countsCodePoints()
{
    QFETCH(QString, text);
    const QJsonObject json {{u"para"_s, u"a"_s}, {u"mensaje"_s, text}};
    QTEST(PrivateMessage::fromJson(json, longest).ok(), "fits");
}

void TestEvents::roundTripsAcks()
{
    const SendAck ack {42, 1'795'406'442'000};
    QCOMPARE(ack.toJson(),
             QJsonObject({{u"ok"_s, true}, {u"id"_s, 42}, {u"fecha"_s, u"2026-11-23T04:00:42.000Z"_s}}));
    const auto read = SendAck::fromJson(ack.toJson());
    QVERIFY(read.ok());
    QCOMPARE(read->id, ack.id);
    QCOMPARE(read->sentAtMs, ack.sentAtMs);
}

void TestEvents::readsRefusals_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("a refusal") << QByteArray(R"({"ok":false,"error":{"codigo":"texto_largo"}})")
                               << ErrorCode::TextTooLong;
    QTest::newRow("without its reason") << QByteArray(R"({"ok":false})") << ErrorCode::Internal;
    QTest::newRow("nothing") << QByteArray("{}") << ErrorCode::Internal;
    QTest::newRow("ok is a string") << QByteArray(R"({"ok":"yes","id":1,"fecha":"2026-11-23"})")
                                    << ErrorCode::Internal;
    QTest::newRow("no id") << QByteArray(R"({"ok":true,"fecha":"2026-11-23T04:00:42.000Z"})")
                           << ErrorCode::Internal;
    QTest::newRow("no time") << QByteArray(R"({"ok":true,"id":1})") << ErrorCode::Internal;
    QTest::newRow("a bad time") << QByteArray(R"({"ok":true,"id":1,"fecha":"soon"})") << ErrorCode::Internal;
}

void TestEvents::readsRefusals()
{
    QFETCH(QByteArray, json);
    const auto ack = SendAck::fromJson(object(json));
    QVERIFY(!ack.ok());
    QTEST(ack.error().code, "code");
}

QTEST_GUILESS_MAIN(TestEvents)
#include "tst_events.moc"
