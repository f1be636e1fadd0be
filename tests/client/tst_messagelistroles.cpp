// What MessageListModel says about a message beside its content: whose it is, where groups and days
// begin, where the unread ones do.

#include "client/messagelistmodel.h"

#include "support/threadmessages.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace ventanilla::thread;

namespace {
constexpr qint64 minute = 60'000;
} // namespace

class TestMessageListRoles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void saysWhoWroteIt_data();
    void saysWhoWroteIt();
    void groups_data();
    void groups();
    void tellsNeighboursOfNewGroups();
    void marksTheFirstUnread();

private:
    QVariant at(int row, int role) const { return m_model->index(row).data(role); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestMessageListRoles::init()
{
    m_model = std::make_unique<MessageListModel>(agent, user);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestMessageListRoles::saysWhoWroteIt_data()
{
    QTest::addColumn<QString>("self");
    QTest::addColumn<QString>("from");
    QTest::addColumn<bool>("own");
    QTest::addColumn<bool>("outgoing");
    QTest::newRow("agent: mine") << agent << agent << true << true;
    QTest::newRow("agent: a colleague's") << agent << QStringLiteral("eva") << false << true;
    QTest::newRow("agent: the user's") << agent << user << false << false;
    QTest::newRow("user: mine") << user << user << true << true;
    QTest::newRow("user: an agent's") << user << agent << false << false;
}

void TestMessageListRoles::saysWhoWroteIt()
{
    QFETCH(const QString, self);
    QFETCH(const QString, from);
    QFETCH(const bool, own);
    QFETCH(const bool, outgoing);
    MessageListModel model(self, user);
    model.merge({message(1, from)});
    QCOMPARE(model.index(0).data(MessageListModel::OwnRole).toBool(), own);
    QCOMPARE(model.index(0).data(MessageListModel::OutgoingRole).toBool(), outgoing);
}

void TestMessageListRoles::groups_data()
{
    QTest::addColumn<QString>("secondFrom");
    QTest::addColumn<qint64>("laterMs");
    QTest::addColumn<bool>("newGroup");
    QTest::addColumn<bool>("newDay");
    QTest::newRow("soon after") << user << minute << false << false;
    QTest::newRow("just within") << user << 5 * minute - 1 << false << false;
    QTest::newRow("too late") << user << 5 * minute << true << false;
    QTest::newRow("another author") << agent << qint64(0) << true << false;
    QTest::newRow("the next day") << user << 24 * 60 * minute << true << true;
    QTest::newRow("a clock put back") << user << -minute << false << false;
}

void TestMessageListRoles::groups()
{
    QFETCH(const QString, secondFrom);
    QFETCH(const qint64, laterMs);
    QFETCH(const bool, newGroup);
    QFETCH(const bool, newDay);
    Message first = message(1);
    Message second = message(2, secondFrom);
    second.sentAtMs = first.sentAtMs + laterMs;
    m_model->merge({first, second});
    QVERIFY(at(0, MessageListModel::FirstOfDayRole).toBool());
    QVERIFY(at(0, MessageListModel::FirstOfGroupRole).toBool());
    QCOMPARE(at(0, MessageListModel::LastOfGroupRole).toBool(), newGroup);
    QCOMPARE(at(1, MessageListModel::FirstOfGroupRole).toBool(), newGroup);
    QCOMPARE(at(1, MessageListModel::FirstOfDayRole).toBool(), newDay);
    QVERIFY(at(1, MessageListModel::LastOfGroupRole).toBool());
}

void TestMessageListRoles::tellsNeighboursOfNewGroups()
{
    m_model->merge({message(1), message(3)});
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->merge({message(2, agent)});
    QList<int> rows;
    for (const QVariantList &change : changed)
        rows.append(change[0].toModelIndex().row());
    QVERIFY(rows.contains(0) && rows.contains(2));
    QVERIFY(at(0, MessageListModel::LastOfGroupRole).toBool());
    QVERIFY(at(2, MessageListModel::FirstOfGroupRole).toBool());
}

void TestMessageListRoles::marksTheFirstUnread()
{
    m_model->merge({message(1), message(2), message(3, agent), message(4), message(5)});
    QCOMPARE(m_model->unreadMarkerRow(), -1);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setUnreadMarkerAfter(2);
    QCOMPARE(m_model->unreadMarkerRow(), 3); // the agent's own message is not news
    QVERIFY(at(3, MessageListModel::UnreadMarkerRole).toBool());
    QCOMPARE(changed.size(), 1);
    m_model->merge({message(6)});
    QCOMPARE(m_model->unreadMarkerRow(), 3);
    m_model->setUnreadMarkerAfter(6);
    QCOMPARE(m_model->unreadMarkerRow(), -1);
    m_model->merge(outgoing(QStringLiteral("mine")));
    m_model->merge({message(7)});
    QCOMPARE(m_model->unreadMarkerRow(), 6);
    m_model->setUnreadMarkerAfter(std::nullopt);
    QCOMPARE(m_model->unreadMarkerRow(), -1);
    QVERIFY(!at(6, MessageListModel::UnreadMarkerRole).toBool());
}

QTEST_GUILESS_MAIN(TestMessageListRoles)
#include "tst_messagelistroles.moc"
