// ConversationListModel comes to the same whatever the order in which it learns of things: pages of
// the list, what was missed and what comes live overtake each other.

#include "client/conversationlistmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>
#include <functional>
#include <random>

using namespace ventanilla;

namespace {

const QString agent = QStringLiteral("lucas");

/// One thing that a client may learn.
using Thing = std::function<void(ConversationListModel &)>;

/// A server with few people and much to do, and what it tells of it.
class World
{
public:
    explicit World(unsigned seed)
        : m_random(seed)
    {
    }

    QList<Thing> live(int steps)
    {
        QList<Thing> things;
        for (int step = 0; step < steps; ++step)
            things.append(happen());
        return things;
    }

    Thing wholeList() const
    {
        return [rows = m_rows.values()](ConversationListModel &model) { model.merge(rows); };
    }

private:
    int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(m_random); }

    Thing happen()
    {
        ++m_number;
        const QString user = QStringLiteral("u%1").arg(upTo(7));
        if (!m_rows.contains(user))
            return write(user, user);
        switch (upTo(6)) {
        case 0: return read(user);
        case 1: return readByUser(user);
        case 2: return deliver(user);
        case 3: return assign(user);
        case 4: return write(user, QStringLiteral("eva"));
        case 5: return write(user, agent);
        default: return write(user, user);
        }
    }

    Thing write(const QString &user, const QString &from)
    {
        ConversationRow &row = m_rows[user];
        row.user = user;
        row.name = user;
        row.last = {m_number, from, QStringLiteral("text %1").arg(m_number), m_number * 1000};
        row.version = std::max(row.version, qint64(1));
        (from == user ? row.counts.fromUser : row.counts.fromStaff) += 1;
        Message message;
        message.id = m_number;
        message.from = from;
        message.fromName = from;
        message.text = row.last.text;
        message.sentAtMs = row.last.sentAtMs;
        message.key = QString::number(m_number);
        message.conversation = user;
        message.counts = row.counts;
        return [message](ConversationListModel &model) { model.apply(message); };
    }

    /// Forward, or back as a mark as unread.
    Thing read(const QString &user)
    {
        ConversationRow &row = m_rows[user];
        const qint64 ordinal = upTo(static_cast<int>(row.counts.fromUser));
        row.ownReading = {row.last.id, m_number, ordinal};
        const ReadCursor cursor {user, agent, row.last.id, m_number, ordinal, row.unread()};
        return [cursor](ConversationListModel &model) { model.apply(cursor); };
    }

    Thing readByUser(const QString &user)
    {
        ConversationRow &row = m_rows[user];
        row.userReadUpTo = row.last.id;
        const ReadCursor cursor {user, user, row.last.id, m_number};
        return [cursor](ConversationListModel &model) { model.apply(cursor); };
    }

    Thing deliver(const QString &user)
    {
        ConversationRow &row = m_rows[user];
        row.userGotUpTo = row.last.id;
        const Delivery delivery {user, user, row.last.id, m_number};
        return [delivery](ConversationListModel &model) { model.apply(delivery); };
    }

    Thing assign(const QString &user)
    {
        ConversationRow &row = m_rows[user];
        row.version = m_number;
        return [row](ConversationListModel &model) { model.merge({row}); };
    }

    std::mt19937 m_random;
    qint64 m_number = 0;
    QMap<QString, ConversationRow> m_rows;
};

/// All that it shows, in its order.
QStringList shown(const ConversationListModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList values;
        for (const int role : {ConversationListModel::UserRole, ConversationListModel::NameRole,
                               ConversationListModel::LastIdRole, ConversationListModel::PreviewRole,
                               ConversationListModel::PreviewOwnRole, ConversationListModel::LastAtRole,
                               ConversationListModel::UnreadRole, ConversationListModel::UserGotRole,
                               ConversationListModel::UserReadRole})
            values.append(model.index(row).data(role).toString());
        rows.append(values.join(u' '));
    }
    rows.append(QStringLiteral("in all %1").arg(model.totalUnread()));
    return rows;
}

} // namespace

class TestConversationsInAnyOrder : public QObject
{
    Q_OBJECT

private slots:
    void comesToTheSame_data();
    void comesToTheSame();
};

void TestConversationsInAnyOrder::comesToTheSame_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<bool>("twice");
    for (unsigned seed = 1; seed <= 50; ++seed) {
        QTest::addRow("%u once", seed) << seed << false;
        QTest::addRow("%u twice", seed) << seed << true;
    }
}

void TestConversationsInAnyOrder::comesToTheSame()
{
    QFETCH(const unsigned, seed);
    QFETCH(const bool, twice);
    World world(seed);
    QList<Thing> things = world.live(40);
    things.append(world.wholeList());
    things.append(world.live(40));

    ConversationListModel inOrder(agent);
    for (const Thing &thing : std::as_const(things))
        thing(inOrder);
    ConversationListModel truth(agent);
    world.wholeList()(truth);
    QCOMPARE(shown(inOrder), shown(truth));

    QList<Thing> mixed = twice ? things + things : things;
    std::mt19937 random(seed);
    std::shuffle(mixed.begin(), mixed.end(), random);
    ConversationListModel anyOrder(agent);
    QAbstractItemModelTester tester(&anyOrder, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const Thing &thing : std::as_const(mixed))
        thing(anyOrder);
    QCOMPARE(shown(anyOrder), shown(inOrder));
}

QTEST_GUILESS_MAIN(TestConversationsInAnyOrder)
#include "tst_conversationsinanyorder.moc"
