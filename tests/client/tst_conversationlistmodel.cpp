#include "client/conversationlistmodel.h"

#include "support/conversationrows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace ventanilla::console;

class TestConversationListModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void putsTheNewestOnTop();
    void showsARow();
    void mergesOnlyWhatIsNewer();
    void movesOnLiveMessages();
    void appliesAMessageOnce();
    void takesNewConversations();
    void takesUnstoredMessages();
    void keepsUnstoredMessagesInMerges();
    void knowsWhoIsThere();
    void knowsWhoIsUnanswered();
    void makesPreviewsOneLine();
    void marksTheOpenOne();
    void showsWhoIsWriting();
    void showsDrafts();
    void clears();
    void holdsTheOrder();
    void survivesRandomUse();

private:
    QString order() const;
    QVariant at(const QString &user, int role) const { return m_model->indexOf(user).data(role); }

    std::unique_ptr<ConversationListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConversationListModel::init()
{
    m_model = std::make_unique<ConversationListModel>(agent);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->merge({conversation(ana, 10), conversation(bob, 20), conversation(eva, 15)});
}

QString TestConversationListModel::order() const
{
    QStringList users;
    for (int row = 0; row < m_model->rowCount(); ++row)
        users.append(m_model->index(row).data(ConversationListModel::UserRole).toString());
    return users.join(u' ');
}

void TestConversationListModel::putsTheNewestOnTop()
{
    QCOMPARE(order(), QStringLiteral("bob eva ana"));
    QCOMPARE(at(bob, ConversationListModel::LastIdRole).toLongLong(), 20);
    QVERIFY(!m_model->indexOf(QStringLiteral("nobody")).isValid());
}

