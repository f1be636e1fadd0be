#include "admin-client/conversationlistpanel.h"
#include "client/conversationlistmodel.h"
#include "support/manualclock.h"
#include "widgets/conversationdelegate.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

namespace {

/// Counts what the list asks of its rows.
class CountingDelegate final : public ConversationDelegate
{
public:
    using ConversationDelegate::ConversationDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painted.insert(index.row());
        ConversationDelegate::paint(painter, option, index);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++measured;
        return ConversationDelegate::sizeHint(option, index);
    }

    mutable QSet<int> painted;
    mutable int measured = 0;
};

} // namespace

class TestConversationListPanel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void opensOnClickAndEnter();
    void holdsTheOrderUnderPointerAndKeyboard();
    void showsAnEmptyState();
    void speaks();
    void paintsOnlyWhatIsSeen();

private:
    QListView *list() const { return m_panel->findChild<QListView *>(QStringLiteral("conversationList")); }
    ConversationRow row(const char *user, qint64 id) const;
    void add(const char *user, qint64 id) { m_model->merge({row(user, id)}); }
    void look()
    {
        QCoreApplication::processEvents(); // a list lays out later
        m_panel->grab();
    }

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

ConversationRow TestConversationListPanel::row(const char *user, qint64 id) const
{
    ConversationRow row;
    row.user = QString::fromUtf8(user);
    row.name = row.user.toUpper();
    row.last = {id, row.user, QStringLiteral("hello"), m_clock.nowMs()};
    row.version = id;
    return row;
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
    ConversationRow ana = row("ana", 1);
    ana.counts.fromUser = 2;
    m_model->merge({ana});
    const QString words = list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(words.startsWith(QStringLiteral("ANA, 2 unread")), qPrintable(words));
}

void TestConversationListPanel::paintsOnlyWhatIsSeen()
{
    auto *delegate = new CountingDelegate(m_clock, m_panel.get());
    list()->setItemDelegate(delegate);
    QList<ConversationRow> rows;
    for (int id = 10'000; id > 0; --id)
        rows.append(row(qPrintable(QStringLiteral("u%1").arg(id)), id));
    m_model->merge(rows);
    look();
    QCOMPARE(m_model->rowCount(), 10'000);
    const int screenful = list()->viewport()->height() / metric::rowHeight + 2;
    QVERIFY2(delegate->painted.size() <= screenful, qPrintable(QString::number(delegate->painted.size())));
    QVERIFY(delegate->painted.contains(0));
    // What comes live moves one row and paints one screen.
    delegate->painted.clear();
    delegate->measured = 0;
    Message message;
    message.id = 20'000;
    message.from = message.conversation = QStringLiteral("u1");
    m_model->apply(message);
    look();
    QVERIFY2(delegate->painted.size() <= screenful, qPrintable(QString::number(delegate->painted.size())));
    QVERIFY2(delegate->measured <= 2 * screenful, qPrintable(QString::number(delegate->measured)));
    delegate->painted.clear();
    list()->scrollToBottom();
    look();
    QVERIFY2(delegate->painted.size() <= screenful, qPrintable(QString::number(delegate->painted.size())));
    QVERIFY(delegate->painted.contains(9'999));
}

QTEST_MAIN(TestConversationListPanel)
#include "tst_conversationlistpanel.moc"
