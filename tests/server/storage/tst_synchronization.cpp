#include "storage/synchronization.h"
#include "support/numbereddatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Data = NumberedDatabase;

/// Who is told what.
class TestSynchronization : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsStaffEverything();
    void tellsAUserTheirOwn();
    void tellsNothingOfOthers();
    void tellsWhatOthersSentIfItIsAllowed();
    void beginsBehindTheNumber_data();
    void beginsBehindTheNumber();
    void knowsNothingAboveTheLastNumber();
    void tellsAUserWhereTheyStand();

private:
    SyncPage page(const Reader &who, qint64 after = 0, qint64 limit = 500)
    {
        return page(SyncQuery {who, false, after, limit});
    }
    SyncPage page(const SyncQuery &query)
    {
        const auto page = Synchronization(m_data->database).read(query);
        if (!page)
            qWarning("%s", qUtf8Printable(page.error().message));
        return page ? *page : SyncPage {{}, {}, {}, {}, -1, false};
    }

    std::unique_ptr<NumberedDatabase> m_data;
};

Q_DECLARE_METATYPE(Reader)

namespace {

QList<qint64> idsOf(const SyncPage &page)
{
    QList<qint64> ids;
    for (const Message &message : page.messages)
        ids.append(*message.id);
    return ids;
}

/// What of it is above this number.
SyncPage behind(SyncPage page, qint64 number)
{
    page.messages.removeIf([=](const Message &message) { return *message.id <= number; });
    page.reads.removeIf([=](const ReadCursor &read) { return read.version <= number; });
    page.deliveries.removeIf([=](const Delivery &delivery) { return delivery.version <= number; });
    page.conversations.removeIf([=](const ConversationRow &row) { return row.version <= number; });
    return page;
}

} // namespace

void TestSynchronization::init()
{
    m_data = std::make_unique<NumberedDatabase>();
    QVERIFY(m_data->prepare());
}

void TestSynchronization::tellsStaffEverything()
{
    QVERIFY(m_data->fill());
    const SyncPage all = page(Data::root);
    QCOMPARE(idsOf(all), (QList<qint64> {1, 2, 3, 10}));
    QCOMPARE(all.messages[2].text, u"3"_s);
    QCOMPARE(all.messages[2].counts, (MessageCounts {1, 1}));
    QCOMPARE(all.reads,
             (QList<ReadCursor> {{u"alice"_s, u"root"_s, 3, 4, 1, 1},
                                 {u"alice"_s, u"marta"_s, 1, 5, 1, 1},
                                 {u"alice"_s, u"alice"_s, 3, 9, 1, 0},
                                 {u"bob"_s, u"marta"_s, 2, 12, 1, 0}}));
    QCOMPARE(all.deliveries,
             (QList<Delivery> {{u"alice"_s, u"alice"_s, 3, 6},
                               {u"alice"_s, u"marta"_s, 1, 7},
                               {u"alice"_s, u"root"_s, 3, 8}}));
    QCOMPARE(all.conversations.size(), 2);
    QCOMPARE(all.conversations[0].user, u"alice"_s);
    QCOMPARE(all.conversations[0].version, 1);
    QCOMPARE(all.conversations[0].counts, (MessageCounts {2, 1})); // as it is now
    QCOMPARE(all.conversations[0].ownReading, (OwnReading {3, 4, 1}));
    QCOMPARE(all.conversations[0].userReadUpTo, 3);
    QCOMPARE(all.conversations[1].user, u"bob"_s);
    QCOMPARE(all.conversations[1].version, 11);
    QCOMPARE(all.conversations[1].assignedTo, u"marta"_s);
    QCOMPARE(all.conversations[1].unread(), 1); // to root, who asks
    QCOMPARE(all.cursor, 12);
    QCOMPARE(all.more, false);
}

void TestSynchronization::tellsAUserTheirOwn()
{
    QVERIFY(m_data->fill());
    const SyncPage own = page(Data::alice);
    QCOMPARE(idsOf(own), (QList<qint64> {1, 3, 10}));
    // Of the staff the furthest, and nobody's name.
    QCOMPARE(own.reads,
             (QList<ReadCursor> {{u"alice"_s, {}, 3, 4, 0, 0}, {u"alice"_s, u"alice"_s, 3, 9, 1, 0}}));
    QCOMPARE(own.deliveries, (QList<Delivery> {{u"alice"_s, u"alice"_s, 3, 6}, {u"alice"_s, {}, 3, 8}}));
    QVERIFY(own.conversations.isEmpty());
    QCOMPARE(own.cursor, 12);
    QCOMPARE(own.more, false);

    // A mark as unread is the staff's own business.
    QCOMPARE(m_data->markUnread(Data::root, u"alice"_s, 0), 13);
    QCOMPARE(page(Data::alice, 12), (SyncPage {{}, {}, {}, {}, 13, false}));
    QCOMPARE(page(Data::marta, 12).reads, (QList<ReadCursor> {{u"alice"_s, u"root"_s, 0, 13, 0, 2}}));
}

