#include "admin-client/navigation.h"
#include "client/conversationlistmodel.h"

#include <QStandardItemModel>
#include <QTest>

using namespace ventanilla;
using Model = ConversationListModel;

class TestNavigation : public QObject
{
    Q_OBJECT

private slots:
    void steps_data();
    void steps();
    void staysInAnEmptyList();
};

void TestNavigation::steps_data()
{
    QTest::addColumn<QString>("current");
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<bool>("unreadOnly");
    QTest::addColumn<QString>("expected");
    QTest::newRow("down") << "a" << Direction::Next << false << "b";
    QTest::newRow("up") << "b" << Direction::Previous << false << "a";
    QTest::newRow("round the end") << "d" << Direction::Next << false << "a";
    QTest::newRow("round the start") << "a" << Direction::Previous << false << "d";
    QTest::newRow("none open, down") << "" << Direction::Next << false << "a";
    QTest::newRow("none open, up") << "" << Direction::Previous << false << "d";
    QTest::newRow("unread below") << "a" << Direction::Next << true << "c";
    QTest::newRow("unread above") << "b" << Direction::Previous << true << "c";
    QTest::newRow("no other unread") << "c" << Direction::Next << true << "";
}

void TestNavigation::steps()
{
    QStandardItemModel model;
    for (const char user : {'a', 'b', 'c', 'd'}) {
        auto *item = new QStandardItem;
        item->setData(QString(QLatin1Char(user)), Model::UserRole);
        item->setData(user == 'c' ? 2 : 0, Model::UnreadRole);
        model.appendRow(item);
    }
    QFETCH(QString, current);
    QFETCH(Direction, direction);
    QFETCH(bool, unreadOnly);
    QTEST(neighbourOf(current, direction, unreadOnly, model), "expected");
}

void TestNavigation::staysInAnEmptyList()
{
    const QStandardItemModel model;
    QVERIFY(neighbourOf({}, Direction::Next, false, model).isEmpty());
}

QTEST_MAIN(TestNavigation)
#include "tst_navigation.moc"
