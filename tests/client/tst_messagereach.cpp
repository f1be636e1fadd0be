// What MessageListModel says of how far the own side's messages have come.

#include "client/messagelistmodel.h"

#include "support/threadmessages.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace ventanilla::thread;
using State = MessageState;

class TestMessageReach : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void tellsHowFarTheyHaveCome_data();
    void tellsHowFarTheyHaveCome();
    void tellsItOfLaterOnes();
    void knowsNothingOfAnotherHistory();
    void onlyGrows();
    void announcesWhatChanged_data();
    void announcesWhatChanged();
    void concernsTheOwnSideOnly_data();
    void concernsTheOwnSideOnly();
    void leavesUnsentOnesAlone();
    void putsDurableOnesBehindTheNewest();
    void givesDurableOnesTheirPlace();

private:
    QString states() const;
    QStringList texts() const;

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestMessageReach::init()
{
    m_model = std::make_unique<MessageListModel>(agent, user);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

/// A letter for each row: waiting, durable, stored, got, read, failed.
QString TestMessageReach::states() const
{
    QString letters;
    for (int row = 0; row < m_model->rowCount(); ++row)
        letters += QStringLiteral("wdsgrf").at(m_model->index(row).data(MessageListModel::StateRole).toInt());
    return letters;
}

QStringList TestMessageReach::texts() const
{
    QStringList list;
    for (int row = 0; row < m_model->rowCount(); ++row)
        list.append(m_model->index(row).data(MessageListModel::TextRole).toString());
    return list;
}

void TestMessageReach::tellsHowFarTheyHaveCome_data()
{
    QTest::addColumn<qint64>("got");
    QTest::addColumn<qint64>("read");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing is known") << qint64(0) << qint64(0) << QStringLiteral("sssss");
    QTest::newRow("some are there") << qint64(4) << qint64(0) << QStringLiteral("ggsss");
    QTest::newRow("some are read") << qint64(6) << qint64(2) << QStringLiteral("rggss");
    QTest::newRow("between two of them") << qint64(7) << qint64(3) << QStringLiteral("rggss");
    QTest::newRow("who has read it has got it") << qint64(0) << qint64(4) << QStringLiteral("rrsss");
    QTest::newRow("all are read") << qint64(10) << qint64(10) << QStringLiteral("rrrrr");
    QTest::newRow("beyond what is known here") << qint64(99) << qint64(99) << QStringLiteral("rrrrr");
}

void TestMessageReach::tellsHowFarTheyHaveCome()
{
    QFETCH(const qint64, got);
    QFETCH(const qint64, read);
    QFETCH(const QString, expected);
    for (const qint64 id : {2, 4, 6, 8, 10})
        m_model->merge({message(id, agent)});
    m_model->setReach(got, read);
    QCOMPARE(states(), expected);
}

void TestMessageReach::tellsItOfLaterOnes()
{
    m_model->setReach(4, 2);
    m_model->merge({message(2, agent), message(4, agent), message(6, agent)});
    QCOMPARE(states(), QStringLiteral("rgs"));
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(stored(QStringLiteral("a"), 3));
    QCOMPARE(states(), QStringLiteral("rggs"));
}

// What is loaded anew may be another database's.
void TestMessageReach::knowsNothingOfAnotherHistory()
{
    m_model->merge({message(2, agent)});
    m_model->setReach(2, 2);
    QCOMPARE(states(), QStringLiteral("r"));
    m_model->clearHistory();
    m_model->merge({message(2, agent)});
    QCOMPARE(states(), QStringLiteral("s"));
}

void TestMessageReach::onlyGrows()
{
    m_model->merge({message(2, agent), message(4, agent)});
    m_model->setReach(4, 2);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setReach(3, 1);
    m_model->setReach(0, 0);
    QCOMPARE(states(), QStringLiteral("rg"));
    QCOMPARE(changed.size(), 0);
}

void TestMessageReach::announcesWhatChanged_data()
{
    QTest::addColumn<qint64>("got");
    QTest::addColumn<qint64>("read");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    // Before, 1 to 6 are there and 1 to 3 are read; the rows are 0 to 9.
    QTest::newRow("more are there") << qint64(8) << qint64(3) << 6 << 7;
    QTest::newRow("more are read") << qint64(6) << qint64(5) << 3 << 4;
    QTest::newRow("both") << qint64(8) << qint64(5) << 3 << 7;
    QTest::newRow("all") << qint64(99) << qint64(99) << 3 << 9;
    QTest::newRow("nothing") << qint64(6) << qint64(3) << -1 << -1;
}

void TestMessageReach::announcesWhatChanged()
{
    QFETCH(const qint64, got);
    QFETCH(const qint64, read);
    QFETCH(const int, first);
    QFETCH(const int, last);
    for (qint64 id = 1; id <= 10; ++id)
        m_model->merge({message(id, agent)});
    m_model->setReach(6, 3);
    const QString before = states();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setReach(got, read);
    if (first < 0) {
        QCOMPARE(changed.size(), 0);
        return;
    }
    QCOMPARE(changed.size(), 1);
    const int from = changed[0][0].toModelIndex().row();
    const int to = changed[0][1].toModelIndex().row();
    QCOMPARE(from, first);
    QVERIFY(to >= last); // all that changed, perhaps some more
    QCOMPARE(changed[0][2].value<QList<int>>(), QList<int> {MessageListModel::StateRole});
    QCOMPARE(states().first(first), before.first(first));
    QCOMPARE(states().sliced(last + 1), before.sliced(last + 1));
}

void TestMessageReach::concernsTheOwnSideOnly_data()
{
    QTest::addColumn<QString>("self");
    QTest::addColumn<QString>("expected");
    // Of a user's, a colleague's and the own message.
    QTest::newRow("an agent") << agent << QStringLiteral("srr");
    QTest::newRow("the end user") << user << QStringLiteral("rss");
}

void TestMessageReach::concernsTheOwnSideOnly()
{
    QFETCH(const QString, self);
    QFETCH(const QString, expected);
    m_tester.reset();
    m_model = std::make_unique<MessageListModel>(self, user);
    m_model->merge({message(1, user), message(2, QStringLiteral("eva")), message(3, agent)});
    m_model->setReach(9, 9);
    QCOMPARE(states(), expected);
}

void TestMessageReach::leavesUnsentOnesAlone()
{
    m_model->merge({message(1, agent)});
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("b"), State::Failed));
    m_model->merge(outgoing(QStringLiteral("c")));
    m_model->merge(outgoing(QStringLiteral("c"), State::Durable));
    m_model->setReach(99, 99);
    QCOMPARE(states(), QStringLiteral("rdwf"));
}

