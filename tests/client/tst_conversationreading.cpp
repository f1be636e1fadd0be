// What ConversationListModel knows of what is read: by this person, and by the end user.

#include "client/conversationlistmodel.h"

#include "support/conversationrows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace ventanilla::console;

class TestConversationReading : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void countsUnread();
    void countsWhatComes();
    void countsMessagesWithoutAnIdOnce();
    void dropsThemWhenALaterOneIsRead();
    void takesTheOwnCursor_data();
    void takesTheOwnCursor();
    void assumesThatItIsRead();
    void tellsHowFarTheUserIs();
    void takesMarksBeforeTheRow();
    void knowsWhatHasNoRow();

private:
    QVariant at(const QString &user, int role) const { return m_model->indexOf(user).data(role); }

    std::unique_ptr<ConversationListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConversationReading::init()
{
    m_model = std::make_unique<ConversationListModel>(agent);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->merge({conversation(ana, 10), conversation(bob, 20), conversation(eva, 15)});
}

void TestConversationReading::countsUnread()
{
    QSignalSpy total(m_model.get(), &ConversationListModel::totalUnreadChanged);
    m_model->merge(
        {counted(ana, 30, 5, 2), counted(bob, 31, 4, 4), counted(QStringLiteral("zoe"), 32, 1, 0)});
    QCOMPARE(m_model->unread(ana), 3);
    QCOMPARE(at(ana, ConversationListModel::UnreadRole).toInt(), 3);
    QCOMPARE(m_model->unread(bob), 0);
    QCOMPARE(m_model->unread(QStringLiteral("zoe")), 1);
    QCOMPARE(m_model->unread(QStringLiteral("nobody")), 0);
    QCOMPARE(m_model->totalUnread(), 4);
    QCOMPARE(total.size(), 1);
    m_model->merge({counted(ana, 30, 5, 2), counted(bob, 29, 3, 3)});
    QCOMPARE(total.size(), 1);
    QCOMPARE(m_model->ownReading(ana), (OwnReading {29, 29, 2}));
    QCOMPARE(m_model->ownReading(QStringLiteral("nobody")), OwnReading());
}

void TestConversationReading::countsWhatComes()
{
    m_model->merge({counted(ana, 30, 5, 5)});
    m_model->apply(counted(message(ana, 32), 7)); // 31 comes late, by a catch-up
    QCOMPARE(m_model->unread(ana), 2);
    m_model->apply(counted(message(ana, 31), 6));
    m_model->apply(counted(message(ana, 32), 7));
    QCOMPARE(m_model->unread(ana), 2);
    m_model->apply(counted(message(ana, 33, agent), 7)); // of the staff
    QCOMPARE(m_model->totalUnread(), 2);
    m_model->apply(counted(message(QStringLiteral("zoe"), 34), 1));
    QCOMPARE(m_model->totalUnread(), 3);
}

void TestConversationReading::countsMessagesWithoutAnIdOnce()
{
    m_model->merge({counted(ana, 30, 5, 5)});
    Message unstored = message(ana, std::nullopt);
    unstored.key = QStringLiteral("k");
    m_model->apply(unstored);
    m_model->apply(unstored);
    QCOMPARE(m_model->unread(ana), 1);
    Message confirmed = counted(message(ana, 31), 6);
    confirmed.key = QStringLiteral("k");
    m_model->apply(confirmed);
    QCOMPARE(m_model->unread(ana), 1);
    unstored.from = agent;
    unstored.key = QStringLiteral("k2");
    m_model->apply(unstored);
    QCOMPARE(m_model->unread(ana), 1);
}

void TestConversationReading::dropsThemWhenALaterOneIsRead()
{
    m_model->merge({counted(ana, 30, 5, 5)});
    Message unnumbered = message(ana, {});
    unnumbered.key = QStringLiteral("one");
    m_model->apply(unnumbered);
    m_model->apply(counted(message(ana, 32), 6));
    QCOMPARE(m_model->unread(ana), 2);
    m_model->apply(ReadCursor {ana, agent, 32, 33, 6, 0}); // in another window
    QCOMPARE(m_model->unread(ana), 0);
    QCOMPARE(m_model->totalUnread(), 0);
}

void TestConversationReading::takesTheOwnCursor_data()
{
    QTest::addColumn<ReadCursor>("cursor");
    QTest::addColumn<int>("unread");
    QTest::newRow("read to the end") << ReadCursor {ana, agent, 30, 40, 5, 0} << 0;
    QTest::newRow("read in part") << ReadCursor {ana, agent, 20, 40, 4, 1} << 1;
    QTest::newRow("marked as unread") << ReadCursor {ana, agent, 5, 40, 1, 4} << 4;
    QTest::newRow("an older one") << ReadCursor {ana, agent, 30, 28, 5, 0} << 3;
    QTest::newRow("a colleague's") << ReadCursor {ana, QStringLiteral("luis"), 30, 40, 5, 0} << 3;
    QTest::newRow("the user's") << ReadCursor {ana, ana, 30, 40, 5, 0} << 3;
    QTest::newRow("of another conversation") << ReadCursor {bob, agent, 30, 40, 5, 0} << 3;
}

