#include "threadfixture.h"
#include "widgets/messagelayout.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMenu>
#include <QSignalSpy>

using namespace ventanilla;

class TestMessageInteraction : public QObject
{
    Q_OBJECT

public slots:
    void takeUrl(const QUrl &url) { m_opened.append(url); }

private slots:
    void init();
    void selectsWithTheMouse();
    void selectsOverMessages();
    void selectsAWord();
    void selectsAll();
    void copiesTheCurrentMessage();
    void copiesFromTheMenu();
    void opensLinksOnClickOnly();
    void keepsTheSelectionWhenOlderOnesCome();
    void retriesAndDiscards();

private:
    /// Where this position of the message's text is on screen.
    QPoint pointAt(qint64 id, int position) const;
    static QString clipboard() { return QApplication::clipboard()->text(); }
    void copy() { QTest::keyClick(&m->view, Qt::Key_C, Qt::ControlModifier); }
    void drag(const QPoint &from, const QPoint &to);
    void say(qint64 id, const char *text, const QString &from = thread::user);

    std::unique_ptr<ThreadFixture> m;
    QList<QUrl> m_opened;
};

void TestMessageInteraction::init()
{
    m = std::make_unique<ThreadFixture>();
    m->view.setFocus();
    m_opened.clear();
    QApplication::clipboard()->clear();
    QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "takeUrl");
}

void TestMessageInteraction::say(qint64 id, const char *text, const QString &from)
{
    Message message = thread::message(id, from);
    message.text = QString::fromUtf8(text);
    m->model.merge({message});
}

QPoint TestMessageInteraction::pointAt(qint64 id, int position) const
{
    const QRect row = m->view.visualRect(m->rowOf(id));
    for (int y = row.top(); y <= row.bottom(); ++y) {
        for (int x = row.left(); x <= row.right(); ++x) {
            const auto hit = m->view.hitAt(QPoint(x, y));
            if (hit.overText && hit.position == position)
                return {x, y + 3};
        }
    }
    return {};
}

void TestMessageInteraction::drag(const QPoint &from, const QPoint &to)
{
    QWidget *viewport = m->view.viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, from);
    QTest::mouseMove(viewport, (from + to) / 2);
    QTest::mouseMove(viewport, to);
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
}

void TestMessageInteraction::selectsWithTheMouse()
{
    say(1, "hello <b>world</b>");
    drag(pointAt(1, 6), pointAt(1, 14));
    copy();
    QCOMPARE(clipboard(), QStringLiteral("<b>world"));
    QTest::mouseClick(m->view.viewport(), Qt::LeftButton, {}, pointAt(1, 2));
    QVERIFY(m->view.selectedText().isEmpty());
}

void TestMessageInteraction::selectsOverMessages()
{
    say(1, "first one");
    say(2, "second one", thread::agent);
    drag(pointAt(2, 6), pointAt(1, 6)); // upwards
    copy();
    const QStringList lines = clipboard().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).startsWith(QStringLiteral("ANA (")));
    QVERIFY(lines.at(0).endsWith(QStringLiteral("): one")));
    QVERIFY(lines.at(1).startsWith(QStringLiteral("You (")));
    QVERIFY(lines.at(1).endsWith(QStringLiteral("): second")));
}

void TestMessageInteraction::selectsAWord()
{
    say(1, "some word here");
    QTest::mouseDClick(m->view.viewport(), Qt::LeftButton, {}, pointAt(1, 7));
    copy();
    QCOMPARE(clipboard(), QStringLiteral("word"));
    QTest::mouseDClick(m->view.viewport(), Qt::LeftButton, {}, pointAt(1, 9));
    copy();
    QCOMPARE(clipboard(), QStringLiteral("word"));
}

void TestMessageInteraction::selectsAll()
{
    say(1, "one");
    say(2, "two");
    QTest::keyClick(&m->view, Qt::Key_A, Qt::ControlModifier);
    copy();
    QCOMPARE(clipboard().count(QLatin1Char('\n')), 1);
}

void TestMessageInteraction::copiesTheCurrentMessage()
{
    say(1, "one");
    say(2, "two");
    m->view.setCurrentIndex(m->rowOf(1));
    copy();
    QCOMPARE(clipboard(), QStringLiteral("one"));
}

void TestMessageInteraction::copiesFromTheMenu()
{
    say(1, "one");
    QContextMenuEvent event(QContextMenuEvent::Mouse, pointAt(1, 1), {});
    QApplication::sendEvent(m->view.viewport(), &event);
    auto *menu = m->view.findChild<QMenu *>(QStringLiteral("messageMenu"));
    QVERIFY(menu);
    auto *copyAction = menu->findChild<QAction *>(QStringLiteral("copyMessage"));
    QVERIFY(copyAction && copyAction->isEnabled());
    copyAction->trigger();
    QCOMPARE(clipboard(), QStringLiteral("one"));
    menu->close();
}

void TestMessageInteraction::opensLinksOnClickOnly()
{
    say(1, "see https://a.example/b now");
    QTest::mouseClick(m->view.viewport(), Qt::LeftButton, {}, pointAt(1, 2));
    QVERIFY(m_opened.isEmpty());
    drag(pointAt(1, 6), pointAt(1, 12));
    QVERIFY(m_opened.isEmpty());
    QTest::mouseClick(m->view.viewport(), Qt::LeftButton, {}, pointAt(1, 10));
    QCOMPARE(m_opened, QList<QUrl> {QUrl(QStringLiteral("https://a.example/b"))});
}

void TestMessageInteraction::keepsTheSelectionWhenOlderOnesCome()
{
    say(100, "hello world");
    drag(pointAt(100, 0), pointAt(100, 5));
    m->fill(1, 50);
    copy();
    QCOMPARE(clipboard(), QStringLiteral("hello"));
}

void TestMessageInteraction::retriesAndDiscards()
{
    m->model.merge(thread::outgoing(QStringLiteral("key"), OutgoingMessage::State::Failed));
    QSignalSpy retry(&m->view, &MessageListView::retryRequested);
    QSignalSpy discard(&m->view, &MessageListView::discardRequested);
    const QRect row = m->view.visualRect(m->model.index(0));
    QHash<MessageAction, QPoint> places;
    for (int x = row.left(); x <= row.right(); ++x) {
        const auto hit = m->view.hitAt(QPoint(x, row.bottom() - 4));
        if (hit.action)
            places.insert(*hit.action, QPoint(x, row.bottom() - 4));
    }
    QCOMPARE(places.size(), 3);
    const auto click = [&](MessageAction action) {
        QTest::mouseClick(m->view.viewport(), Qt::LeftButton, {}, places.value(action));
    };
    click(MessageAction::Copy);
    QCOMPARE(clipboard(), QStringLiteral("key"));
    click(MessageAction::Retry);
    QCOMPARE(retry.value(0).value(0).toString(), QStringLiteral("key"));
    click(MessageAction::Discard);
    QCOMPARE(discard.value(0).value(0).toString(), QStringLiteral("key"));
}

QTEST_MAIN(TestMessageInteraction)
#include "tst_messageinteraction.moc"
