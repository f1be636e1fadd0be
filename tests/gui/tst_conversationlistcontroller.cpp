#include "admin-client/conversationlistcontroller.h"
#include "client/conversationlistmodel.h"
#include "support/chatsessionfixture.h"
#include "support/fakebackend.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWidget>

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
    void seesWhoComesAndGoes();
    void countsNothingTwiceInARefresh();
    void refreshesOnlyWhatIsSeen();
    void refreshesOnlyWhileConnected();
    void tellsOfARefusedToken();
    void survivesAFailedRefresh();
    void learnsTheNameOfANewcomer();
    void asksForNewcomersTogether();

private:
    struct Parts {
        ChatSessionFixture chat;
        FakeBackend backend;
        QNetworkAccessManager network;
        HttpApi api {&network};
        ConversationListModel model {QStringLiteral("luis")};
        QWidget window;
        std::unique_ptr<ConversationListController> controller;
    };

    QVariant at(const QString &user, int role) const { return m->model.indexOf(user).data(role); }
    QTimer *timer(const char *name) const
    {
        return m->controller->findChild<QTimer *>(QString::fromUtf8(name));
    }
    /// From now on a minute is nothing.
    void tick() { timer("refreshTimer")->start(0); }
    /// Only until the next minute is over, whatever comes of it.
    void tickInVain()
    {
        QSignalSpy over(timer("refreshTimer"), &QTimer::timeout);
        tick();
        QVERIFY(over.wait());
    }
    void receive(const Message &message)
    {
        m->chat.server->emitEvent(event::messageReceived, message.toEvent());
    }
    bool isAsking() const { return !m->network.findChildren<QNetworkReply *>().isEmpty(); }
    qsizetype asked() const { return m->backend.targets.size(); }

    std::unique_ptr<Parts> m;
};

void TestConversationListController::init()
{
    m = std::make_unique<Parts>();
    m->backend.add(message(1, ana, ana));
    m->backend.add(message(2, bob, bob));
    m->api.setServer(m->backend.url());
    m->window.show();
    m->chat.start();
    m->controller =
        std::make_unique<ConversationListController>(*m->chat.session, m->api, m->model, m->window);
    m->chat.server->letIn();
    QTRY_COMPARE(m->model.rowCount(), 2);
}

void TestConversationListController::seesWhoComesAndGoes()
{
    QSignalSpy states(m->controller.get(), &ConversationListController::stateChanged);
    QSignalSpy moved(&m->model, &QAbstractItemModel::rowsMoved);
    m->backend.rowOf(ana).online = true;
    tick();
    QTRY_VERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    m->backend.rowOf(ana).online = false;
    QTRY_VERIFY(!at(ana, ConversationListModel::OnlineRole).toBool());
    QVERIFY(states.isEmpty());
    QVERIFY(moved.isEmpty());
}

void TestConversationListController::countsNothingTwiceInARefresh()
{
    // The list may know of a message before it has come live.
    m->backend.add(message(10, ana, ana));
    tick();
    QTRY_COMPARE(m->model.lastId(ana), 10);
    QCOMPARE(m->model.totalUnread(), 0);
    receive(message(10, ana, ana));
    QCOMPARE(m->model.unread(ana), 1);
    const qsizetype before = asked();
    QTRY_VERIFY(asked() > before + 1);
    QCOMPARE(m->model.unread(ana), 1);
}

void TestConversationListController::refreshesOnlyWhatIsSeen()
{
    m->window.hide();
    tickInVain();
    QVERIFY(!isAsking());
    m->window.show();
    QTRY_VERIFY(asked() > 1);
}

void TestConversationListController::refreshesOnlyWhileConnected()
{
    m->chat.transport->breakOff(TransportFailure::Lost);
    tickInVain();
    QVERIFY(!isAsking());
}

void TestConversationListController::tellsOfARefusedToken()
{
    QSignalSpy refused(m->controller.get(), &ConversationListController::tokenRefused);
    m->backend.refusesTokens = true;
    tick();
    QTRY_VERIFY(!refused.isEmpty());
}

void TestConversationListController::survivesAFailedRefresh()
{
    m->backend.broken = true;
    tick();
    QTRY_VERIFY(asked() > 2);
    QCOMPARE(m->controller->state(), ConversationListController::State::Loaded);
    m->backend.broken = false;
    m->backend.rowOf(bob).online = true;
    QTRY_VERIFY(at(bob, ConversationListModel::OnlineRole).toBool());
}

void TestConversationListController::learnsTheNameOfANewcomer()
{
    const Message first = message(10, zoe, QStringLiteral("carmen"));
    m->backend.add(first);
    m->backend.rowOf(zoe).name = QStringLiteral("Zoe Pérez");
    m->window.hide(); // the name is wanted all the same
    receive(first);
    QCOMPARE(at(zoe, ConversationListModel::NameRole).toString(), zoe);
    QTRY_COMPARE(at(zoe, ConversationListModel::NameRole).toString(), QStringLiteral("Zoe Pérez"));
    QCOMPARE(m->model.totalUnread(), 0);
}

void TestConversationListController::asksForNewcomersTogether()
{
    for (qint64 id = 10; id < 20; ++id) {
        const Message first = message(id, QStringLiteral("u%1").arg(id), QStringLiteral("carmen"));
        m->backend.add(first);
        receive(first);
    }
    QTRY_COMPARE(at(QStringLiteral("u19"), ConversationListModel::NameRole).toString(),
                 QStringLiteral("U19"));
    QCOMPARE(asked(), 2);
    receive(message(30, ana, QStringLiteral("carmen"))); // known
    QVERIFY(!timer("newcomerTimer")->isActive());
}

QTEST_MAIN(TestConversationListController)
#include "tst_conversationlistcontroller.moc"
