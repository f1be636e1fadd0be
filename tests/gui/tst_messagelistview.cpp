#include "threadfixture.h"
#include "widgets/newmessagespill.h"
#include "widgets/theme.h"

#include <QSignalSpy>

using namespace ventanilla;

class TestMessageListView : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ThreadFixture>(); }
    void opensAtTheNewest();
    void standsAtTheFootWhenShort();
    void sticksToTheNewest();
    void keepsItsPlaceWhenNewOnesCome();
    void keepsItsPlaceWhenOlderOnesCome_data();
    void keepsItsPlaceWhenOlderOnesCome();
    void keepsItsPlaceWhenResized();
    void countsWhatIsNewBelow();
    void goesToTheNewestByPill();
    void asksForOlderOnes();
    void offersAnotherAttempt();
    void tellsWhetherTheNewestIsShown();
    void opensAtTheMarker();
    void remembersItsPlace();
    void followsMovesAndRemovals();
    void scrollsThroughEverything();
    void isReachedByKeys();

private:
    NewMessagesPill *pill() const
    {
        return m->view.findChild<NewMessagesPill *>(QStringLiteral("newMessagesPill"));
    }

    std::unique_ptr<ThreadFixture> m;
};

void TestMessageListView::opensAtTheNewest()
{
    m->fill(1, 50);
    QVERIFY(m->isAtEnd());
    QVERIFY(m->view.isNewestShown());
    QVERIFY(m->view.viewport()->rect().contains(m->view.visualRect(m->rowOf(50))));
    QVERIFY(!m->view.viewport()->rect().intersects(m->view.visualRect(m->rowOf(1))));
}

void TestMessageListView::standsAtTheFootWhenShort()
{
    m->fill(1, 2);
    QCOMPARE(m->view.verticalScrollBar()->maximum(), 0);
    QCOMPARE(m->bottomOf(2), m->view.viewport()->height() - metric::margin - 1);
}

void TestMessageListView::sticksToTheNewest()
{
    m->fill(1, 50);
    m->fill(51, 51);
    QVERIFY(m->isAtEnd());
    QVERIFY(pill()->isHidden());
    m->model.merge(thread::outgoing(QStringLiteral("mine")));
    QVERIFY(m->isAtEnd());
}

void TestMessageListView::keepsItsPlaceWhenNewOnesCome()
{
    m->fill(1, 50);
    m->scrollBy(-150);
    const int before = m->bottomOf(45);
    m->fill(51, 60);
    QCOMPARE(m->bottomOf(45), before);
    QVERIFY(!m->isAtEnd());
}

void TestMessageListView::keepsItsPlaceWhenOlderOnesCome_data()
{
    QTest::addColumn<int>("scrolled");
    QTest::newRow("at the top") << 0;
    QTest::newRow("a little below it") << 57;
    QTest::newRow("in the middle") << 400;
}

void TestMessageListView::keepsItsPlaceWhenOlderOnesCome()
{
    QFETCH(int, scrolled);
    m->fill(101, 150);
    m->scrollTo(0);
    m->scrollTo(scrolled);
    // The first row loses its date separator, which must not move what stands below it.
    const auto places = [this] {
        QList<int> bottoms;
        for (qint64 id = 101; id <= 150; ++id) {
            if (m->view.viewport()->rect().contains(0, m->bottomOf(id)))
                bottoms.append(m->bottomOf(id));
        }
        return bottoms;
    };
    const QList<int> before = places();
    QVERIFY(before.size() > 3);
    m->fill(51, 100);
    // One more may come in where the caption was.
    QCOMPARE(places().last(before.size()), before);
    m->fill(1, 50);
    QCOMPARE(places().last(before.size()), before);
}

void TestMessageListView::keepsItsPlaceWhenResized()
{
    m->fill(1, 80);
    m->scrollBy(-300);
    const QModelIndex top = m->view.indexAt(QPoint(10, 20));
    m->view.resize(320, 400);
    QVERIFY(m->view.viewport()->rect().intersects(m->view.visualRect(top)));
    m->view.showNewest();
    m->view.resize(600, 300);
    QVERIFY(m->isAtEnd());
}

void TestMessageListView::countsWhatIsNewBelow()
{
    m->fill(1, 50);
    m->scrollTo(0);
    QVERIFY(!pill()->isHidden()); // far from the newest
    QCOMPARE(pill()->count(), 0);
    m->fill(51, 52);
    m->model.merge({thread::message(53, thread::agent)}); // a colleague's, or one's own
    QCOMPARE(pill()->count(), 2);
    QVERIFY(pill()->text().startsWith(QLatin1Char('2')));
    m->scrollTo(m->view.verticalScrollBar()->maximum());
    QVERIFY(pill()->isHidden());
    m->scrollTo(0);
    QCOMPARE(pill()->count(), 0);
}

void TestMessageListView::goesToTheNewestByPill()
{
    m->fill(1, 50);
    m->scrollTo(0);
    QTest::mouseClick(pill(), Qt::LeftButton);
    QVERIFY(m->isAtEnd());
    QVERIFY(pill()->isHidden());
}

