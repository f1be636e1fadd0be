#include "client/presencebook.h"

#include "client/httpapi.h"
#include "support/chatsessionfixture.h"
#include "support/fakenetwork.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QString ana = u"ana"_s;
const QString bob = u"bob"_s;
const QString eva = u"eva"_s;

Presence presence(const QString &user, PresenceState state)
{
    return {user, Role::User, state};
}

} // namespace

class TestPresenceBook : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_book.reset(); }
    void asksWhoIsThere();
    void followsWhatIsTold_data();
    void followsWhatIsTold();
    void believesWhatCameSinceItAsked();
    void knowsNobodyWithoutAConnection();
    void dropsAnswersOfAnOlderConnection();
    void goesOnWithoutAnAnswer_data();
    void goesOnWithoutAnAnswer();

private:
    void tell(const QString &user, PresenceState state)
    {
        m->server->emitEvent(event::presence, presence(user, state).toJson());
    }
    void answer(const QStringList &users)
    {
        PresenceList list;
        for (const QString &user : users)
            list.present.append(presence(user, PresenceState::Online));
        m_network->answer(list.toJson());
    }
    QStringList present() const
    {
        QStringList users(m_book->present().begin(), m_book->present().end());
        users.sort();
        return users;
    }

    std::unique_ptr<ChatSessionFixture> m;
    std::unique_ptr<FakeNetwork> m_network;
    std::unique_ptr<HttpApi> m_api;
    std::unique_ptr<PresenceBook> m_book;
};

void TestPresenceBook::init()
{
    m = std::make_unique<ChatSessionFixture>();
    m_network = std::make_unique<FakeNetwork>();
    m_api = std::make_unique<HttpApi>(m_network.get());
    m_book = std::make_unique<PresenceBook>(*m->session, *m_api);
}

void TestPresenceBook::asksWhoIsThere()
{
    QSignalSpy changed(m_book.get(), &PresenceBook::changed);
    m->start();
    QCOMPARE(m_network->targets, QStringList());
    m->server->letIn();
    QCOMPARE(m_network->targets, QStringList(u"/api/presencia"_s));
    answer({ana, bob});
    QCOMPARE(present(), QStringList({ana, bob}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<QSet<QString>>(), m_book->present());
}

void TestPresenceBook::followsWhatIsTold_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<PresenceState>("state");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("one comes") << bob << PresenceState::Online << QStringList({ana, bob});
    QTest::newRow("one who is away is there") << bob << PresenceState::Away << QStringList({ana, bob});
    QTest::newRow("one goes") << ana << PresenceState::Offline << QStringList();
    QTest::newRow("one stays") << ana << PresenceState::Away << QStringList(ana);
    QTest::newRow("one was not there") << bob << PresenceState::Offline << QStringList(ana);
}

void TestPresenceBook::followsWhatIsTold()
{
    QFETCH(const QString, user);
    QFETCH(const PresenceState, state);
    QFETCH(const QStringList, expected);
    m->connectFully();
    answer({ana});
    QSignalSpy changed(m_book.get(), &PresenceBook::changed);
    tell(user, state);
    QCOMPARE(present(), expected);
    QCOMPARE(changed.size(), expected == QStringList(ana) ? 0 : 1);
}

void TestPresenceBook::believesWhatCameSinceItAsked()
{
    m->connectFully();
    tell(ana, PresenceState::Offline);
    tell(bob, PresenceState::Offline);
    tell(bob, PresenceState::Online);
    tell(eva, PresenceState::Online);
    QCOMPARE(present(), QStringList({bob, eva}));
    answer({ana});
    QCOMPARE(present(), QStringList({bob, eva}));
    tell(eva, PresenceState::Offline);
    m->reconnect();
    answer({ana, eva}); // what was told then is older now
    QCOMPARE(present(), QStringList({ana, eva}));
}

void TestPresenceBook::knowsNobodyWithoutAConnection()
{
    m->connectFully();
    answer({ana});
    QSignalSpy changed(m_book.get(), &PresenceBook::changed);
    m->breakOff();
    QCOMPARE(present(), QStringList());
    QCOMPARE(changed.size(), 1);
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_network->targets.size(), 2);
}

void TestPresenceBook::dropsAnswersOfAnOlderConnection()
{
    m->connectFully();
    m->breakOff();
    answer({ana});
    QCOMPARE(present(), QStringList());
    m->session->retryNow();
    m->server->letIn();
    m->reconnect();
    answer({ana}); // of the connection before
    QCOMPARE(present(), QStringList());
    answer({bob});
    QCOMPARE(present(), QStringList(bob));
}

void TestPresenceBook::goesOnWithoutAnAnswer_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("refused") << 403;
    QTest::newRow("broken") << 500;
    QTest::newRow("an older server") << 404;
    QTest::newRow("no answer") << 0;
}

void TestPresenceBook::goesOnWithoutAnAnswer()
{
    QFETCH(const int, status);
    m->connectFully();
    tell(ana, PresenceState::Online);
    if (status)
        m_network->answer({}, status);
    else
        m_network->breakOff();
    tell(bob, PresenceState::Online);
    QCOMPARE(present(), QStringList({ana, bob}));
    m->reconnect();
    answer({eva});
    QCOMPARE(present(), QStringList(eva));
}

QTEST_GUILESS_MAIN(TestPresenceBook)
#include "tst_presencebook.moc"