void TestConversationReading::takesTheOwnCursor()
{
    QFETCH(const ReadCursor, cursor);
    QFETCH(const int, unread);
    m_model->merge({counted(ana, 30, 5, 2)});
    m_model->apply(cursor);
    m_model->apply(cursor);
    QCOMPARE(m_model->unread(ana), unread);
    QCOMPARE(at(ana, ConversationListModel::UnreadRole).toInt(), unread);
    QCOMPARE(m_model->totalUnread(), unread);
    m_model->merge({counted(ana, 30, 5, 2)}); // an older answer
    QCOMPARE(m_model->unread(ana), unread);
}

void TestConversationReading::assumesThatItIsRead()
{
    m_model->merge({counted(ana, 30, 5, 2)});
    QSignalSpy total(m_model.get(), &ConversationListModel::totalUnreadChanged);
    m_model->assumeRead(ana);
    m_model->assumeRead(ana);
    m_model->assumeRead(QStringLiteral("nobody"));
    QCOMPARE(m_model->unread(ana), 0);
    QCOMPARE(m_model->totalUnread(), 0);
    QCOMPARE(total.size(), 1);
    QCOMPARE(m_model->ownReading(ana).ordinal, 2); // the server has not said so
    m_model->apply(counted(message(ana, 31), 6));
    QCOMPARE(m_model->unread(ana), 1);
    m_model->apply(ReadCursor {ana, agent, 30, 40, 5, 1});
    QCOMPARE(m_model->unread(ana), 1);
}

void TestConversationReading::tellsHowFarTheUserIs()
{
    const auto reach = [this] {
        return std::pair(at(ana, ConversationListModel::UserGotRole).toLongLong(),
                         at(ana, ConversationListModel::UserReadRole).toLongLong());
    };
    using Reach = std::pair<qint64, qint64>;
    m_model->apply(Delivery {ana, ana, 9, 40});
    m_model->apply(ReadCursor {ana, ana, 7, 41});
    QCOMPARE(reach(), Reach(9, 7));
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->apply(Delivery {ana, ana, 8, 39});
    m_model->apply(ReadCursor {ana, ana, 6, 42});
    m_model->apply(Delivery {ana, agent, 10, 43}); // to the staff
    QCOMPARE(changed.size(), 0);
    ConversationRow row = conversation(ana, 50);
    row.userGotUpTo = 8;
    row.userReadUpTo = 8;
    m_model->merge({row});
    QCOMPARE(reach(), Reach(9, 8));
}

// While the list is on its way, something in it is read elsewhere.
void TestConversationReading::takesMarksBeforeTheRow()
{
    const QString zoe = QStringLiteral("zoe");
    m_model->apply(ReadCursor {zoe, agent, 30, 40, 5, 0});
    m_model->apply(ReadCursor {zoe, zoe, 28, 41});
    m_model->apply(Delivery {zoe, zoe, 29, 42});
    QCOMPARE(m_model->rowCount(), 3);
    m_model->merge({counted(zoe, 30, 5, 2)});
    QCOMPARE(m_model->unread(zoe), 0);
    QCOMPARE(m_model->totalUnread(), 0);
    QCOMPARE(at(zoe, ConversationListModel::UserReadRole).toLongLong(), 28);
    QCOMPARE(at(zoe, ConversationListModel::UserGotRole).toLongLong(), 29);
    m_model->apply(ReadCursor {QStringLiteral("yan"), agent, 30, 43, 5, 0});
    m_model->clear();
    m_model->merge({counted(QStringLiteral("yan"), 30, 5, 2)}); // of another database
    QCOMPARE(m_model->unread(QStringLiteral("yan")), 3);
}

void TestConversationReading::knowsWhatHasNoRow()
{
    const QString zoe = QStringLiteral("zoe");
    const QString yan = QStringLiteral("yan");
    m_model->apply(counted(message(ana, 21), 1));
    QVERIFY(m_model->withoutRow().isEmpty());
    m_model->apply(counted(message(zoe, 30), 4));
    QCOMPARE(m_model->withoutRow(), QSet<QString>({zoe}));
    QCOMPARE(m_model->unread(zoe), 4);
    m_model->merge({counted(zoe, 30, 4, 3)});
    QCOMPARE(m_model->unread(zoe), 1);
    QVERIFY(m_model->withoutRow().isEmpty());
    SyncPage page;
    page.messages = {message(zoe, 31), message(yan, 32), message(QStringLiteral("kim"), 33)};
    page.conversations = {conversation(QStringLiteral("kim"), 33)};
    m_model->apply(page);
    QCOMPARE(m_model->withoutRow(), QSet<QString>({yan}));
    m_model->clear();
    QVERIFY(m_model->withoutRow().isEmpty());
}

QTEST_GUILESS_MAIN(TestConversationReading)
#include "tst_conversationreading.moc"
