#include "client/conversationlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace ventanilla;

namespace {

const QString agent = QStringLiteral("lucas");

QString userName(int number)
{
    return QStringLiteral("user%1").arg(number);
}

ConversationRow conversation(int user, qint64 lastId)
{
    ConversationRow row;
    row.user = userName(user);
    row.name = row.user.toUpper();
    row.version = lastId;
    row.last = {lastId, row.user, QStringLiteral("text %1").arg(lastId), lastId * 1000};
    row.counts = {1, 0};
    return row;
}

Message message(int user, qint64 id, qint64 fromUser)
{
    Message made;
    made.id = id;
    made.from = userName(user);
    made.fromName = made.from.toUpper();
    made.to = QStringLiteral("admin");
    made.text = QStringLiteral("text %1").arg(id);
    made.key = QString::number(id);
    made.sentAtMs = id * 1000;
    made.conversation = made.from;
    made.counts = {fromUser, 0};
    return made;
}

/// Everything that the list shows, in its order.
QList<QVariantList> shown(const ConversationListModel &model)
{
    QList<QVariantList> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QVariantList values;
        for (int role = ConversationListModel::UserRole; role <= ConversationListModel::UserReadRole; ++role)
            values.append(model.index(row).data(role));
        rows.append(values);
    }
    return rows;
}

QString order(const ConversationListModel &model)
{
    QStringList users;
    for (int row = 0; row < model.rowCount(); ++row)
        users.append(model.index(row).data(ConversationListModel::UserRole).toString().mid(4));
    return users.join(u' ');
}

} // namespace

/// What the list does with many rows at once: it tells of them together, and ends as if they had come
/// one at a time.
class TestConversationsAtOnce : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void aPageIsOneInsertion();
    void pagesGoBetweenWhatIsThere();
    void whileHeldNewcomersGoToTheEnd();
    void whatWasMissedIsPutInOrderOnce();
    void aNewcomerOfTheSamePageIsOneRow();
    void oneChangeMovesOneRow();
    void endsAsIfOneAtATime_data();
    void endsAsIfOneAtATime();

private:
    std::unique_ptr<ConversationListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConversationsAtOnce::init()
{
    m_model = std::make_unique<ConversationListModel>(agent);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestConversationsAtOnce::aPageIsOneInsertion()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy unread(m_model.get(), &ConversationListModel::totalUnreadChanged);
    m_model->merge({conversation(1, 10), conversation(2, 30), conversation(3, 20)});
    QCOMPARE(order(*m_model), QStringLiteral("2 3 1"));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(unread.size(), 1);
    QCOMPARE(m_model->totalUnread(), 3);
    m_model->merge({conversation(4, 9), conversation(5, 8)});
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(order(*m_model), QStringLiteral("2 3 1 4 5"));
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->indexOf(m_model->index(row).data(ConversationListModel::UserRole).toString()).row(),
                 row);
}

void TestConversationsAtOnce::pagesGoBetweenWhatIsThere()
{
    m_model->merge({conversation(1, 40), conversation(2, 20)});
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->merge({conversation(3, 50), conversation(4, 31), conversation(5, 30), conversation(6, 1)});
    QCOMPARE(order(*m_model), QStringLiteral("3 1 4 5 2 6"));
    QCOMPARE(inserted.size(), 3);
}

void TestConversationsAtOnce::whileHeldNewcomersGoToTheEnd()
{
    m_model->merge({conversation(1, 40), conversation(2, 20)});
    m_model->setOrderHeld(true);
    const QPersistentModelIndex second = m_model->indexOf(userName(2));
    SyncPage page;
    page.messages = {message(2, 50, 2), message(3, 51, 1), message(1, 52, 2)};
    m_model->apply(page);
    QCOMPARE(order(*m_model), QStringLiteral("1 2 3"));
    QCOMPARE(second.row(), 1);
    m_model->setOrderHeld(false);
    QCOMPARE(order(*m_model), QStringLiteral("1 3 2"));
    QCOMPARE(second.row(), 2);
}

