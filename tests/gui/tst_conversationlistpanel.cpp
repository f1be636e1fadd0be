#include "admin-client/conversationlistpanel.h"
#include "client/conversationlistmodel.h"
#include "support/manualclock.h"

#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

class TestConversationListPanel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void opensOnClickAndEnter();
    void holdsTheOrderUnderPointerAndKeyboard();
    void showsAnEmptyState();
    void speaks();

private:
    QListView *list() const { return m_panel->findChild<QListView *>(QStringLiteral("conversationList")); }
    void add(const char *user, qint64 id);

    ManualClock m_clock;
    std::unique_ptr<ConversationListModel> m_model;
    std::unique_ptr<ConversationListPanel> m_panel;
};

void TestConversationListPanel::init()
{
    m_model = std::make_unique<ConversationListModel>(QStringLiteral("luis"));
    m_panel = std::make_unique<ConversationListPanel>(m_clock);
    m_panel->setConversations(m_model.get());
    m_panel->resize(300, 400);
    m_panel->show();
}

void TestConversationListPanel::add(const char *user, qint64 id)
{
    ConversationRow row;
    row.user = QString::fromUtf8(user);
    row.name = row.user.toUpper();
    row.last = {id, row.user, QStringLiteral("hello"), m_clock.nowMs()};
    row.version = id;
    m_model->merge({row});
}

void TestConversationListPanel::opensOnClickAndEnter()
{
    add("ana", 1);
    add("bob", 2);
    QSignalSpy chosen(m_panel.get(), &ConversationListPanel::chosen);
    const QRect second = list()->visualRect(list()->model()->index(1, 0));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, second.center());
    QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("ana"));
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Up);
    QVERIFY(chosen.isEmpty()); // moving the keyboard's row opens nothing
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("bob"));
}

void TestConversationListPanel::holdsTheOrderUnderPointerAndKeyboard()
{
    add("ana", 1);
    QSignalSpy held(m_panel.get(), &ConversationListPanel::holdChanged);
    QEvent enter(QEvent::Enter);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(list()->viewport(), &enter);
    QCOMPARE(held.takeFirst().first().toBool(), true);
    list()->setFocus();
    QCoreApplication::processEvents();
    QCoreApplication::sendEvent(list()->viewport(), &leave);
    if (list()->hasFocus()) {
        QVERIFY(held.isEmpty());
        list()->clearFocus();
    }
    QTRY_COMPARE(held.size(), 1);
    QCOMPARE(held.takeFirst().first().toBool(), false);
}

void TestConversationListPanel::showsAnEmptyState()
{
    QVERIFY(!list()->isVisible());
    add("ana", 1);
    QVERIFY(list()->isVisible());
    m_panel->setConversations(nullptr);
    QVERIFY(!list()->isVisible());
}

void TestConversationListPanel::speaks()
{
    add("ana", 1);
    m_model->addUnread(QStringLiteral("ana"), 2);
    const QString words = list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(words.startsWith(QStringLiteral("ANA, 2 unread")), qPrintable(words));
}

QTEST_MAIN(TestConversationListPanel)
#include "tst_conversationlistpanel.moc"
