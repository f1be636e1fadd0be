#include "client/messagelistmodel.h"
#include "support/threadmessages.h"
#include "widgets/threadloader.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace ventanilla;
using History = MessageListView::History;

/// The server's answers are kept until a test gives them.
class TestThreadLoader : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void loadsTheNewestPage();
    void leavesNoHoleBehindAnOldMessage();
    void loadsAllThatIsUnread_data();
    void loadsAllThatIsUnread();
    void asksAnewForMoreUnread_data();
    void asksAnewForMoreUnread();
    void loadsOlderPages();
    void asksOnce();
    void tellsFailures();
    void isCurrentOnceItIsCaughtUp_data();
    void isCurrentOnceItIsCaughtUp();
    void isNotCurrentBeforeTheReaderHasAPlace();
    void asksNothingAfterABreak();
    void takesWhatComesWhileItLoads();
    void retriesByItself_data();
    void retriesByItself();
    void retriesFurtherAndFurtherApart();
    void retriesAtOnce_data();
    void retriesAtOnce();
    void leavesOlderPagesToTheReader();
    void dropsLateAnswers();
    void forgets();
    void startsEmpty();

private:
    struct Asked {
        HistoryQuery query;
        HttpApi::Answer<QList<Message>> answer;
    };

    void give(const QList<Message> &messages) { m_asked.takeFirst().answer(messages); }
    void fail(ApiError::Kind kind = ApiError::Kind::Network)
    {
        ApiError error;
        error.kind = kind;
        m_asked.takeFirst().answer(failure(error));
    }
    void load(qint64 first, qint64 last)
    {
        m_loader->load();
        give(thread::page(first, last));
    }
    QTimer *retryTimer() const { return m_loader->findChild<QTimer *>(); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<ThreadLoader> m_loader;
    QList<Asked> m_asked;
};

void TestThreadLoader::init()
{
    m_asked.clear();
    m_model = std::make_unique<MessageListModel>(thread::agent, thread::user);
    m_loader = std::make_unique<ThreadLoader>(
        m_model.get(),
        [this](const HistoryQuery &query, QObject *, HttpApi::Answer<QList<Message>> answer) {
            m_asked.append({query, std::move(answer)});
        },
        ReconnectPolicy([] { return 0.0; })); // half a second, one, two
}

void TestThreadLoader::loadsTheNewestPage()
{
    QSignalSpy loaded(m_loader.get(), &ThreadLoader::loaded);
    m_loader->load();
    QCOMPARE(m_loader->history(), History::Loading);
    QCOMPARE(m_asked.first().query.limit, 50);
    QVERIFY(!m_asked.first().query.before && !m_asked.first().query.after);
    give(thread::page(101, 150));
    QCOMPARE(m_model->rowCount(), 50);
    QCOMPARE(m_loader->history(), History::More);
    QCOMPARE(loaded.size(), 1);
}

// Sent again after a restart, and acknowledged with the id that it has had for long.
void TestThreadLoader::leavesNoHoleBehindAnOldMessage()
{
    OutgoingMessage old;
    old.key = QStringLiteral("old");
    old.to = thread::user;
    old.text = QStringLiteral("once");
    old.state = OutgoingMessage::State::Stored;
    old.id = 20;
    m_model->merge(old);
    load(101, 150);
    QCOMPARE(m_model->rowCount(), 50);
    m_loader->loadOlder();
    QCOMPARE(m_asked.first().query.before, 101);
    give(thread::page(51, 100));
    QCOMPARE(m_model->rowCount(), 100);
    m_loader->loadOlder();
    QCOMPARE(m_asked.first().query.before, 51);
    give(thread::page(20, 50));
    QCOMPARE(m_loader->history(), History::Complete);
    QCOMPARE(m_model->rowCount(), 131);
}

void TestThreadLoader::loadsAllThatIsUnread_data()
{
    QTest::addColumn<qint64>("unread");
    QTest::addColumn<int>("limit");
    QTest::newRow("few") << qint64(30) << 50;
    QTest::newRow("more than a page") << qint64(60) << 80;
    QTest::newRow("as many as the server gives") << qint64(480) << 500;
    QTest::newRow("more than that") << qint64(481) << 50;
}

// Or the first of them, where the reader begins, would not be there.
void TestThreadLoader::loadsAllThatIsUnread()
{
    QFETCH(const qint64, unread);
    QFETCH(const int, limit);
    m_loader->load(unread);
    QCOMPARE(m_asked.first().query.limit, limit);
    give(thread::page(1, limit));
    QCOMPARE(m_loader->history(), History::More);
    m_loader->forget();
    m_loader->load(unread);
    give(thread::page(1, limit - 1));
    QCOMPARE(m_loader->history(), History::Complete);
}