void TestMessageReach::putsDurableOnesBehindTheNewest()
{
    m_model->merge({message(10)});
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("b")));
    m_model->merge(outgoing(QStringLiteral("c"), State::Failed));
    m_model->merge(outgoing(QStringLiteral("a"), State::Durable));
    m_model->merge({message(11)});
    QCOMPARE(texts(), QStringLiteral("10 a 11 b c").split(u' '));
    m_model->merge(outgoing(QStringLiteral("b"), State::Durable));
    QCOMPARE(texts(), QStringLiteral("10 a 11 b c").split(u' '));
    QCOMPARE(states(), QStringLiteral("sdsdf"));
    QVERIFY(!m_model->index(1).data(MessageListModel::IdRole).isValid());
    m_model->discard(QStringLiteral("a")); // the server has it
    QCOMPARE(m_model->rowCount(), 5);
}

void TestMessageReach::givesDurableOnesTheirPlace()
{
    m_model->merge({message(10)});
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("a"), State::Durable));
    m_model->merge({message(11)});
    const QPersistentModelIndex a = m_model->index(1);
    Message confirmed = message(12, agent, QStringLiteral("a"));
    confirmed.text = QStringLiteral("a");
    m_model->merge({confirmed});
    QCOMPARE(texts(), QStringLiteral("10 11 a").split(u' '));
    QCOMPARE(states(), QStringLiteral("sss"));
    QCOMPARE(a.row(), 2);
    m_model->setReach(12, 0);
    QCOMPARE(states(), QStringLiteral("ssg"));
    m_model->merge(outgoing(QStringLiteral("a"), State::Durable)); // its state only goes forward
    QCOMPARE(states(), QStringLiteral("ssg"));
}

QTEST_GUILESS_MAIN(TestMessageReach)
#include "tst_messagereach.moc"
