#include "protocol/message.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

Message sample()
{
    return {42,       u"alice"_s, u"admin"_s, u"<b>hi</b>"_s, 1'795'406'442'000, u"Alice A."_s,
            u"k-1"_s, u"alice"_s, {3, 2}};
}

} // namespace

class TestMessage : public QObject
{
    Q_OBJECT

private slots:
    void writesEvents();
    void writesHistoryRows();
    void leavesOutAMissingId();
    void readsWhatTheOriginalSends();
    void refuses_data();
    void refuses();
};

void TestMessage::writesEvents()
{
    const QJsonObject json = sample().toEvent();
    QCOMPARE(json,
             QJsonObject({{u"de"_s, u"alice"_s},
                          {u"para"_s, u"admin"_s},
                          {u"mensaje"_s, u"<b>hi</b>"_s},
                          {u"id"_s, 42},
                          {u"fecha"_s, u"2026-11-23T04:00:42.000Z"_s},
                          {u"nombre"_s, u"Alice A."_s},
                          {u"clave"_s, u"k-1"_s},
                          {u"conversacion"_s, u"alice"_s},
                          {u"entrantes"_s, 3},
                          {u"salientes"_s, 2}}));
    QCOMPARE(*Message::fromEvent(json), sample());
}

void TestMessage::writesHistoryRows()
{
    const QJsonObject json = sample().toHistoryRow();
    QCOMPARE(json.keys(),
             QStringList({u"clave"_s, u"conversacion"_s, u"de_usuario"_s, u"entrantes"_s, u"fecha"_s, u"id"_s,
                          u"mensaje"_s, u"nombre"_s, u"para_usuario"_s, u"salientes"_s}));
    QCOMPARE(*Message::fromHistoryRow(json), sample());
    QVERIFY(!Message::fromEvent(json).ok());
}

void TestMessage::leavesOutAMissingId()
{
    Message message = sample();
    message.id.reset();
    message.counts = {};
    QVERIFY(!message.toEvent().contains(u"id"));
    QCOMPARE(*Message::fromEvent(message.toEvent()), message);
}

void TestMessage::readsWhatTheOriginalSends()
{
    QJsonObject json = sample().toEvent();
    json.remove(u"nombre"_s);
    json.remove(u"clave"_s);
    const auto message = Message::fromEvent(json);
    QVERIFY(message.ok());
    QCOMPARE(message->fromName, u"alice"_s);
    QCOMPARE(message->key, QString());
}

void TestMessage::refuses_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    const QJsonValue gone = QJsonValue::Undefined;
    for (const char *field : {"de", "para", "mensaje", "fecha", "conversacion"}) {
        QTest::addRow("%s missing", field) << QString::fromLatin1(field) << gone;
        QTest::addRow("%s a number", field) << QString::fromLatin1(field) << QJsonValue(1);
        QTest::addRow("%s null", field) << QString::fromLatin1(field) << QJsonValue();
    }
    QTest::newRow("id a string") << u"id"_s << QJsonValue(u"42"_s);
    QTest::newRow("id a fraction") << u"id"_s << QJsonValue(1.5);
    QTest::newRow("key a number") << u"clave"_s << QJsonValue(1);
    QTest::newRow("name a list") << u"nombre"_s << QJsonValue(QJsonArray());
    QTest::newRow("time in words") << u"fecha"_s << QJsonValue(u"soon"_s);
}

void TestMessage::refuses()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject json = sample().toEvent();
    json.insert(field, value);
    const auto message = Message::fromEvent(json);
    QVERIFY(!message.ok());
    QVERIFY2(message.error().message.contains(field), qPrintable(message.error().message));
}

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