void TestConversationsAtOnce::whatWasMissedIsPutInOrderOnce()
{
    m_model->merge({conversation(1, 40), conversation(2, 30), conversation(3, 20), conversation(4, 10)});
    const QPersistentModelIndex fourth = m_model->indexOf(userName(4));
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy laidOut(m_model.get(), &QAbstractItemModel::layoutChanged);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy unread(m_model.get(), &ConversationListModel::totalUnreadChanged);
    SyncPage page;
    page.messages = {message(3, 50, 2), message(4, 51, 2), message(4, 52, 3)};
    page.reads = {{userName(1), agent, 40, 53, 1}};
    m_model->apply(page);
    QCOMPARE(order(*m_model), QStringLiteral("4 3 1 2"));
    QCOMPARE(fourth.row(), 0);
    QCOMPARE(moved.size(), 0);
    QCOMPARE(laidOut.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first()[0].toModelIndex().row(), 0);
    QCOMPARE(changed.first()[1].toModelIndex().row(), 2);
    QCOMPARE(unread.size(), 1);
    QCOMPARE(m_model->totalUnread(), 0 + 1 + 2 + 3);
}

void TestConversationsAtOnce::aNewcomerOfTheSamePageIsOneRow()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    SyncPage page;
    page.messages = {message(1, 50, 1), message(1, 51, 2)};
    page.reads = {{userName(1), agent, 50, 52, 1}};
    page.deliveries = {{userName(1), userName(1), 49, 53}};
    m_model->apply(page);
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(m_model->indexOf(userName(1)).data(ConversationListModel::LastIdRole).toLongLong(), 51);
    QCOMPARE(m_model->unread(userName(1)), 1);
    QCOMPARE(m_model->totalUnread(), 1);
    QCOMPARE(m_model->index(0).data(ConversationListModel::UserGotRole).toLongLong(), 49);
}

void TestConversationsAtOnce::oneChangeMovesOneRow()
{
    m_model->merge({conversation(1, 40), conversation(2, 30), conversation(3, 20)});
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy laidOut(m_model.get(), &QAbstractItemModel::layoutChanged);
    SyncPage page;
    page.messages = {message(3, 50, 2), message(3, 51, 3)};
    m_model->apply(page);
    QCOMPARE(order(*m_model), QStringLiteral("3 1 2"));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(laidOut.size(), 0);
}

void TestConversationsAtOnce::endsAsIfOneAtATime_data()
{
    QTest::addColumn<bool>("held");
    QTest::newRow("free") << false;
    QTest::newRow("held") << true;
}

void TestConversationsAtOnce::endsAsIfOneAtATime()
{
    QFETCH(bool, held);
    std::mt19937 random(7);
    const auto below = [&random](int bound) {
        return static_cast<int>(random() % static_cast<unsigned>(bound));
    };
    ConversationListModel other(agent);
    for (int step = 0; step < 200; ++step) {
        for (ConversationListModel *model : {m_model.get(), &other})
            model->setOrderHeld(held && step % 10 < 8);
        SyncPage page;
        for (int i = below(12); i > 0; --i) {
            const int user = below(40);
            const qint64 id = 1 + below(500);
            switch (below(4)) {
            case 0: page.conversations.append(conversation(user, id)); break;
            case 1: page.reads.append({userName(user), agent, id, 1'000 + step, id / 10}); break;
            case 2: page.deliveries.append({userName(user), userName(user), id, 1'000 + step}); break;
            default: page.messages.append(message(user, id, id / 5));
            }
        }
        m_model->apply(page);
        for (const ConversationRow &row : page.conversations)
            other.merge({row});
        for (const Message &each : page.messages)
            other.apply(each);
        for (const ReadCursor &cursor : page.reads)
            other.apply(cursor);
        for (const Delivery &delivery : page.deliveries)
            other.apply(delivery);
        QCOMPARE(shown(*m_model), shown(other));
        QCOMPARE(m_model->totalUnread(), other.totalUnread());
    }
}

QTEST_GUILESS_MAIN(TestConversationsAtOnce)
#include "tst_conversationsatonce.moc"