void TestThreadLoader::asksAnewForMoreUnread_data()
{
    QTest::addColumn<bool>("loaded");
    QTest::newRow("a smaller page is there") << true;
    QTest::newRow("a smaller page is under way") << false;
}

// The count may come behind the thread.
void TestThreadLoader::asksAnewForMoreUnread()
{
    QFETCH(const bool, loaded);
    m_loader->load();
    if (loaded)
        give(thread::page(101, 150));
    m_loader->load(60);
    QCOMPARE(m_asked.last().query.limit, 80);
    m_loader->load(40);
    if (!loaded)
        give(thread::page(101, 150)); // too late
    give(thread::page(71, 150));
    QCOMPARE(m_model->rowCount(), 80);
    QVERIFY(m_asked.isEmpty());
    m_loader->load(60);
    QVERIFY(m_asked.isEmpty());
    m_loader->loadOlder();
    QCOMPARE(m_asked.first().query.before, 71);
    give(thread::page(21, 70));
    m_loader->load(110);
    QVERIFY(m_asked.isEmpty());
}

void TestThreadLoader::loadsOlderPages()
{
    load(101, 150);
    m_loader->loadOlder();
    QCOMPARE(m_asked.first().query.before, 101);
    give(thread::page(51, 100));
    QCOMPARE(m_loader->history(), History::More);
    m_loader->loadOlder();
    give(thread::page(40, 50));
    QCOMPARE(m_loader->history(), History::Complete);
    QCOMPARE(m_model->rowCount(), 111);
    m_loader->loadOlder();
    QVERIFY(m_asked.isEmpty());
}

void TestThreadLoader::asksOnce()
{
    m_loader->load();
    m_loader->load();
    QCOMPARE(m_asked.size(), 1);
    give(thread::page(101, 150));
    m_loader->load();
    QVERIFY(m_asked.isEmpty());
    m_loader->loadOlder();
    m_loader->loadOlder();
    QCOMPARE(m_asked.size(), 1);
}

void TestThreadLoader::tellsFailures()
{
    QSignalSpy failed(m_loader.get(), &ThreadLoader::failed);
    m_loader->load();
    fail();
    QCOMPARE(m_loader->history(), History::Failed);
    QCOMPARE(failed.size(), 1);
    m_loader->loadOlder(); // another attempt
    give(thread::page(101, 150));
    m_loader->loadOlder();
    fail();
    QCOMPARE(m_loader->history(), History::Failed);
    m_loader->loadOlder();
    QCOMPARE(m_asked.first().query.before, 101);
}

void TestThreadLoader::isCurrentOnceItIsCaughtUp_data()
{
    QTest::addColumn<bool>("caughtUpFirst");
    QTest::newRow("loaded first") << false;
    QTest::newRow("caught up first") << true;
}

void TestThreadLoader::isCurrentOnceItIsCaughtUp()
{
    QFETCH(bool, caughtUpFirst);
    QSignalSpy current(m_loader.get(), &ThreadLoader::becameCurrent);
    if (caughtUpFirst)
        m_loader->setCaughtUp(true);
    load(1, 10);
    QCOMPARE(m_loader->isCurrent(), caughtUpFirst);
    m_loader->setCaughtUp(true);
    m_loader->setCaughtUp(true);
    QVERIFY(m_loader->isCurrent());
    QCOMPARE(current.size(), 1);
    m_loader->setCaughtUp(false);
    QVERIFY(!m_loader->isCurrent());
}

void TestThreadLoader::isNotCurrentBeforeTheReaderHasAPlace()
{
    bool early = false;
    const auto look = [&] { early = early || m_loader->isCurrent(); };
    connect(m_model.get(), &QAbstractItemModel::rowsInserted, this, look);
    connect(m_loader.get(), &ThreadLoader::loaded, this, look);
    m_loader->setCaughtUp(true);
    load(1, 10);
    QVERIFY(!early); // or what came would count as read before it is shown
    QVERIFY(m_loader->isCurrent());
}

void TestThreadLoader::asksNothingAfterABreak()
{
    m_loader->setCaughtUp(true);
    load(101, 150);
    m_loader->setCaughtUp(false);
    m_loader->load();
    m_loader->take(thread::page(150, 153)); // what was missed, for all threads in one answer
    m_loader->setCaughtUp(true);
    QVERIFY(m_asked.isEmpty());
    QVERIFY(m_loader->isCurrent());
    QCOMPARE(m_model->rowCount(), 53);
}