void TestMessageListView::asksForOlderOnes()
{
    QSignalSpy wanted(&m->view, &MessageListView::olderWanted);
    m->fill(1, 100);
    m->view.setHistory(MessageListView::History::More);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 0); // more than a screen away
    m->scrollTo(m->view.viewport()->height() - 1);
    QTRY_VERIFY(!wanted.isEmpty());

    wanted.clear();
    m->view.setHistory(MessageListView::History::Loading);
    m->scrollTo(0);
    m->view.setHistory(MessageListView::History::Complete);
    m->scrollTo(10);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 0);
}

void TestMessageListView::offersAnotherAttempt()
{
    QSignalSpy wanted(&m->view, &MessageListView::olderWanted);
    m->fill(1, 100);
    m->view.setHistory(MessageListView::History::Failed);
    m->scrollTo(0);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 0);
    const QPoint caption(250, m->view.visualRect(m->rowOf(1)).top() - metric::historyCaption / 2);
    QVERIFY(m->view.isRetryAt(caption));
    QTest::mouseClick(m->view.viewport(), Qt::LeftButton, {}, caption);
    QCOMPARE(wanted.size(), 1);
}

void TestMessageListView::tellsWhetherTheNewestIsShown()
{
    QSignalSpy shown(&m->view, &MessageListView::newestShownChanged);
    QVERIFY(!m->view.isNewestShown());
    m->fill(1, 50);
    QCOMPARE(shown.takeLast().first().toBool(), true);
    m->scrollBy(-100);
    QCOMPARE(shown.takeLast().first().toBool(), false);
    m->view.showNewest();
    QCOMPARE(shown.takeLast().first().toBool(), true);
    m->view.hide();
    QCOMPARE(shown.takeLast().first().toBool(), false);
}

void TestMessageListView::opensAtTheMarker()
{
    m->fill(1, 50);
    m->model.setUnreadMarkerAfter(19);
    m->view.showRow(m->model.unreadMarkerRow());
    QCOMPARE(m->view.visualRect(m->rowOf(20)).top(), 0);
    QVERIFY(!m->view.isNewestShown());

    m->model.setUnreadMarkerAfter(49);
    m->view.showRow(m->model.unreadMarkerRow());
    QVERIFY(m->isAtEnd());
    m->view.showRow(-1);
    QVERIFY(m->isAtEnd());
}

void TestMessageListView::remembersItsPlace()
{
    m->fill(1, 80);
    m->scrollBy(-500);
    const MessageListView::Place place = m->view.place();
    const int before = m->bottomOf(60);
    m->view.showNewest();
    QVERIFY(m->view.place().atNewest);
    m->view.setPlace(place);
    QCOMPARE(m->bottomOf(60), before);
    m->view.setPlace({});
    QVERIFY(m->isAtEnd());
}

void TestMessageListView::followsMovesAndRemovals()
{
    m->fill(1, 20);
    m->model.merge(thread::outgoing(QStringLiteral("first")));
    m->model.merge(thread::outgoing(QStringLiteral("second")));
    m->model.merge(thread::stored(QStringLiteral("second"), 30)); // moves in front of the first
    m->model.discard(QStringLiteral("first"));
    QVERIFY(m->isAtEnd());
    m->model.clearHistory();
    QCOMPARE(m->model.rowCount(), 0);
    QVERIFY(!m->view.isNewestShown());
    m->fill(1, 20);
    QVERIFY(m->view.isNewestShown());
}

void TestMessageListView::scrollsThroughEverything()
{
    m->fill(1, 200);
    // Whatever the rows were thought to measure, each one stands under the one before it.
    while (m->view.verticalScrollBar()->value() > 0) {
        m->scrollBy(-190);
        for (qint64 id = 1; id < 200; ++id) {
            const QRect rect = m->view.visualRect(m->rowOf(id));
            QCOMPARE(m->view.visualRect(m->rowOf(id + 1)).top(), rect.bottom() + 1);
        }
    }
    QCOMPARE(m->view.visualRect(m->rowOf(1)).top(), metric::historyCaption);
}

void TestMessageListView::isReachedByKeys()
{
    m->fill(1, 50);
    m->view.setFocus();
    QTest::keyClick(&m->view, Qt::Key_Up);
    QVERIFY(m->view.currentIndex().isValid());
    for (int count = 0; count < 60; ++count)
        QTest::keyClick(&m->view, Qt::Key_Up);
    QCOMPARE(m->view.currentIndex().row(), 0);
    QVERIFY(m->view.viewport()->rect().contains(m->view.visualRect(m->view.currentIndex())));
    QTest::keyClick(&m->view, Qt::Key_Escape);
    QVERIFY(m->isAtEnd());
    QTest::keyClick(&m->view, Qt::Key_PageUp);
    QVERIFY(!m->isAtEnd());
    QTest::keyClick(&m->view, Qt::Key_End);
    QVERIFY(m->isAtEnd());
}

QTEST_MAIN(TestMessageListView)
#include "tst_messagelistview.moc"
