#include "client/messagelistmodel.h"

#include "support/threadmessages.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace ventanilla::thread;
using State = OutgoingMessage::State;

class TestMessageListModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_tester.reset(); }
    void ordersById_data();
    void ordersById();
    void insertsPagesInOneRun();
    void completesWhatItHas();
    void ignoresOtherConversations();
    void keepsPendingBehind();
    void putsAcknowledgedInPlace();
    void mergesEchoAndHistoryByKey();
    void neverGoesBack();
    void movesRetriedToTheEnd();
    void discardsOnlyPending();
    void keepsUnstoredInPlace();
    void takesMessagesOfTheOriginal();
    void clearsHistory();
    void showsNothingBeforeItsBegin();
    void keepsUnstoredBehindTheFirstPage();
    void survivesRandomUse();

private:
    QStringList texts() const;
    QVariant at(int row, int role) const { return m_model->index(row).data(role); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestMessageListModel::init()
{
    m_model = std::make_unique<MessageListModel>(agent, user);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

QStringList TestMessageListModel::texts() const
{
    QStringList list;
    for (int row = 0; row < m_model->rowCount(); ++row)
        list.append(at(row, MessageListModel::TextRole).toString());
    return list;
}

void TestMessageListModel::ordersById_data()
{
    QTest::addColumn<QList<qint64>>("ids");
    QTest::newRow("in order") << QList<qint64> {1, 2, 3, 4, 5};
    QTest::newRow("backwards") << QList<qint64> {5, 4, 3, 2, 1};
    QTest::newRow("mixed") << QList<qint64> {3, 1, 5, 2, 4};
    QTest::newRow("twice") << QList<qint64> {3, 1, 3, 5, 2, 1, 4, 5};
}

void TestMessageListModel::ordersById()
{
    QFETCH(const QList<qint64>, ids);
    const QStringList expected = QStringLiteral("1 2 3 4 5").split(u' ');
    for (const qint64 id : ids)
        m_model->merge(QList<Message> {message(id)});
    QCOMPARE(texts(), expected);
    QCOMPARE(m_model->newestId(), 5);

    MessageListModel atOnce(agent, user);
    QList<Message> all;
    for (const qint64 id : ids)
        all.append(message(id));
    atOnce.merge(all);
    QCOMPARE(atOnce.rowCount(), 5);
    QCOMPARE(atOnce.index(4).data(MessageListModel::IdRole).toLongLong(), 5);
}

void TestMessageListModel::insertsPagesInOneRun()
{
    m_model->merge(page(51, 100));
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->merge(page(41, 60)); // half of it is known
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted[0][1].toInt(), 0);
    QCOMPARE(inserted[0][2].toInt(), 9);
    m_model->merge(page(1, 120)); // one before, one behind
    QCOMPARE(inserted.size(), 3);
    QCOMPARE(m_model->rowCount(), 120);
}

void TestMessageListModel::completesWhatItHas()
{
    m_model->merge({message(1)});
    Message better = message(1);
    better.fromName = QStringLiteral("Ana García");
    m_model->merge({better});
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(at(0, MessageListModel::AuthorRole).toString(), QStringLiteral("Ana García"));
}

void TestMessageListModel::ignoresOtherConversations()
{
    Message other = message(1);
    other.conversation = QStringLiteral("bob");
    m_model->merge({other});
    QCOMPARE(m_model->rowCount(), 0);
    MessageListModel own(user, user); // an end user has but one thread
    own.merge({other});
    QCOMPARE(own.rowCount(), 1);
}

void TestMessageListModel::keepsPendingBehind()
{
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("b"), State::Failed));
    m_model->merge(outgoing(QStringLiteral("c")));
    m_model->merge(page(1, 2));
    QCOMPARE(texts(), QStringLiteral("1 2 a b c").split(u' '));
    QVERIFY(!at(2, MessageListModel::IdRole).isValid());
    QCOMPARE(at(2, MessageListModel::KeyRole).toString(), QStringLiteral("a"));
    QCOMPARE(at(3, MessageListModel::StateRole).toInt(), static_cast<int>(State::Failed));
    QCOMPARE(at(3, MessageListModel::ErrorRole).toInt(), static_cast<int>(ErrorCode::NotStored));
    QVERIFY(!at(2, MessageListModel::ErrorRole).isValid());
    QCOMPARE(m_model->newestId(), 2);
}

