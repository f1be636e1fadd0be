#include "admin-client/conversationlistcontroller.h"
#include "client/catchup.h"
#include "client/conversationlistmodel.h"
#include "support/chatsessionfixture.h"
#include "support/fakebackend.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString bob = QStringLiteral("bob");
const QString zoe = QStringLiteral("zoe");

Message message(qint64 id, const QString &conversation, const QString &from)
{
    Message made;
    made.id = id;
    made.from = from;
    made.to = from == conversation ? QStringLiteral("admin") : conversation;
    made.text = QStringLiteral("message %1").arg(id);
    made.sentAtMs = 1'000 * id;
    made.fromName = from;
    made.key = QStringLiteral("key-%1").arg(id);
    made.conversation = conversation;
    return made;
}

} // namespace

class TestConversationListController : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void loadsEveryPage();
    void asksNothingMoreByItself();
    void takesWhatWasMissed();
    void countsNothingTwice();
    void loadsAgainWhatABreakHasCutOff();
    void loadsAnotherDatabase();
    void tellsOfARefusedToken();
    void triesAgain();
    void learnsTheNameOfANewcomer();
    void asksForNewcomersTogether();
    void asksForARowThatSlippedThroughThePages();
    void asksForARowUntilItIsThere();
    void asksForNoRowWithoutAConnection();
    void searchesForARowOnce();

private:
    using State = ConversationListController::State;

    struct Parts {
        ChatSessionFixture chat;
        FakeBackend backend;
        QNetworkAccessManager network;
        HttpApi api {&network};
        CatchUp catchUp {*chat.session, api};
        ConversationListModel model {QStringLiteral("luis")};
        ConversationListController controller {*chat.session, api, catchUp, model};
    };

    QVariant at(const QString &user, int role) const { return m->model.indexOf(user).data(role); }
    QString nameOf(const QString &user) const { return at(user, ConversationListModel::NameRole).toString(); }
    QList<QTimer *> timers() const { return m->controller.findChildren<QTimer *>(); }
    QTimer *newcomerTimer() const
    {
        return m->controller.findChild<QTimer *>(QStringLiteral("newcomerTimer"));
    }
    /// The connection is ready, and the server says how far it has come.
    void letIn(const QString &epoch = QStringLiteral("epoch"))
    {
        m->chat.server->greet();
        m->chat.server->accept();
        Ready ready;
        ready.cursor = m->backend.lastNumber;
        ready.epoch = epoch;
        m->chat.server->emitEvent(event::ready, ready.toJson());
    }
    void reconnect(const QString &epoch = QStringLiteral("epoch"))
    {
        m->chat.session->retryNow();
        letIn(epoch);
    }
    void lose() { m->chat.transport->breakOff(TransportFailure::Lost); }
    void addMany()
    {
        for (qint64 id = 1'001; id <= 1'448; ++id)
            m->backend.add(message(id, QStringLiteral("u%1").arg(id), QStringLiteral("carmen")));
    }
    /// Zoe wrote this long ago, and Luis has read it; it may be that the list does not know of it yet.
    void addReadByLuis(qint64 first)
    {
        for (qint64 id = first; id < first + 3; ++id)
            m->backend.add(message(id, zoe, zoe));
        m->backend.read(QStringLiteral("luis"), {zoe, first + 2, first + 2});
    }
    void load()
    {
        letIn();
        QTRY_COMPARE(m->model.rowCount(), 2);
    }
    void receive(const Message &message)
    {
        m->chat.server->emitEvent(event::messageReceived, message.toEvent());
    }

    std::unique_ptr<Parts> m;
};

void TestConversationListController::init()
{
    m = std::make_unique<Parts>();
    m->backend.add(message(1, ana, ana));
    m->backend.add(message(2, bob, bob));
    m->backend.readAll(QStringLiteral("luis"));
    m->api.setServer(m->backend.url());
    m->chat.start();
}

void TestConversationListController::loadsEveryPage()
{
    addMany();
    QCOMPARE(m->controller.state(), State::Loading);
    letIn();
    QTRY_COMPARE(m->model.rowCount(), 450);
    QCOMPARE(m->controller.state(), State::Loaded);
    QCOMPARE(m->backend.targets.size(), 3);
    QCOMPARE(m->model.index(0).data(ConversationListModel::UserRole).toString(), QStringLiteral("u1448"));
    QCOMPARE(m->model.index(449).data(ConversationListModel::UserRole).toString(), ana);
}