void TestSynchronization::tellsNothingOfOthers()
{
    QVERIFY(m_data->fill());
    const SyncPage bobs = page(Data::bob);
    QCOMPARE(idsOf(bobs), QList<qint64> {2});
    QCOMPARE(bobs.reads, (QList<ReadCursor> {{u"bob"_s, {}, 2, 12, 0, 0}}));
    QVERIFY(bobs.deliveries.isEmpty());
    QCOMPARE(page(Reader {u"silent"_s, Role::User}), (SyncPage {{}, {}, {}, {}, 12, false}));
}

void TestSynchronization::tellsWhatOthersSentIfItIsAllowed()
{
    QVERIFY(m_data->fill());
    NewMessage toAlice = messageFrom(u"bob"_s, u"psst"_s, u"5"_s);
    toAlice.to = u"alice"_s;
    QCOMPARE(m_data->say(toAlice), 13);
    QCOMPARE(idsOf(page(Data::alice)), (QList<qint64> {1, 3, 10}));
    QCOMPARE(idsOf(page(SyncQuery {Data::alice, true, 0, 500})), (QList<qint64> {1, 3, 10, 13}));
    QCOMPARE(idsOf(page(SyncQuery {Data::bob, true, 0, 500})), (QList<qint64> {2, 13}));
    QCOMPARE(idsOf(page(SyncQuery {Data::alice, true, 1, 2})), (QList<qint64> {3}));
}

void TestSynchronization::beginsBehindTheNumber_data()
{
    QTest::addColumn<Reader>("who");
    QTest::addColumn<qint64>("after");
    for (const Reader &who : {Data::root, Data::marta, Data::alice, Data::bob}) {
        for (qint64 after = 0; after <= 12; ++after)
            QTest::addRow("%s, %lld", qUtf8Printable(who.username), after) << who << after;
    }
}

void TestSynchronization::beginsBehindTheNumber()
{
    QFETCH(Reader, who);
    QFETCH(qint64, after);
    QVERIFY(m_data->fill());
    QCOMPARE(page(who, after), behind(page(who), after));
}

void TestSynchronization::knowsNothingAboveTheLastNumber()
{
    QVERIFY(m_data->fill());
    const SyncPage nothing {{}, {}, {}, {}, 12, false};
    for (const Reader &who : {Data::root, Data::alice}) {
        QCOMPARE(page(who, 12), nothing);
        QCOMPARE(page(who, 13), nothing); // a client from before a backup was restored sees it here
        QCOMPARE(page(who, 9'007'199'254'740'991), nothing);
    }
}

void TestSynchronization::tellsAUserWhereTheyStand()
{
    const auto thread = [this](const QString &user) {
        const auto found = ConversationsTable(m_data->database).ownThread(user);
        return found ? *found : OwnThread {{-1, -1}, {}, 0, 0};
    };
    QVERIFY(m_data->fill());
    QCOMPARE(m_data->say(messageTo(u"alice"_s, u"13"_s, u"13"_s)), 13);
    QCOMPARE(thread(u"alice"_s), (OwnThread {{2, 2}, {3, 9, 1}, 3, 3}));
    QCOMPARE(thread(u"alice"_s).unread(), 1);
    QCOMPARE(thread(u"bob"_s), (OwnThread {{1, 0}, {}, 2, 0}));
    QCOMPARE(thread(u"silent"_s), OwnThread());
    // What was there before the account counts as read by it.
    QVERIFY(execute(m_data->database.statement(u"UPDATE usuarios SET creada = 3 WHERE usuario = 'alice'"_s)));
    QVERIFY(execute(m_data->database.statement(u"DELETE FROM lecturas WHERE lector = 'alice'"_s)));
    QCOMPARE(thread(u"alice"_s), (OwnThread {{2, 2}, {3, 0, 1}, 3, 3}));
}

QTEST_GUILESS_MAIN(TestSynchronization)
#include "tst_synchronization.moc"
