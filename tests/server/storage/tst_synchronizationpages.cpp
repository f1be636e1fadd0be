#include "storage/synchronization.h"
#include "support/numbereddatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Data = NumberedDatabase;

/// How it is told in pages, and what that costs.
class TestSynchronizationPages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void pagesWithoutGapsOrRepeats_data();
    void pagesWithoutGapsOrRepeats();
    void cutsBehindMuchText_data();
    void cutsBehindMuchText();
    void tellsLaterWhatChangesMeanwhile();
    void keepsTogetherWhatHasOneNumber();
    void knowsThatThereIsMoreOfOneKind();
    void readsInOneTransaction();
    void neverScans_data();
    void neverScans();

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

qsizetype sizeOf(const SyncPage &page)
{
    return page.messages.size() + page.reads.size() + page.deliveries.size() + page.conversations.size();
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

void TestSynchronizationPages::init()
{
    m_data = std::make_unique<NumberedDatabase>();
    QVERIFY(m_data->prepare());
}

void TestSynchronizationPages::pagesWithoutGapsOrRepeats_data()
{
    QTest::addColumn<Reader>("who");
    QTest::addColumn<qint64>("limit");
    for (const Reader &who : {Data::root, Data::alice, Data::bob}) {
        for (qint64 limit = 1; limit <= 14; ++limit)
            QTest::addRow("%s, %lld", qUtf8Printable(who.username), limit) << who << limit;
    }
}

void TestSynchronizationPages::pagesWithoutGapsOrRepeats()
{
    QFETCH(Reader, who);
    QFETCH(qint64, limit);
    QVERIFY(m_data->fill());
    const SyncPage whole = page(who);
    SyncPage sum;
    do {
        const SyncPage next = page(who, sum.cursor, limit);
        QVERIFY(next.cursor > sum.cursor);
        QVERIFY(!next.more || sizeOf(next) >= limit);
        QVERIFY(sizeOf(next) <= limit + 1); // a conversation comes with its first message
        QCOMPARE(next, behind(next, sum.cursor));
        QCOMPARE(sizeOf(behind(next, next.cursor)), 0);
        sum.messages += next.messages;
        sum.reads += next.reads;
        sum.deliveries += next.deliveries;
        sum.conversations += next.conversations;
        sum.cursor = next.cursor;
        sum.more = next.more;
    } while (sum.more);
    QCOMPARE(sum, whole);
}

void TestSynchronizationPages::cutsBehindMuchText_data()
{
    QTest::addColumn<Reader>("who");
    for (const Reader &who : {Data::root, Data::alice, Data::bob})
        QTest::newRow(qUtf8Printable(who.username)) << who;
}

void TestSynchronizationPages::cutsBehindMuchText()
{
    QFETCH(Reader, who);
    QVERIFY(m_data->fill());
    const SyncPage whole = page(who);
    QVERIFY(!whole.messages.isEmpty());
    SyncPage sum;
    do {
        const SyncPage next = page(SyncQuery {who, false, sum.cursor, 500, 1});
        QVERIFY(next.cursor > sum.cursor);
        QVERIFY(next.messages.size() <= 1);
        sum.messages += next.messages;
        sum.reads += next.reads;
        sum.deliveries += next.deliveries;
        sum.conversations += next.conversations;
        sum.cursor = next.cursor;
        sum.more = next.more;
    } while (sum.more);
    QCOMPARE(sum, whole);
}

/// A row that changes between two pages comes with its new number, once it is due.
void TestSynchronizationPages::tellsLaterWhatChangesMeanwhile()
{
    QVERIFY(m_data->fill());
    const SyncPage first = page(Data::root, 0, 4); // up to 3: Alice's row is behind us, Bob's is to come
    QCOMPARE(first.cursor, 3);
    QCOMPARE(m_data->assign(u"alice"_s, u"marta"_s), 13);
    QCOMPARE(m_data->assign(u"bob"_s, u"root"_s), 14);
    QCOMPARE(m_data->read(Data::root, u"alice"_s, 10), 15);
    QList<qint64> versions;
    SyncPage next = first;
    do {
        next = page(Data::root, next.cursor, 1);
        for (const ConversationRow &row : next.conversations)
            versions.append(row.version);
        for (const ReadCursor &read : next.reads) {
            if (read.reader == u"root")
                versions.append(read.version);
        }
    } while (next.more);
    QCOMPARE(versions, (QList<qint64> {13, 14, 15}));
    QCOMPARE(next.cursor, 15);
}

void TestSynchronizationPages::keepsTogetherWhatHasOneNumber()
{
    QCOMPARE(m_data->say(messageFrom(u"alice"_s, u"hi"_s, u"1"_s)), 1);
    QCOMPARE(m_data->say(messageFrom(u"bob"_s, u"hi"_s, u"2"_s)), 2);
    const SyncPage first = page(Data::root, 0, 1);
    QCOMPARE(idsOf(first), QList<qint64> {1});
    QCOMPARE(first.conversations.size(), 1);
    QCOMPARE(first.cursor, 1);
    QVERIFY(first.more);
    const SyncPage second = page(Data::root, 1, 1);
    QCOMPARE(second.conversations.size(), 1);
    QCOMPARE(second.cursor, 2);
}

void TestSynchronizationPages::knowsThatThereIsMoreOfOneKind()
{
    for (const QString &key : {u"1"_s, u"2"_s, u"3"_s})
        QVERIFY(m_data->say(messageFrom(u"alice"_s, u"hi"_s, key)) > 0);
    const SyncPage first = page(Data::alice, 0, 2);
    QCOMPARE(idsOf(first), (QList<qint64> {1, 2}));
    QCOMPARE(first.cursor, 2);
    QVERIFY(first.more);
    const SyncPage whole = page(Data::alice, 0, 3);
    QCOMPARE(idsOf(whole), (QList<qint64> {1, 2, 3}));
    QVERIFY(!whole.more);
}

/// Else what one statement has read could be older than the cursor that another makes of it.
void TestSynchronizationPages::readsInOneTransaction()
{
    QVERIFY(m_data->fill());
    const SyncQuery query {Data::root, false, 0, 500};
    {
        ReadTransaction outer(m_data->database);
        QVERIFY(outer.begin());
        QVERIFY(!Synchronization(m_data->database).read(query)); // SQLite has no second one inside
    }
    QVERIFY(Synchronization(m_data->database).read(query));
    Transaction next(m_data->database);
    QVERIFY(next.begin()); // and that one is over
}

void TestSynchronizationPages::neverScans_data()
{
    QTest::addColumn<Reader>("who");
    QTest::addColumn<bool>("alsoAddressed");
    QTest::newRow("staff") << Data::root << false;
    QTest::newRow("a user") << Data::alice << false;
    QTest::newRow("a user who gets what others send") << Data::alice << true;
}

/// Its cost would follow what there is instead of what is new.
void TestSynchronizationPages::neverScans()
{
    QFETCH(Reader, who);
    QFETCH(bool, alsoAddressed);
    Database database(m_data->config);
    QVERIFY(database.open());
    QVERIFY(Synchronization(database).read({who, alsoAddressed, 0, 500}));
    QVERIFY(ConversationsTable(database).ownThread(who.username));
    const QStringList statements = database.prepared();
    QVERIFY(statements.size() >= 5);
    for (const QString &sql : statements) {
        QSqlQuery &plan = database.statement(u"EXPLAIN QUERY PLAN "_s + sql);
        // SQLite plans without the values, but Qt wants one for each parameter.
        for (int i = 0; i < sql.count(u'?'); ++i)
            plan.bindValue(i, 1);
        QVERIFY2(plan.exec(), qUtf8Printable(sql));
        bool planned = false;
        while (plan.next()) {
            planned = true;
            const QString step = plan.value(3).toString();
            // What is the user's own may be sorted; what is everybody's may not even be passed over.
            const bool bad = step.startsWith(u"SCAN"_s)
                || (who.role == Role::Admin && step.contains(u"TEMP B-TREE"_s))
                || (who.role == Role::User && step.contains(u"rowid>"_s));
            QVERIFY2(!bad, qUtf8Printable(QString(step + u" in "_s + sql)));
        }
        QVERIFY(planned);
    }
}

QTEST_GUILESS_MAIN(TestSynchronizationPages)
#include "tst_synchronizationpages.moc"
