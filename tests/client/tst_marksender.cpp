#include "client/marksender.h"

#include "client/serverevents.h"
#include "support/chatsessionfixture.h"
#include "support/eventually.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QString ana = u"ana"_s;
const QString bob = u"bob"_s;

QJsonObject done(const ReadCursor &cursor)
{
    return ackOk(cursor.toJson());
}

QJsonObject refused(ErrorCode code)
{
    return ackError({code, u"no"_s});
}

} // namespace

class TestMarkSender : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void saysWhatItIsTold();
    void waitsForTheConnection();
    void onlyTheLastCounts();
    void oneAtATimeForEachPlace();
    void saysItAgainAfterABreak();
    void prefersTheNewerAfterABreak();
    void tellsTheServersAnswer();
    void triesAgain_data();
    void triesAgain();
    void triesTheNewerOne();
    void dropsWhatIsRefused_data();
    void dropsWhatIsRefused();
    void belongsToAPerson_data();
    void belongsToAPerson();

private:
    MarkSender &marks() { return m->session->marks(); }
    /// What was said: "leido ana 7", in the order in which it was.
    QStringList said() const;

    std::unique_ptr<ChatSessionFixture> m;
};

QStringList TestMarkSender::said() const
{
    QStringList list;
    for (const auto &event : m->server->events()) {
        if (event.name != event::renew)
            list.append(QStringLiteral("%1 %2 %3")
                            .arg(event.name, event.payload.value(u"conversacion").toString())
                            .arg(event.payload.value(u"hasta").toInteger()));
    }
    return list;
}

void TestMarkSender::saysWhatItIsTold()
{
    m->connectFully();
    marks().read({ana, 7, 3});
    marks().delivered({ana, 9});
    marks().markUnread({bob, 4});
    QCOMPARE(said(), QStringList({u"leido ana 7"_s, u"entregado ana 9"_s, u"no_leido bob 4"_s}));
    QCOMPARE(m->server->events(event::read).first().payload.value(u"version").toInteger(), 3);
}

void TestMarkSender::waitsForTheConnection()
{
    m->start();
    marks().read({ana, 7, 0});
    marks().delivered({ana, 9});
    m->server->greet();
    m->server->accept();
    QCOMPARE(said(), QStringList());
    m->server->ready();
    QStringList all = said();
    all.sort();
    QCOMPARE(all, QStringList({u"entregado ana 9"_s, u"leido ana 7"_s}));
}

void TestMarkSender::onlyTheLastCounts()
{
    m->start();
    marks().read({ana, 7, 0});
    marks().read({ana, 8, 0});
    marks().markUnread({ana, 5});
    m->server->letIn();
    QCOMPARE(said(), QStringList(u"no_leido ana 5"_s));
}

void TestMarkSender::oneAtATimeForEachPlace()
{
    m->connectFully();
    marks().read({ana, 7, 0});
    marks().read({ana, 8, 0});
    marks().markUnread({ana, 5});
    marks().read({bob, 1, 0});
    marks().delivered({ana, 6});
    QCOMPARE(said(), QStringList({u"leido ana 7"_s, u"leido bob 1"_s, u"entregado ana 6"_s}));
    m->server->acknowledge(m->server->events(event::read).first().ackId, done({ana, u"ana"_s, 7, 20}));
    QCOMPARE(said().last(), u"no_leido ana 5"_s);
    QCOMPARE(said().size(), 4);
}

void TestMarkSender::saysItAgainAfterABreak()
{
    m->connectFully();
    marks().read({ana, 7, 0});
    marks().delivered({bob, 9});
    m->server->answerLast(event::delivered, ackOk());
    m->breakOff();
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(said(), QStringList(u"leido ana 7"_s));
    m->server->answerLast(event::read, done({ana, u"ana"_s, 7, 20}));
    m->reconnect();
    QCOMPARE(said(), QStringList());
}

