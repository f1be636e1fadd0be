#include "client/conversationlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

namespace {

ConversationRow conversation(const QString &user, qint64 lastId)
{
    ConversationRow row;
    row.user = user;
    row.name = user.toUpper();
    row.version = lastId;
    row.last = {lastId, user, QStringLiteral("text %1").arg(lastId), lastId * 1000};
    return row;
}

Message message(const QString &user, std::optional<qint64> id, const QString &from = {})
{
    Message made;
    made.id = id;
    made.from = from.isEmpty() ? user : from;
    made.to = from.isEmpty() ? QStringLiteral("admin") : user;
    made.text = id ? QStringLiteral("text %1").arg(*id) : QStringLiteral("unstored");
    made.sentAtMs = id.value_or(500) * 1000;
    made.fromName = from.isEmpty() ? user.toUpper() : from;
    made.conversation = user;
    return made;
}

const QString ana = QStringLiteral("ana");
const QString bob = QStringLiteral("bob");
const QString eva = QStringLiteral("eva");
const QString agent = QStringLiteral("lucas");

} // namespace

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
    void knowsThatWhoWritesIsOnline();
    void knowsWhoIsUnanswered();
    void makesPreviewsOneLine();
    void marksTheOpenOne();
    void countsUnread();
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
    QCOMPARE(m_model->lastId(bob), 20);
    QCOMPARE(m_model->lastId(QStringLiteral("nobody")), 0);
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
    m_model->addUnread(ana, 3);
    m_model->merge({conversation(ana, 9)});
    QCOMPARE(m_model->lastId(ana), 10);
    ConversationRow changed = conversation(ana, 10);
    changed.version = 30;
    changed.name = QStringLiteral("Ana García");
    changed.online = true;
    m_model->merge({changed});
    QCOMPARE(at(ana, ConversationListModel::NameRole).toString(), QStringLiteral("Ana García"));
    QVERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    QCOMPARE(order(), QStringLiteral("bob eva ana")); // only messages move a row
    QCOMPARE(m_model->unread(ana), 3);
    m_model->merge({conversation(ana, 31)});
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    m_model->apply(message(eva, 40));
    m_model->merge({conversation(eva, 15)}); // a page that was fetched before
    QCOMPARE(m_model->lastId(eva), 40);
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
    QCOMPARE(m_model->lastId(ana), 21);
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
    QCOMPARE(m_model->lastId(ana), 10);
    QCOMPARE(at(ana, ConversationListModel::PreviewRole).toString(), QStringLiteral("unstored"));
    m_model->apply(message(eva, 21));
    QCOMPARE(order(), QStringLiteral("eva ana bob"));
}

void TestConversationListModel::keepsUnstoredMessagesInMerges()
{
    m_model->apply(message(ana, std::nullopt));
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    ConversationRow changed = conversation(ana, 10);
    changed.online = true;
    m_model->merge({changed});
    QVERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    QCOMPARE(at(ana, ConversationListModel::PreviewRole).toString(), QStringLiteral("unstored"));
    QCOMPARE(order(), QStringLiteral("ana bob eva"));
    QVERIFY(moved.isEmpty());
}

void TestConversationListModel::knowsThatWhoWritesIsOnline()
{
    m_model->apply(message(ana, 21, QStringLiteral("colleague")));
    QVERIFY(!at(ana, ConversationListModel::OnlineRole).toBool());
    m_model->apply(message(ana, 22));
    QVERIFY(at(ana, ConversationListModel::OnlineRole).toBool());
    m_model->merge({conversation(ana, 22)}); // gone meanwhile
    QVERIFY(!at(ana, ConversationListModel::OnlineRole).toBool());
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->merge({conversation(ana, 22)});
    QVERIFY(changed.isEmpty());
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

void TestConversationListModel::countsUnread()
{
    QSignalSpy total(m_model.get(), &ConversationListModel::totalUnreadChanged);
    m_model->addUnread(ana);
    m_model->addUnread(ana, 2);
    m_model->addUnread(bob);
    m_model->addUnread(QStringLiteral("nobody"));
    QCOMPARE(m_model->unread(ana), 3);
    QCOMPARE(at(ana, ConversationListModel::UnreadRole).toInt(), 3);
    QCOMPARE(m_model->totalUnread(), 4);
    QCOMPARE(total.size(), 3);
    m_model->clearUnread(ana);
    m_model->clearUnread(ana);
    QCOMPARE(m_model->totalUnread(), 1);
    QCOMPARE(total.size(), 4);
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
    for (int step = 0; step < 300; ++step) {
        const QString user = QStringLiteral("u%1").arg(std::rand() % 30);
        const qint64 id = 1 + std::rand() % 500;
        switch (std::rand() % 4) {
        case 0: m_model->merge({conversation(user, id)}); break;
        case 1: m_model->setOrderHeld(std::rand() % 2); break;
        default: m_model->apply(message(user, std::rand() % 9 ? std::optional(id) : std::nullopt));
        }
    }
    m_model->setOrderHeld(false);
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->indexOf(m_model->index(row).data(ConversationListModel::UserRole).toString()).row(),
                 row);
}

QTEST_GUILESS_MAIN(TestConversationListModel)
#include "tst_conversationlistmodel.moc"
