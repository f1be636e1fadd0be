#include "support/manualclock.h"
#include "widgets/messagelayout.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QTest>

using namespace ventanilla;

namespace {

MessageRowData row(const QString &text, bool outgoing = false)
{
    MessageRowData data;
    data.text = text;
    data.author = QStringLiteral("Ana");
    data.sentAtMs = ManualClock().nowMs();
    data.outgoing = outgoing;
    data.own = outgoing;
    return data;
}

MessageLayoutContext context(int width = 600)
{
    return {width, QApplication::font(), paletteFrom(lightColours()), ManualClock().nowMs()};
}

QPointF inText(const MessageLayout &layout, int position)
{
    const QTextLine line = layout.text().lineForTextPosition(position);
    return layout.textOrigin() + QPointF(line.cursorToX(position) + 1, line.y() + line.height() / 2);
}

} // namespace

class TestMessageLayout : public QObject
{
    Q_OBJECT

private slots:
    void takesSides();
    void keepsToItsWidth_data();
    void keepsToItsWidth();
    void holdsItsText_data();
    void holdsItsText();
    void makesRoomAbove();
    void findsPositions();
    void findsLinks();
    void offersActionsWhenFailed();
    void speaks_data();
    void speaks();
};

void TestMessageLayout::takesSides()
{
    const MessageLayout theirs(row(QStringLiteral("hi")), context());
    const MessageLayout ours(row(QStringLiteral("hi"), true), context());
    QCOMPARE(theirs.bubble().left(), qreal(metric::wideMargin));
    QCOMPARE(ours.bubble().right(), qreal(600 - metric::wideMargin));
}

void TestMessageLayout::keepsToItsWidth_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<qreal>("most");
    QTest::newRow("part of the view") << 600 << 408.0;
    QTest::newRow("the longest") << 3000 << qreal(metric::bubbleMaximumWidth);
}

void TestMessageLayout::keepsToItsWidth()
{
    QFETCH(int, width);
    QFETCH(qreal, most);
    const QStringList texts {QString(2000, QLatin1Char('x')), QStringLiteral("many words ").repeated(200)};
    for (const QString &text : texts) {
        const MessageLayout layout(row(text), context(width));
        QCOMPARE_LE(layout.bubble().width(), most);
        QCOMPARE_GT(layout.text().lineCount(), 1);
    }
}

void TestMessageLayout::holdsItsText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("short") << "hi";
    QTest::newRow("lines") << "one\ntwo\r\nthree";
    QTest::newRow("long word") << QString(500, QLatin1Char('x'));
    QTest::newRow("right to left") << QString::fromUtf8("مرحبا بكم في متجرنا");
    QTest::newRow("markup") << "<b>bold</b> &amp; <img src=x>";
    QTest::newRow("nothing to see") << " ";
}

void TestMessageLayout::holdsItsText()
{
    QFETCH(QString, text);
    for (const int width : {280, 600, 1600}) {
        const MessageLayout layout(row(text, true), context(width));
        QCOMPARE(layout.text().text().size(), text.size()); // position for position
        for (int line = 0; line < layout.text().lineCount(); ++line) {
            const QRectF place = layout.text().lineAt(line).naturalTextRect().translated(layout.textOrigin());
            QVERIFY(layout.bubble().adjusted(-1, -1, 1, 1).contains(place));
            QVERIFY(!place.intersects(layout.footerPlace()));
        }
        QVERIFY(layout.bubble().contains(layout.footerPlace()));
        QVERIFY(layout.bubble().bottom() <= layout.height());
    }
}

void TestMessageLayout::makesRoomAbove()
{
    MessageRowData data = row(QStringLiteral("hi"));
    const int bare = MessageLayout(data, context()).height();
    data.firstOfGroup = true;
    const MessageLayout group(data, context());
    QVERIFY(group.height() > bare);
    QVERIFY(!group.authorPlace().isNull());
    data.firstOfDay = true;
    const MessageLayout day(data, context());
    QVERIFY(day.height() > group.height());
    QCOMPARE(day.dayWords(), QStringLiteral("Today"));
    data.unreadMarker = true;
    const MessageLayout marker(data, context());
    QVERIFY(marker.height() > day.height());
    QVERIFY(marker.markerPlace().bottom() <= marker.authorPlace().top());
}

void TestMessageLayout::findsPositions()
{
    const MessageLayout layout(row(QStringLiteral("hello\nworld")), context());
    QCOMPARE(layout.positionAt(inText(layout, 3)), 3);
    QCOMPARE(layout.positionAt(inText(layout, 8)), 8);
    QCOMPARE(layout.positionAt(layout.bubble().topLeft()), 0);
    QCOMPARE(layout.positionAt(QPointF(10, layout.height() + 50)), 11);
    QVERIFY(layout.isOverText(inText(layout, 3)));
    QVERIFY(!layout.isOverText(QPointF(590, 10)));
}

void TestMessageLayout::findsLinks()
{
    const MessageLayout layout(row(QStringLiteral("see https://a.example now")), context());
    QVERIFY(!layout.linkAt(inText(layout, 1)));
    QCOMPARE(layout.linkAt(inText(layout, 8)), QUrl(QStringLiteral("https://a.example")));
    QVERIFY(!layout.linkAt(inText(layout, 22)));
}

void TestMessageLayout::offersActionsWhenFailed()
{
    MessageRowData data = row(QStringLiteral("hi"), true);
    QVERIFY(MessageLayout(data, context()).actions().isEmpty());
    data.state = OutgoingMessage::State::Failed;
    data.error = ErrorCode::TextTooLong;
    for (const int width : {280, 600}) {
        const MessageLayout layout(data, context(width));
        QCOMPARE(layout.actions().size(), 3);
        for (const auto &area : layout.actions()) {
            QCOMPARE(layout.actionAt(area.place.center()), area.action);
            QVERIFY(!area.place.intersects(layout.failurePlace()));
            QVERIFY(area.place.left() >= 0);
            QVERIFY(area.place.bottom() <= layout.height());
        }
    }
}

void TestMessageLayout::speaks_data()
{
    QTest::addColumn<OutgoingMessage::State>("state");
    QTest::addColumn<bool>("own");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    using State = OutgoingMessage::State;
    QTest::newRow("somebody else's") << State::Stored << false << "Ana, "
                                     << ": hi";
    QTest::newRow("mine") << State::Stored << true << "You, "
                          << ": hi, Sent";
    QTest::newRow("waiting") << State::Waiting << true << "You, "
                             << ": hi, Waiting to be sent";
    QTest::newRow("safe") << State::Durable << true << "You, "
                          << ": hi, Sent";
    QTest::newRow("got") << State::Got << true << "You, "
                         << ": hi, Delivered";
    QTest::newRow("read") << State::Read << true << "You, "
                          << ": hi, Read";
    QTest::newRow("failed") << State::Failed << true << "You, "
                            << ": hi, Not sent: it is too long";
}

void TestMessageLayout::speaks()
{
    QFETCH(OutgoingMessage::State, state);
    QFETCH(bool, own);
    QFETCH(QString, start);
    QFETCH(QString, end);
    MessageRowData data = row(QStringLiteral("hi"), own);
    data.state = state;
    if (state == OutgoingMessage::State::Failed)
        data.error = ErrorCode::TextTooLong;
    const QString words = accessibleText(data);
    QVERIFY2(words.startsWith(start) && words.endsWith(end), qPrintable(words));
}

QTEST_MAIN(TestMessageLayout)
#include "tst_messagelayout.moc"