void TestThreadLoader::takesWhatComesWhileItLoads()
{
    m_loader->load();
    m_loader->take({thread::message(11)});
    give(thread::page(1, 11));
    QCOMPARE(m_model->rowCount(), 11);
    m_loader->take({thread::message(5), thread::message(12)});
    QCOMPARE(m_model->rowCount(), 12);
    QCOMPARE(m_model->newestId(), 12);
}

void TestThreadLoader::retriesByItself_data()
{
    using Kind = ApiError::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<bool>("retries");
    QTest::newRow("no answer") << Kind::Network << true;
    QTest::newRow("throttled") << Kind::Throttled << true;
    QTest::newRow("broken") << Kind::Refused << true;
    QTest::newRow("not ours") << Kind::Malformed << true;
    QTest::newRow("no token") << Kind::NotAuthenticated << false;
    QTest::newRow("expired") << Kind::Forbidden << false;
}

void TestThreadLoader::retriesByItself()
{
    QFETCH(ApiError::Kind, kind);
    QFETCH(bool, retries);
    QSignalSpy failed(m_loader.get(), &ThreadLoader::failed);
    m_loader->setCaughtUp(true);
    m_loader->load();
    fail(kind);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(retryTimer()->isActive(), retries);
    if (!retries)
        return;
    QTRY_COMPARE(m_asked.size(), 1);
    QCOMPARE(m_loader->history(), History::Loading);
    give(thread::page(1, 10));
    QVERIFY(m_loader->isCurrent());
}

void TestThreadLoader::retriesFurtherAndFurtherApart()
{
    m_loader->load();
    fail();
    QCOMPARE(retryTimer()->interval(), 500);
    QTRY_COMPARE(m_asked.size(), 1);
    fail();
    QCOMPARE(retryTimer()->interval(), 1'000);
    QTRY_COMPARE(m_asked.size(), 1);
    QCOMPARE(m_loader->history(), History::Loading);
    give(thread::page(1, 10));
    QVERIFY(!retryTimer()->isActive());
}

void TestThreadLoader::retriesAtOnce_data()
{
    retriesByItself_data();
}

void TestThreadLoader::retriesAtOnce()
{
    QFETCH(ApiError::Kind, kind);
    m_loader->load();
    fail(kind);
    m_loader->setCaughtUp(true); // the connection is back, with a good token
    QCOMPARE(m_asked.size(), 1);
    QVERIFY(!retryTimer()->isActive());
    fail(kind);
    m_loader->retry();
    m_loader->retry();
    QCOMPARE(m_asked.size(), 1);
    give(thread::page(1, 10));
    m_loader->retry();
    QVERIFY(m_asked.isEmpty());
}

void TestThreadLoader::leavesOlderPagesToTheReader()
{
    load(101, 150);
    m_loader->loadOlder();
    fail();
    QCOMPARE(m_loader->history(), History::Failed);
    QVERIFY(!retryTimer()->isActive());
    m_loader->setCaughtUp(true);
    m_loader->retry();
    QVERIFY(m_asked.isEmpty());
    QVERIFY(m_loader->isCurrent()); // what is missing is not at the newest end
}

void TestThreadLoader::dropsLateAnswers()
{
    m_loader->load();
    m_loader->forget(); // another database
    m_loader->load();
    QCOMPARE(m_asked.size(), 2);
    give(thread::page(1, 10));
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_loader->history(), History::Loading);
    give(thread::page(1, 11));
    QCOMPARE(m_model->rowCount(), 11);
}

void TestThreadLoader::forgets()
{
    m_loader->setCaughtUp(true);
    load(1, 10);
    m_model->merge(thread::outgoing(QStringLiteral("mine")));
    m_loader->forget();
    QVERIFY(!m_loader->isCurrent());
    QCOMPARE(m_loader->history(), History::Unknown);
    QCOMPARE(m_model->rowCount(), 1); // what is being sent stays
    load(1, 3);
    QCOMPARE(m_model->rowCount(), 4);
}

void TestThreadLoader::startsEmpty()
{
    m_loader->setCaughtUp(true);
    m_loader->load();
    give({});
    QCOMPARE(m_loader->history(), History::Complete);
    QVERIFY(m_loader->isCurrent());
}

QTEST_MAIN(TestThreadLoader)
#include "tst_threadloader.moc"