void TestMessageListModel::putsAcknowledgedInPlace()
{
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("b")));
    const QPersistentModelIndex a = m_model->index(0);
    const QVariant identity = a.data(MessageListModel::IdentityRole);
    m_model->merge({message(3)}); // another wrote meanwhile
    m_model->merge(stored(QStringLiteral("a"), 2));
    QCOMPARE(texts(), QStringLiteral("a 3 b").split(u' '));
    QCOMPARE(a.row(), 0);
    QCOMPARE(a.data(MessageListModel::IdentityRole), identity);
    QCOMPARE(a.data(MessageListModel::StateRole).toInt(), static_cast<int>(State::Stored));
    m_model->merge(stored(QStringLiteral("b"), 4));
    QCOMPARE(texts(), QStringLiteral("a 3 b").split(u' '));
    QCOMPARE(m_model->newestId(), 4);
}

void TestMessageListModel::mergesEchoAndHistoryByKey()
{
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge({message(7, agent, QStringLiteral("a"))});
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(at(0, MessageListModel::IdRole).toLongLong(), 7);
    QCOMPARE(at(0, MessageListModel::StateRole).toInt(), static_cast<int>(State::Stored));
    m_model->merge({message(8, user, QStringLiteral("a"))}); // the same key of another sender
    QCOMPARE(m_model->rowCount(), 2);
}

void TestMessageListModel::neverGoesBack()
{
    m_model->merge({message(7, agent, QStringLiteral("a"))});
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("a"), State::Failed));
    m_model->merge({message(std::nullopt, agent, QStringLiteral("a"))});
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(at(0, MessageListModel::IdRole).toLongLong(), 7);
    QCOMPARE(at(0, MessageListModel::StateRole).toInt(), static_cast<int>(State::Stored));
    QCOMPARE(at(0, MessageListModel::AuthorRole).toString(), QStringLiteral("LUCAS"));
}

void TestMessageListModel::movesRetriedToTheEnd()
{
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(outgoing(QStringLiteral("b")));
    m_model->merge(outgoing(QStringLiteral("a"), State::Failed));
    QCOMPARE(texts(), QStringLiteral("a b").split(u' '));
    m_model->merge(outgoing(QStringLiteral("a")));
    QCOMPARE(texts(), QStringLiteral("b a").split(u' '));
    QVERIFY(!at(1, MessageListModel::ErrorRole).isValid());
}

void TestMessageListModel::discardsOnlyPending()
{
    m_model->merge({message(1, agent, QStringLiteral("a"))});
    m_model->merge(outgoing(QStringLiteral("b"), State::Failed));
    m_model->discard(QStringLiteral("a"));
    m_model->discard(QStringLiteral("unknown"));
    QCOMPARE(m_model->rowCount(), 2);
    m_model->discard(QStringLiteral("b"));
    QCOMPARE(texts(), QStringList({QStringLiteral("1")}));
}

void TestMessageListModel::keepsUnstoredInPlace()
{
    m_model->merge(outgoing(QStringLiteral("pending")));
    m_model->merge(page(1, 2));
    m_model->merge({message(std::nullopt, user, QStringLiteral("x"))});
    m_model->merge({message(std::nullopt, user, QStringLiteral("x"))});
    m_model->merge({message(3)});
    QCOMPARE(texts(), QStringLiteral("1 2 unstored 3 pending").split(u' '));
    m_model->merge({message(4, user, QStringLiteral("x"))}); // stored after all
    QCOMPARE(texts(), QStringLiteral("1 2 3 4 pending").split(u' '));
}

