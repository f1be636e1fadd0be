#include "client/messagelistmodel.h"
#include "support/threadmessages.h"
#include "widgets/threadloader.h"

#include <QSignalSpy>
#include <QTest>

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
    void dropsLateAnswers();
    void forgets();
    void startsEmpty();

private:
    struct Asked {
        HistoryQuery query;
        HttpApi::Answer<QList<Message>> answer;
    };

    void give(const QList<Message> &messages) { m_asked.takeFirst().answer(messages); }
    void fail() { m_asked.takeFirst().answer(failure(ApiError())); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<ThreadLoader> m_loader;
    QList<Asked> m_asked;
};

void TestThreadLoader::init()
{
    m_asked.clear();
    m_model = std::make_unique<MessageListModel>(thread::agent, thread::user);
    m_loader = std::make_unique<ThreadLoader>(
        m_model.get(), [this](const HistoryQuery &query, QObject *, HttpApi::Answer<QList<Message>> answer) {
            m_asked.append({query, std::move(answer)});
        });
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
    m_loader->refresh();
    QCOMPARE(m_asked.first().query.after, 10);
    give(thread::page(11, 20));
    QCOMPARE(m_model->rowCount(), 20);
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