void TestConversationListController::asksNothingMoreByItself()
{
    load();
    receive(m->backend.add(message(1'001, ana, ana)));
    for (const QTimer *timer : timers())
        QVERIFY(!timer->isActive());
    lose();
    reconnect();
    QCOMPARE(m->backend.targets.size(), 1); // nothing was missed
}

void TestConversationListController::takesWhatWasMissed()
{
    load();
    lose();
    m->backend.add(message(1'001, ana, ana));
    m->backend.add(message(1'002, zoe, zoe));
    m->backend.deliver(bob, {bob, 2});
    m->backend.read(QStringLiteral("luis"), {zoe, 1'002, 1'002});
    m->backend.rowOf(bob).name = QStringLiteral("Roberto");
    m->backend.rowOf(bob).version = ++m->backend.lastNumber;
    reconnect();
    QTRY_COMPARE(nameOf(bob), QStringLiteral("Roberto"));
    QCOMPARE(nameOf(zoe), QStringLiteral("Zoe"));
    QCOMPARE(m->model.unread(ana), 1);
    QCOMPARE(m->model.unread(zoe), 0);
    QCOMPARE(at(bob, ConversationListModel::UserGotRole).toLongLong(), 2);
    QCOMPARE(m->model.index(0).data(ConversationListModel::UserRole).toString(), zoe);
    QCOMPARE(m->backend.asked("sincronizar"), 1);
    QCOMPARE(m->backend.asked("conversaciones"), 1);
}

void TestConversationListController::countsNothingTwice()
{
    load();
    lose();
    const Message twice = m->backend.add(message(1'001, ana, ana));
    m->backend.hold = QStringLiteral("sincronizar");
    reconnect();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    receive(twice); // live as well
    const Message later = m->backend.add(message(1'002, ana, ana));
    receive(later);
    QCOMPARE(m->model.unread(ana), 2);
    m->backend.release(); // both of them again
    QSignalSpy current(&m->catchUp, &CatchUp::becameCurrent);
    QVERIFY(current.wait());
    QCOMPARE(m->model.unread(ana), 2);
    QCOMPARE(m->model.totalUnread(), 2);
}

void TestConversationListController::loadsAgainWhatABreakHasCutOff()
{
    m->backend.hold = QStringLiteral("conversaciones");
    letIn();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    lose();
    m->backend.hold.clear();
    reconnect();
    QTRY_COMPARE(m->model.rowCount(), 2);
    m->backend.release();
    QCOMPARE(m->backend.asked("conversaciones"), 2);
}

void TestConversationListController::loadsAnotherDatabase()
{
    load();
    receive(m->backend.add(message(1'001, ana, ana)));
    QCOMPARE(m->model.totalUnread(), 1);
    lose();
    m->backend.clear(); // an older backup
    m->backend.add(message(1, zoe, QStringLiteral("carmen")));
    reconnect(QStringLiteral("other"));
    QCOMPARE(m->model.rowCount(), 0);
    QCOMPARE(m->controller.state(), State::Loading);
    QTRY_COMPARE(m->model.rowCount(), 1);
    QCOMPARE(nameOf(zoe), QStringLiteral("Zoe"));
    QCOMPARE(m->model.totalUnread(), 0);
}

void TestConversationListController::tellsOfARefusedToken()
{
    QSignalSpy refused(&m->controller, &ConversationListController::tokenRefused);
    m->backend.refusesTokens = true;
    letIn();
    QTRY_VERIFY(!refused.isEmpty());
}

void TestConversationListController::triesAgain()
{
    m->backend.broken = true;
    letIn();
    QTRY_COMPARE(m->controller.state(), State::Failed);
    const auto running = [this] {
        QList<QTimer *> found = timers();
        found.removeIf([](const QTimer *timer) { return !timer->isActive(); });
        return found;
    };
    QCOMPARE(running().size(), 1);
    m->backend.broken = false;
    running().first()->start(0);
    QTRY_COMPARE(m->controller.state(), State::Loaded);
    QVERIFY(running().isEmpty());
}

void TestConversationListController::learnsTheNameOfANewcomer()
{
    load();
    m->backend.rowOf(zoe).name = QStringLiteral("Zoe Pérez");
    receive(m->backend.add(message(1'001, zoe, QStringLiteral("carmen"))));
    QCOMPARE(nameOf(zoe), zoe);
    QTRY_COMPARE(nameOf(zoe), QStringLiteral("Zoe Pérez"));
    QCOMPARE(m->model.totalUnread(), 0);
}

void TestConversationListController::asksForNewcomersTogether()
{
    load();
    for (qint64 id = 1'001; id <= 1'010; ++id)
        receive(m->backend.add(message(id, QStringLiteral("u%1").arg(id), QStringLiteral("carmen"))));
    QTRY_COMPARE(nameOf(QStringLiteral("u1010")), QStringLiteral("U1010"));
    QCOMPARE(m->backend.targets.size(), 2);
    receive(m->backend.add(message(1'020, ana, QStringLiteral("carmen")))); // known
    QVERIFY(!newcomerTimer()->isActive());
}

void TestConversationListController::asksForARowThatSlippedThroughThePages()
{
    addReadByLuis(10); // the oldest but two
    addMany();
    m->backend.hold = QStringLiteral("tras=");
    letIn();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    lose();
    m->backend.add(message(5'001, zoe, zoe)); // now on the page that is here already
    m->backend.release();
    QTRY_COMPARE(m->model.rowCount(), 450);
    QVERIFY(!m->model.indexOf(zoe).isValid());
    reconnect();
    QTRY_VERIFY(m->model.indexOf(zoe).isValid());
    QTRY_COMPARE(m->model.unread(zoe), 1);
    QCOMPARE(nameOf(zoe), QStringLiteral("Zoe"));
    QCOMPARE(m->backend.asked("conversaciones"), 4);
}

void TestConversationListController::asksForARowUntilItIsThere()
{
    load();
    addReadByLuis(1'001);
    m->backend.broken = true;
    receive(m->backend.add(message(1'010, zoe, zoe)));
    QTRY_COMPARE(m->backend.asked("conversaciones"), 2);
    QTRY_VERIFY(newcomerTimer()->isActive());
    QVERIFY(newcomerTimer()->interval() > 1'000); // the server is not pressed
    m->backend.broken = false;
    newcomerTimer()->start(0);
    QTRY_COMPARE(m->model.unread(zoe), 1);
    QVERIFY(!newcomerTimer()->isActive());
    QCOMPARE(m->backend.asked("conversaciones"), 3);
}

void TestConversationListController::asksForNoRowWithoutAConnection()
{
    load();
    addReadByLuis(1'001);
    m->backend.hold = QStringLiteral("conversaciones");
    receive(m->backend.add(message(1'010, zoe, zoe)));
    QTRY_COMPARE(m->backend.heldBack(), 1);
    lose();
    m->backend.broken = true;
    QSignalSpy answered(&m->network, &QNetworkAccessManager::finished);
    m->backend.release();
    QTRY_COMPARE(answered.size(), 1);
    QVERIFY(!newcomerTimer()->isActive());
    m->backend.broken = false;
    reconnect();
    QTRY_COMPARE(m->model.unread(zoe), 1);
}

void TestConversationListController::searchesForARowOnce()
{
    addMany();
    letIn();
    QTRY_COMPARE(m->model.rowCount(), 450);
    addReadByLuis(500); // on the last page
    receive(m->backend.add(message(503, zoe, zoe)));
    QTRY_COMPARE(m->model.unread(zoe), 1);
    QTRY_COMPARE(m->backend.asked("conversaciones"), 7); // the first one, and all
    receive(message(6'000, QStringLiteral("ghost"), QStringLiteral("ghost"))); // of which there is none
    QTRY_COMPARE(m->backend.asked("conversaciones"), 11);
    QTRY_COMPARE(m->controller.state(), State::Loaded);
    // What comes next is the first page alone, and only for a message.
    receive(message(6'001, QStringLiteral("ghost"), QStringLiteral("ghost")));
    QTRY_COMPARE(m->backend.asked("conversaciones"), 12);
    receive(m->backend.add(message(6'002, QStringLiteral("late"), QStringLiteral("late"))));
    QTRY_COMPARE(nameOf(QStringLiteral("late")), QStringLiteral("Late"));
    QCOMPARE(m->backend.asked("conversaciones"), 13);
    for (const QTimer *timer : timers())
        QVERIFY(!timer->isActive());
}

QTEST_MAIN(TestConversationListController)
#include "tst_conversationlistcontroller.moc"