void TestMessageListModel::takesMessagesOfTheOriginal()
{
    Message keyless = message(5);
    keyless.key.clear();
    m_model->merge({keyless});
    m_model->merge({keyless, message(6)});
    QCOMPARE(m_model->rowCount(), 2);
    m_model->merge({message(5)}); // now with its key
    QCOMPARE(m_model->rowCount(), 2);
    Message nothing = message(std::nullopt);
    m_model->merge({nothing, nothing}); // nothing tells these two apart from two alike
    QCOMPARE(m_model->rowCount(), 4);
}

void TestMessageListModel::clearsHistory()
{
    m_model->clearHistory();
    m_model->merge(outgoing(QStringLiteral("a")));
    m_model->merge(page(1, 3));
    m_model->merge({message(std::nullopt, user, QStringLiteral("x"))});
    m_model->clearHistory();
    QCOMPARE(texts(), QStringList({QStringLiteral("a")}));
    QVERIFY(!m_model->newestId());
    m_model->merge(page(1, 3));
    QCOMPARE(m_model->rowCount(), 4);
}

// Written again after a restart, or acknowledged late, with the id that it has had for long.
void TestMessageListModel::showsNothingBeforeItsBegin()
{
    m_model->merge(stored(QStringLiteral("early"), 7));
    m_model->merge(outgoing(QStringLiteral("waiting")));
    m_model->mergePage(page(11, 12), 11);
    const QStringList behindAPage {QStringLiteral("11"), QStringLiteral("12"), QStringLiteral("waiting")};
    QCOMPARE(texts(), behindAPage);
    m_model->merge(stored(QStringLiteral("late"), 8));
    m_model->merge({message(9)});
    QCOMPARE(texts(), behindAPage);
    m_model->merge(stored(QStringLiteral("waiting"), 10));
    QCOMPARE(texts(), behindAPage.mid(0, 2));
    m_model->mergePage(
        {message(8, agent, QStringLiteral("late")), message(10, agent, QStringLiteral("waiting"))}, 1);
    QCOMPARE(texts(), QStringLiteral("8 10 11 12").split(u' '));
}

void TestMessageListModel::keepsUnstoredBehindTheFirstPage()
{
    m_model->merge({message(std::nullopt, user, QStringLiteral("x"))});
    m_model->merge({message(std::nullopt, user, QStringLiteral("y"))});
    m_model->mergePage(page(1, 2), 1);
    QCOMPARE(texts(), QStringLiteral("1 2 unstored unstored").split(u' '));
    QCOMPARE(at(2, MessageListModel::KeyRole), QStringLiteral("x"));
    m_model->merge({message(3)});
    QCOMPARE(texts(), QStringLiteral("1 2 unstored unstored 3").split(u' '));
}

void TestMessageListModel::survivesRandomUse()
{
    std::srand(1);
    QList<qint64> expected;
    for (int step = 0; step < 400; ++step) {
        const qint64 id = 1 + std::rand() % 60;
        const QString key = QStringLiteral("p%1").arg(std::rand() % 20);
        switch (std::rand() % 5) {
        case 0: m_model->merge(page(id, id + std::rand() % 5)); break;
        case 1: m_model->merge(outgoing(key, std::rand() % 2 ? State::Waiting : State::Failed)); break;
        case 2: m_model->merge(stored(key, 1000 + key.mid(1).toInt())); break;
        case 3: m_model->discard(key); break;
        default: m_model->merge({message(std::nullopt, user, QStringLiteral("u%1").arg(id))});
        }
    }
    qint64 last = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QVariant id = at(row, MessageListModel::IdRole);
        if (id.isValid())
            QVERIFY(std::exchange(last, id.toLongLong()) < id.toLongLong());
    }
}

QTEST_GUILESS_MAIN(TestMessageListModel)
#include "tst_messagelistmodel.moc"