void TestMarkSender::prefersTheNewerAfterABreak()
{
    m->connectFully();
    marks().read({ana, 7, 0});
    m->breakOff();
    marks().read({ana, 9, 0});
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(said(), QStringList(u"leido ana 9"_s));
    marks().read({ana, 10, 0});
    m->reconnect(); // one that waits behind one that was not answered
    QCOMPARE(said(), QStringList(u"leido ana 10"_s));
}

void TestMarkSender::tellsTheServersAnswer()
{
    m->connectFully();
    QSignalSpy told(&m->session->events(), &ServerEvents::readChanged);
    const ReadCursor own {ana, u"ana"_s, 7, 20, 3, 1};
    marks().read({ana, 7, 0});
    m->server->answerLast(event::read, done(own));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.last().first().value<ReadCursor>(), own);
    marks().markUnread({ana, 5});
    m->server->answerLast(event::unread, done(own));
    QCOMPARE(told.size(), 2);
    marks().delivered({ana, 7});
    m->server->answerLast(event::delivered, ackOk(Delivery {ana, u"ana"_s, 7, 21}.toJson()));
    QCOMPARE(told.size(), 2);
    marks().read({ana, 8, 0});
    m->server->answerLast(event::read, ackOk()); // of a server that says less
    QCOMPARE(told.size(), 2);
}

void TestMarkSender::triesAgain_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("too fast") << ErrorCode::TooFast;
    QTest::newRow("the database fails") << ErrorCode::Internal;
}

void TestMarkSender::triesAgain()
{
    QFETCH(const ErrorCode, code);
    m->connectFully();
    marks().read({ana, 7, 0});
    m->server->answerLast(event::read, refused(code));
    marks().delivered({bob, 3}); // the server wants a pause from all
    QCOMPARE(said(), QStringList(u"leido ana 7"_s));
    EVENTUALLY_COMPARE(said().size(), 3);
    QCOMPARE(said().count(u"leido ana 7"_s), 2);
    QCOMPARE(said().count(u"entregado bob 3"_s), 1);
}

void TestMarkSender::triesTheNewerOne()
{
    m->connectFully();
    marks().read({ana, 7, 0});
    marks().read({ana, 8, 0});
    m->server->answerLast(event::read, refused(ErrorCode::Internal));
    QCOMPARE(said(), QStringList(u"leido ana 7"_s));
    m->reconnect();
    QCOMPARE(said(), QStringList(u"leido ana 8"_s));
}

void TestMarkSender::dropsWhatIsRefused_data()
{
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code : {ErrorCode::PermissionDenied, ErrorCode::InvalidData, ErrorCode::NotFound})
        QTest::newRow(qPrintable(toWire(code))) << code;
}

void TestMarkSender::dropsWhatIsRefused()
{
    QFETCH(const ErrorCode, code);
    m->connectFully();
    marks().read({ana, 7, 0});
    marks().read({ana, 8, 0});
    m->server->answerLast(event::read, refused(code));
    QCOMPARE(said().last(), u"leido ana 8"_s); // what waited behind it goes on
    m->server->answerLast(event::read, refused(code));
    m->reconnect();
    QCOMPARE(said(), QStringList());
}

void TestMarkSender::belongsToAPerson_data()
{
    QTest::addColumn<QString>("username");
    QTest::addColumn<bool>("said");
    QTest::newRow("the same") << u"ana"_s << true;
    QTest::newRow("another") << u"bob"_s << false;
}

void TestMarkSender::belongsToAPerson()
{
    QFETCH(const QString, username);
    m->connectFully();
    marks().read({ana, 7, 0});
    marks().delivered({ana, 7});
    m->server->answerLast(event::delivered, ackOk());
    m->session->stop();
    marks().delivered({ana, 8});
    SignedIn person = ChatSessionFixture::ana();
    person.username = username;
    m->session->start(m->url, person);
    m->server->letIn();
    QTEST(said().size() == 2, "said");
    QTEST(!said().isEmpty(), "said");
}

QTEST_GUILESS_MAIN(TestMarkSender)
#include "tst_marksender.moc"
