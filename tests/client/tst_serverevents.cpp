#include "client/serverevents.h"

#include "protocol/events.h"

#include <QJsonValue>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const ReadCursor cursor {u"ana"_s, u"lucas"_s, 7, 12, 3, 1};
const Delivery delivered {u"ana"_s, u"ana"_s, 8, 13};
const Typing typing {u"ana"_s, u"Ana García"_s, u"ana"_s, true};
const Presence presence {u"lucas"_s, Role::Admin, PresenceState::Away};

} // namespace

class TestServerEvents : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void passesOnWhatItReads();
    void keepsTheOrder();
    void takesWhatNamesNobody();
    void ignoresWhatItCannotRead_data();
    void ignoresWhatItCannotRead();

private:
    std::unique_ptr<ServerEvents> m_events;
    QStringList m_told;
};

void TestServerEvents::init()
{
    m_events = std::make_unique<ServerEvents>();
    m_told.clear();
    connect(m_events.get(), &ServerEvents::readChanged, this, [this] { m_told.append(u"read"_s); });
    connect(m_events.get(), &ServerEvents::deliveryChanged, this, [this] { m_told.append(u"delivered"_s); });
    connect(m_events.get(), &ServerEvents::typingChanged, this, [this] { m_told.append(u"typing"_s); });
    connect(m_events.get(), &ServerEvents::presenceChanged, this, [this] { m_told.append(u"presence"_s); });
}

void TestServerEvents::passesOnWhatItReads()
{
    QSignalSpy reads(m_events.get(), &ServerEvents::readChanged);
    QSignalSpy deliveries(m_events.get(), &ServerEvents::deliveryChanged);
    QSignalSpy typists(m_events.get(), &ServerEvents::typingChanged);
    QSignalSpy presences(m_events.get(), &ServerEvents::presenceChanged);
    m_events->take(u"leido"_s, cursor.toJson());
    m_events->take(u"entregado"_s, delivered.toJson());
    m_events->take(u"escribiendo"_s, typing.toJson());
    m_events->take(u"presencia"_s, presence.toJson());
    QCOMPARE(reads.value(0).value(0).value<ReadCursor>(), cursor);
    QCOMPARE(deliveries.value(0).value(0).value<Delivery>(), delivered);
    QCOMPARE(typists.value(0).value(0).value<Typing>(), typing);
    QCOMPARE(presences.value(0).value(0).value<Presence>(), presence);
    QCOMPARE(m_told.size(), 4);
}

void TestServerEvents::keepsTheOrder()
{
    for (int round = 0; round < 2; ++round) {
        m_events->take(event::presence.toString(), presence.toJson());
        m_events->take(event::read.toString(), cursor.toJson());
        m_events->take(event::typing.toString(), typing.toJson());
    }
    QCOMPARE(m_told, u"presence read typing presence read typing"_s.split(u' '));
}

// What an end user is told of the staff.
void TestServerEvents::takesWhatNamesNobody()
{
    QSignalSpy reads(m_events.get(), &ServerEvents::readChanged);
    const ReadCursor nameless {u"ana"_s, {}, 7, 12};
    m_events->take(event::read.toString(), nameless.toJson());
    QCOMPARE(reads.value(0).value(0).value<ReadCursor>(), nameless);
}

void TestServerEvents::ignoresWhatItCannotRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("payload");
    for (const QStringView name : {event::read, event::delivered, event::typing, event::presence}) {
        QTest::addRow("%s without a payload", qPrintable(name.toString()))
            << name.toString() << QJsonValue(QJsonValue::Undefined);
        QTest::addRow("%s as text", qPrintable(name.toString())) << name.toString() << QJsonValue(u"x"_s);
        QTest::addRow("%s, empty", qPrintable(name.toString()))
            << name.toString() << QJsonValue(QJsonObject());
    }
    QTest::newRow("a number as text")
        << u"leido"_s
        << QJsonValue(QJsonObject {{u"conversacion"_s, u"ana"_s}, {u"hasta"_s, u"7"_s}, {u"version"_s, 1}});
    QTest::newRow("a state of tomorrow")
        << u"presencia"_s
        << QJsonValue(
               QJsonObject {{u"usuario"_s, u"ana"_s}, {u"rol"_s, u"user"_s}, {u"estado"_s, u"dormido"_s}});
    QTest::newRow("an event of tomorrow") << u"algo_nuevo"_s << QJsonValue(cursor.toJson());
    QTest::newRow("another's event") << u"mensaje_recibido"_s << QJsonValue(cursor.toJson());
}

void TestServerEvents::ignoresWhatItCannotRead()
{
    QFETCH(const QString, name);
    QFETCH(const QJsonValue, payload);
    m_events->take(name, payload);
    QCOMPARE(m_told, QStringList());
}

QTEST_GUILESS_MAIN(TestServerEvents)
#include "tst_serverevents.moc"
