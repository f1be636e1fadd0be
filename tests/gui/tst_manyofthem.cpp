// The console with 10,000 conversations, one of them of 100,000 messages: what it asks for, in
// requests and rows.

#include "consolefixture.h"

#include <QScrollBar>

using namespace ventanilla;

class TestManyOfThem : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void opensALongThreadWithOnePage();
    void opensALongUnreadThreadWithTwo();
    void loadsManyConversationsOnce();
    void catchesUpWithALongBreak();

private:
    std::unique_ptr<ConsoleFixture> m;
};

void TestManyOfThem::init()
{
    m = std::make_unique<ConsoleFixture>();
}

void TestManyOfThem::opensALongThreadWithOnePage()
{
    for (qint64 id = 1; id <= 100'000; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->backend.readAll(m->luis);
    m->enter();
    const qsizetype before = m->backend.targets.size();
    m->open(m->ana);
    QCOMPARE(m->backend.asked("/api/mensajes"), 1);
    QCOMPARE(m->backend.messagesGiven, 50);
    QCOMPARE(m->last().text, QStringLiteral("message 100000"));
    m->thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(m->thread()->model()->rowCount(), 100);
    QCOMPARE(m->backend.messagesGiven, 100);
    QCOMPARE(m->backend.targets.size(), before + 2);
}

void TestManyOfThem::opensALongUnreadThreadWithTwo()
{
    for (qint64 id = 1; id <= 10'000; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->enter();
    m->open(m->ana);
    // The first unread one is at the top, so what is above it is wanted as well, but no more.
    QTRY_COMPARE(m->thread()->model()->rowCount(), 100);
    QTRY_COMPARE(m->thread()->history(), MessageListView::History::More);
    m->thread()->grab();
    QCoreApplication::processEvents();
    QCOMPARE(m->backend.messagesGiven, 100);
    QCOMPARE(m->row(m->ana).unread, 10'000);
    QVERIFY(m->hasUnreadLine());
}

void TestManyOfThem::loadsManyConversationsOnce()
{
    for (qint64 id = 1; id <= 10'000; ++id)
        m->backend.add(m->message(id, QStringLiteral("u%1").arg(id), QStringLiteral("u%1").arg(id)));
    m->signInFully();
    QTRY_COMPARE_WITH_TIMEOUT(m->list()->model()->rowCount(), 10'000, 60'000);
    QCOMPARE(m->backend.asked("conversaciones"), 50); // of 200 rows each
    QCOMPARE(m->backend.asked("/api/mensajes"), 0);
    QVERIFY(m->title().startsWith(QStringLiteral("(10000) ")));
    const qsizetype before = m->backend.targets.size();
    m->lose();
    for (qint64 id = 10'001; id <= 10'010; ++id)
        m->backend.add(m->message(id, QStringLiteral("u%1").arg(id / 2), QStringLiteral("u%1").arg(id / 2)));
    m->retry();
    m->letIn();
    QTRY_VERIFY(m->title().startsWith(QStringLiteral("(10010) ")));
    QTRY_COMPARE(m->backend.targets.size(), before + 2); // what was missed, and who is there
}

void TestManyOfThem::catchesUpWithALongBreak()
{
    m->backend.add(m->message(1, m->ana, m->ana));
    m->backend.readAll(m->luis);
    m->enter();
    m->lose();
    for (qint64 id = 1'001; id <= 3'000; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->retry();
    m->letIn();
    QTRY_COMPARE(m->row(m->ana).unread, 2'000);
    QCOMPARE(m->backend.asked("sincronizar"), 4);
    QCOMPARE(m->backend.asked("/api/mensajes"), 0);
}

QTEST_MAIN(TestManyOfThem)
#include "tst_manyofthem.moc"
