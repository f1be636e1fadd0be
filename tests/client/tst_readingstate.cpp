#include "client/readingstate.h"

#include <QTest>

#include <functional>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

using Steps = std::function<void(ReadingState &)>;

OwnReading own(qint64 upTo, qint64 version, qint64 ordinal)
{
    return {upTo, version, ordinal};
}

} // namespace

Q_DECLARE_METATYPE(Steps)

class TestReadingState : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatIsUnread_data();
    void countsWhatIsUnread();
    void keepsTheNewestCursor();
};

void TestReadingState::countsWhatIsUnread_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<qint64>("unread");
    const auto row = [](const char *name, qint64 unread, const Steps &steps) {
        QTest::newRow(name) << steps << unread;
    };
    row("nothing", 0, [](ReadingState &) {});
    row("never read", 5, [](ReadingState &state) { state.takeTotal(5); });
    row("partly read", 3, [](ReadingState &state) {
        state.takeTotal(5);
        state.take(own(20, 30, 2));
    });
    row("the cursor first", 3, [](ReadingState &state) {
        state.take(own(20, 30, 2));
        state.takeTotal(5);
    });
    row("totals in any order", 3, [](ReadingState &state) {
        for (const qint64 total : {4, 5, 3, 5})
            state.takeTotal(total);
        state.take(own(20, 30, 2));
    });
    row("more is read than is known of", 0, [](ReadingState &state) {
        state.takeTotal(2);
        state.take(own(20, 30, 5));
    });
    row("an older cursor", 1, [](ReadingState &state) {
        state.takeTotal(5);
        state.take(own(20, 30, 4));
        state.take(own(10, 29, 1));
    });
    row("marked as unread", 4, [](ReadingState &state) {
        state.takeTotal(5);
        state.take(own(20, 30, 5));
        state.take(own(10, 31, 1));
    });
    row("just read", 0, [](ReadingState &state) {
        state.takeTotal(5);
        state.assumeRead();
    });
    row("just read, and one more", 1, [](ReadingState &state) {
        state.takeTotal(5);
        state.assumeRead();
        state.takeTotal(6);
    });
    row("just read, and the server agrees", 0, [](ReadingState &state) {
        state.takeTotal(5);
        state.assumeRead();
        state.take(own(20, 30, 5));
    });
    row("just read, and the server knows better", 2, [](ReadingState &state) {
        state.takeTotal(5);
        state.assumeRead();
        state.take(own(10, 30, 3)); // marked as unread by another client
    });
    row("just read, and an older word", 0, [](ReadingState &state) {
        state.takeTotal(5);
        state.take(own(20, 30, 2));
        state.assumeRead();
        state.take(own(10, 29, 1));
    });
    row("without a number", 2, [](ReadingState &state) {
        state.takeTotal(1);
        state.takeUnnumbered(u"a"_s);
        state.takeUnnumbered(u"a"_s);
    });
    row("without a number at first", 2, [](ReadingState &state) {
        state.takeTotal(1);
        state.takeUnnumbered(u"a"_s);
        state.takeTotal(2);
        state.takeNumbered(u"a"_s);
    });
    row("without a number, and read", 0, [](ReadingState &state) {
        state.takeUnnumbered(u"a"_s);
        state.assumeRead();
    });
    row("without a number, and a later one read elsewhere", 0, [](ReadingState &state) {
        state.takeTotal(5);
        state.takeUnnumbered(u"a"_s);
        state.takeTotal(6);
        state.takeMoved(own(20, 30, 6));
    });
    row("without a number, and one before it read elsewhere", 1, [](ReadingState &state) {
        state.takeTotal(5);
        state.takeUnnumbered(u"a"_s);
        state.takeMoved(own(20, 30, 5));
    });
    row("without a number, and an older word", 2, [](ReadingState &state) {
        state.takeTotal(5);
        state.take(own(20, 30, 5));
        state.takeUnnumbered(u"a"_s);
        state.takeTotal(6);
        state.takeMoved(own(20, 29, 6));
    });
    row("without a number, and what the server knew before", 1, [](ReadingState &state) {
        state.takeUnnumbered(u"a"_s);
        state.takeTotal(5);
        state.take(own(20, 30, 5)); // a row that was fetched
    });
    row("without a number when a later one was read", 1, [](ReadingState &state) {
        state.takeTotal(5);
        state.takeUnnumbered(u"a"_s);
        state.takeTotal(6);
        state.takeMoved(own(20, 30, 6));
        state.takeTotal(7); // it has one now
        state.takeNumbered(u"a"_s);
    });
}

void TestReadingState::countsWhatIsUnread()
{
    QFETCH(const Steps, steps);
    ReadingState state;
    steps(state);
    QTEST(state.unread(), "unread");
}

void TestReadingState::keepsTheNewestCursor()
{
    ReadingState state;
    QCOMPARE(state.own(), OwnReading());
    state.take(own(20, 30, 4));
    state.take(own(25, 29, 5));
    QCOMPARE(state.own(), own(20, 30, 4));
    state.take(own(10, 31, 1)); // the newer one counts, not the higher
    QCOMPARE(state.own(), own(10, 31, 1));
    state.assumeRead();
    QCOMPARE(state.own(), own(10, 31, 1)); // the server has not said so
}

QTEST_GUILESS_MAIN(TestReadingState)
#include "tst_readingstate.moc"
