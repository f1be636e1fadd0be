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
    void loadsOlderPages();
    void asksOnce();
    void tellsFailures();
    void catchesUp();
    void catchesUpOverPages();
    void distrustsLiveMessagesUntilItHasCaughtUp();
    void retriesByItself_data();
    void retriesByItself();
    void retriesFurtherAndFurtherApart();
    void leavesOlderPagesToTheReader();
    void retriesNothingOnceAnotherConnectionIsReady();
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
    QTimer *retryTimer() const { return m_loader->findChild<QTimer *>(); }
    /// The first pages are there, and then the connection is made anew.
    void reconnect()
    {
        m_loader->refresh();
        give(thread::page(101, 150));
        m_loader->markStale();
        m_loader->refresh();
    }

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
    m_loader->refresh();
    QCOMPARE(m_loader->history(), History::Loading);
    QCOMPARE(m_asked.first().query.limit, 50);
    QVERIFY(!m_asked.first().query.before && !m_asked.first().query.after);
    QVERIFY(!m_loader->isCurrent());
    give(thread::page(101, 150));
    QCOMPARE(m_model->rowCount(), 50);
    QCOMPARE(m_loader->history(), History::More);
    QVERIFY(m_loader->isCurrent());
    QCOMPARE(loaded.size(), 1);
}

void TestThreadLoader::loadsOlderPages()
{
    m_loader->refresh();
    give(thread::page(101, 150));
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
    m_loader->refresh();
    m_loader->refresh();
    QCOMPARE(m_asked.size(), 1);
    give(thread::page(101, 150));
    m_loader->refresh();
    m_loader->loadOlder();
    m_loader->loadOlder();
    QCOMPARE(m_asked.size(), 1);
}

void TestThreadLoader::tellsFailures()
{
    QSignalSpy failed(m_loader.get(), &ThreadLoader::failed);
    m_loader->refresh();
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

void TestThreadLoader::catchesUp()
{
    m_loader->refresh();
    give(thread::page(101, 150));
    m_loader->take(thread::message(151));
    m_loader->markStale();
    QVERIFY(!m_loader->isCurrent());
    m_loader->refresh();
    QCOMPARE(m_asked.first().query.after, 151);
    QSignalSpy current(m_loader.get(), &ThreadLoader::becameCurrent);
    give(thread::page(152, 153));
    QCOMPARE(m_model->newestId(), 153);
    QVERIFY(m_loader->isCurrent());
    QCOMPARE(current.size(), 1);
}

void TestThreadLoader::catchesUpOverPages()
{
    m_loader->refresh();
    give(thread::page(1, 10));
    m_loader->markStale();
    m_loader->refresh();
    give(thread::page(11, 510));
    QVERIFY(!m_loader->isCurrent());
    QCOMPARE(m_asked.first().query.after, 510);
    give({});
    QVERIFY(m_loader->isCurrent());
    QCOMPARE(m_model->rowCount(), 510);
}

void TestThreadLoader::distrustsLiveMessagesUntilItHasCaughtUp()
{
    m_loader->refresh();
    give(thread::page(1, 10));
    m_loader->markStale();
    m_loader->take(thread::message(20)); // 11 to 19 may be missing
    m_loader->refresh();
    QCOMPARE(m_asked.first().query.after, 10);
    fail();
    QTRY_COMPARE(m_asked.size(), 1);
    QCOMPARE(m_asked.first().query.after, 10);
    give(thread::page(11, 20));
    QCOMPARE(m_model->rowCount(), 20);
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
    reconnect();
    fail(kind);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(m_loader->history(), History::More); // what is missing is not above the first row
    QCOMPARE(retryTimer()->isActive(), retries);
    if (!retries)
        return;
    QTRY_COMPARE(m_asked.size(), 1);
    QCOMPARE(m_asked.first().query.after, 150);
    give(thread::page(151, 152));
    QVERIFY(m_loader->isCurrent());
}

void TestThreadLoader::retriesFurtherAndFurtherApart()
{
    m_loader->refresh();
    fail();
    QCOMPARE(retryTimer()->interval(), 500);
    QTRY_COMPARE(m_asked.size(), 1);
    fail();
    QCOMPARE(retryTimer()->interval(), 1'000);
    QTRY_COMPARE(m_asked.size(), 1);
    QCOMPARE(m_loader->history(), History::Loading);
    give(thread::page(1, 10));
    QVERIFY(m_loader->isCurrent());
}

void TestThreadLoader::leavesOlderPagesToTheReader()
{
    m_loader->refresh();
    give(thread::page(101, 150));
    m_loader->loadOlder();
    m_loader->markStale();
    m_loader->loadOlder();
    m_loader->refresh();
    m_asked.removeFirst(); // from before the break
    fail(); // the older page
    QCOMPARE(m_loader->history(), History::Failed);
    QVERIFY(!retryTimer()->isActive());
    m_loader->refresh();
    QCOMPARE(m_asked.size(), 1); // what was missed is still being asked for
}

void TestThreadLoader::retriesNothingOnceAnotherConnectionIsReady()
{
    reconnect();
    fail();
    m_loader->markStale();
    m_loader->refresh();
    give({});
    QVERIFY(m_loader->isCurrent());
    m_loader->markStale();
    m_loader->refresh();
    fail();
    m_loader->markStale(); // and nobody opens this thread
    QVERIFY(!retryTimer()->isActive());
}

void TestThreadLoader::dropsLateAnswers()
{
    m_loader->refresh();
    m_loader->markStale(); // the connection was made anew
    m_loader->refresh();
    QCOMPARE(m_asked.size(), 2);
    give(thread::page(1, 10));
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_loader->isCurrent());
    give(thread::page(1, 11));
    QCOMPARE(m_model->rowCount(), 11);
}

void TestThreadLoader::forgets()
{
    m_loader->refresh();
    give(thread::page(1, 10));
    m_model->merge(thread::outgoing(QStringLiteral("mine")));
    m_loader->forget();
    QCOMPARE(m_model->rowCount(), 1); // what is being sent stays
    m_loader->refresh();
    QVERIFY(!m_asked.first().query.after);
    give(thread::page(1, 3));
    QCOMPARE(m_model->rowCount(), 4);
}

void TestThreadLoader::startsEmpty()
{
    m_loader->refresh();
    give({});
    QCOMPARE(m_loader->history(), History::Complete);
    m_loader->markStale();
    m_loader->refresh();
    QCOMPARE(m_asked.first().query.after, 0);
}

QTEST_MAIN(TestThreadLoader)
#include "tst_threadloader.moc"