void TestConversationListModel::showsARow()
{
    QCOMPARE(at(ana, ConversationListModel::NameRole).toString(), QStringLiteral("ANA"));
    QCOMPARE(at(ana, ConversationListModel::PreviewRole).toString(), QStringLiteral("text 10"));
    QCOMPARE(at(ana, ConversationListModel::PreviewAuthorRole).toString(), ana);
    QCOMPARE(at(ana, ConversationListModel::PreviewOwnRole).toBool(), false);
    QCOMPARE(at(ana, ConversationListModel::LastAtRole).toLongLong(), 10'000);
    QCOMPARE(at(ana, ConversationListModel::LastIdRole).toLongLong(), 10);
    QCOMPARE(at(ana, ConversationListModel::OnlineRole).toBool(), false);
    QVERIFY(!at(ana, ConversationListModel::UnansweredSinceRole).isValid());
}

void TestConversationListModel::mergesOnlyWhatIsNewer()
{
    m_model->merge({conversation(ana, 9)});
    QCOMPARE(at(ana, ConversationListModel::LastIdRole).toLongLong(), 10);
    ConversationRow changed = conversation(ana, 10);
    changed.version = 30;
    changed.name = QStringLiteral("Ana García");
    m_model->merge({changed});
    QCOMPARE(at(ana, ConversationListModel::NameRole).toString(), QStringLiteral("Ana García"));
    QCOMPARE(order(), QStringLiteral("bob eva ana")); // only messages move a row
    m_model->merge({conversation(ana, 31)});
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    m_model->apply(message(eva, 40));
    m_model->merge({conversation(eva, 15)}); // a page that was fetched before
    QCOMPARE(at(eva, ConversationListModel::LastIdRole).toLongLong(), 40);
    QSignalSpy announced(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->merge({conversation(ana, 31), conversation(eva, 15)});
    QCOMPARE(announced.size(), 0);
}

void TestConversationListModel::movesOnLiveMessages()
{
    const QPersistentModelIndex bobs = m_model->indexOf(bob);
    QVERIFY(m_model->apply(message(ana, 21)));
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    QCOMPARE(bobs.row(), 1);
    QVERIFY(m_model->apply(message(eva, 22, agent)));
    QCOMPARE(order(), QStringLiteral("eva ana bob"));
    QVERIFY(at(eva, ConversationListModel::PreviewOwnRole).toBool());
    QCOMPARE(m_model->totalUnread(), 0);
}

void TestConversationListModel::appliesAMessageOnce()
{
    QVERIFY(m_model->apply(message(ana, 21)));
    QVERIFY(!m_model->apply(message(ana, 21)));
    QVERIFY(!m_model->apply(message(ana, 5)));
    QCOMPARE(at(ana, ConversationListModel::LastIdRole).toLongLong(), 21);
}

void TestConversationListModel::takesNewConversations()
{
    QVERIFY(m_model->apply(message(QStringLiteral("zoe"), 30)));
    QCOMPARE(order(), QStringLiteral("zoe bob eva ana"));
    QCOMPARE(at(QStringLiteral("zoe"), ConversationListModel::NameRole).toString(), QStringLiteral("ZOE"));
    QVERIFY(m_model->apply(message(QStringLiteral("yan"), 31, agent))); // an agent wrote first
    QCOMPARE(at(QStringLiteral("yan"), ConversationListModel::NameRole).toString(), QStringLiteral("yan"));
    m_model->apply(message(QStringLiteral("yan"), 32));
    QCOMPARE(at(QStringLiteral("yan"), ConversationListModel::NameRole).toString(), QStringLiteral("YAN"));
    Message nowhere = message(ana, 33);
    nowhere.conversation.clear();
    QVERIFY(!m_model->apply(nowhere));
}

void TestConversationListModel::takesUnstoredMessages()
{
    QVERIFY(m_model->apply(message(ana, std::nullopt)));
    QVERIFY(!m_model->apply(message(ana, std::nullopt)));
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    QCOMPARE(at(ana, ConversationListModel::LastIdRole).toLongLong(), 10);
    QCOMPARE(at(ana, ConversationListModel::PreviewRole).toString(), QStringLiteral("unstored"));
    m_model->apply(message(eva, 21));
    QCOMPARE(order(), QStringLiteral("eva ana bob"));
}

void TestConversationListModel::keepsUnstoredMessagesInMerges()
{
    m_model->apply(message(ana, std::nullopt));
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    ConversationRow changed = conversation(ana, 10);
    changed.name = QStringLiteral("Ana García");
    m_model->merge({changed});
    QCOMPARE(at(ana, ConversationListModel::NameRole).toString(), QStringLiteral("Ana García"));
    QCOMPARE(at(ana, ConversationListModel::PreviewRole).toString(), QStringLiteral("unstored"));
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    QVERIFY(moved.isEmpty());
}

void TestConversationListModel::knowsWhoIsThere()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setPresent({ana, bob, QStringLiteral("zoe")});
    QCOMPARE(changed.size(), 1); // of all of them at once
    QVERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    QVERIFY(!at(eva, ConversationListModel::OnlineRole).toBool());
    m_model->setPresent({bob, eva, QStringLiteral("zoe")});
    QCOMPARE(changed.size(), 2); // one came, one went
    QVERIFY(!at(ana, ConversationListModel::OnlineRole).toBool());
    m_model->apply(message(QStringLiteral("zoe"), 30)); // was there before the row
    QVERIFY(at(QStringLiteral("zoe"), ConversationListModel::OnlineRole).toBool());
    ConversationRow row = conversation(ana, 31);
    row.online = true; // of the time when it was read
    m_model->merge({row});
    QVERIFY(!at(ana, ConversationListModel::OnlineRole).toBool());
}

void TestConversationListModel::knowsWhoIsUnanswered()
{
    m_model->apply(message(ana, 21));
    m_model->apply(message(ana, 22));
    QCOMPARE(at(ana, ConversationListModel::UnansweredSinceRole).toLongLong(), 21'000);
    m_model->apply(message(ana, 23, QStringLiteral("colleague")));
    QVERIFY(!at(ana, ConversationListModel::UnansweredSinceRole).isValid());
}

void TestConversationListModel::makesPreviewsOneLine()
{
    Message long_ = message(ana, 21);
    long_.text = QStringLiteral("  one\n\n two\t") + QString(5'000, u'x');
    m_model->apply(long_);
    const QString preview = at(ana, ConversationListModel::PreviewRole).toString();
    QVERIFY(preview.startsWith(QStringLiteral("one two xxx")));
    QVERIFY(preview.size() < 300);
}

void TestConversationListModel::marksTheOpenOne()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setOpen(ana);
    m_model->setOpen(ana);
    QCOMPARE(changed.size(), 1);
    QVERIFY(at(ana, ConversationListModel::OpenRole).toBool());
    m_model->setOpen(bob);
    QVERIFY(!at(ana, ConversationListModel::OpenRole).toBool());
    QCOMPARE(m_model->open(), bob);
    m_model->setOpen({});
    QVERIFY(!at(bob, ConversationListModel::OpenRole).toBool());
    m_model->setOpen(QStringLiteral("zoe")); // not there yet
    m_model->apply(message(QStringLiteral("zoe"), 30));
    QVERIFY(at(QStringLiteral("zoe"), ConversationListModel::OpenRole).toBool());
}

void TestConversationListModel::showsWhoIsWriting()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setTyping(ana, QStringLiteral("Ana"));
    m_model->setTyping(ana, QStringLiteral("Ana"));
    m_model->setTyping(QStringLiteral("nobody"), QStringLiteral("Nobody"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(at(ana, ConversationListModel::TypingRole).toString(), QStringLiteral("Ana"));
    m_model->merge({conversation(ana, 31)});
    QCOMPARE(at(ana, ConversationListModel::TypingRole).toString(), QStringLiteral("Ana"));
    m_model->setTyping(ana, {});
    QCOMPARE(at(ana, ConversationListModel::TypingRole).toString(), QString());
}

void TestConversationListModel::showsDrafts()
{
    m_model->setDraft(ana, QStringLiteral(" to be\n continued "));
    m_model->setDraft(QStringLiteral("zoe"), QStringLiteral("x"));
    QCOMPARE(at(ana, ConversationListModel::DraftRole).toString(), QStringLiteral("to be continued"));
    m_model->clear(); // what was written here holds
    m_model->merge({conversation(ana, 31), conversation(QStringLiteral("zoe"), 32)});
    QCOMPARE(at(ana, ConversationListModel::DraftRole).toString(), QStringLiteral("to be continued"));
    QCOMPARE(at(QStringLiteral("zoe"), ConversationListModel::DraftRole).toString(), QStringLiteral("x"));
    m_model->setDraft(ana, {});
    QCOMPARE(at(ana, ConversationListModel::DraftRole).toString(), QString());
}

void TestConversationListModel::clears()
{
    m_model->merge({counted(ana, 30, 5, 2)});
    m_model->setOpen(ana);
    m_model->setPresent({ana});
    QSignalSpy total(m_model.get(), &ConversationListModel::totalUnreadChanged);
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->totalUnread(), 0);
    QCOMPARE(total.size(), 1);
    m_model->merge({counted(ana, 3, 2, 1), conversation(bob, 4)}); // lower numbers
    QCOMPARE(order(), QStringLiteral("bob ana"));
    QCOMPARE(m_model->unread(ana), 1);
    QCOMPARE(m_model->totalUnread(), 1);
    QVERIFY(at(ana, ConversationListModel::OpenRole).toBool());
    QVERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    m_model->apply(message(ana, std::nullopt)); // above the newest there is now
    QCOMPARE(order(), QStringLiteral("ana bob"));
}

void TestConversationListModel::holdsTheOrder()
{
    m_model->setOrderHeld(true);
    const QPersistentModelIndex anas = m_model->indexOf(ana);
    m_model->apply(message(ana, 30));
    m_model->apply(message(QStringLiteral("zoe"), 31));
    m_model->merge({conversation(QStringLiteral("yan"), 32), conversation(eva, 33)});
    QCOMPARE(order(), QStringLiteral("bob eva ana zoe yan"));
    QCOMPARE(at(ana, ConversationListModel::LastIdRole).toLongLong(), 30);
    QCOMPARE(anas.row(), 2);
    m_model->setOrderHeld(false);
    QCOMPARE(order(), QStringLiteral("eva yan zoe ana bob"));
    QCOMPARE(anas.row(), 3);
    QCOMPARE(anas.data(ConversationListModel::UserRole).toString(), ana);
    QCOMPARE(m_model->indexOf(ana).row(), 3);
}

void TestConversationListModel::survivesRandomUse()
{
    std::srand(1);
    for (int step = 0; step < 600; ++step) {
        const QString user = QStringLiteral("u%1").arg(std::rand() % 30);
        const qint64 id = 1 + std::rand() % 500;
        const qint64 count = std::rand() % 20;
        switch (std::rand() % 7) {
        case 0: m_model->merge({counted(user, id, count, std::rand() % 20)}); break;
        case 1: m_model->setOrderHeld(std::rand() % 2); break;
        case 2: m_model->apply(ReadCursor {user, agent, id, id, count}); break;
        case 3: m_model->assumeRead(user); break;
        default: {
            const bool hasId = std::rand() % 9;
            m_model->apply(counted(message(user, hasId ? std::optional(id) : std::nullopt), count));
        }
        }
    }
    m_model->setOrderHeld(false);
    int total = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        QCOMPARE(m_model->indexOf(index.data(ConversationListModel::UserRole).toString()).row(), row);
        total += index.data(ConversationListModel::UnreadRole).toInt();
    }
    QVERIFY(total > 0);
    QCOMPARE(m_model->totalUnread(), total);
}

QTEST_GUILESS_MAIN(TestConversationListModel)
#include "tst_conversationlistmodel.moc"
