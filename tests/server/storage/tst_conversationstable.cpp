#include "storage/conversationstable.h"
#include "storage/deliveriestable.h"
#include "storage/messagestable.h"
#include "storage/readcursorstable.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Order = ConversationOrder;

class TestConversationsTable : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsTheLastMessageAndTheWait();
    void sorts_data();
    void sorts();
    void pagesWithoutGapsOrRepeats_data();
    void pagesWithoutGapsOrRepeats();
    void refusesForgedMarks_data();
    void refusesForgedMarks();
    void searches_data();
    void searches();
    void countsWhatTheReaderHasNotRead();
    void tellsWhatTheUserHasReadAndGot();
    void filters_data();
    void filters();
    void namesTheUsersWithMessages();
    void aQuestionOpensAClosedConversation_data();
    void aQuestionOpensAClosedConversation();

private:
    void add(const NewMessage &message)
    {
        QVERIFY(MessagesTable(m_temporary->database).insert(message, ++m_lastId).ok());
        QVERIFY(m_table->noteMessage(message, m_lastId).ok());
    }
    void from(const QString &user) { add(messageFrom(user, u"q"_s, QString::number(m_lastId))); }
    void to(const QString &user) { add(messageTo(user, u"a"_s, QString::number(m_lastId))); }
    /// As the agent root asks.
    auto read(ConversationQuery query)
    {
        query.reader = u"root"_s;
        return m_table->read(query);
    }
    QStringList users(const ConversationQuery &query)
    {
        QStringList list;
        const auto page = read(query);
        for (const ConversationRow &row : page->rows)
            list.append(row.user);
        return list;
    }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<ConversationsTable> m_table;
    qint64 m_lastId = 0;
};

void TestConversationsTable::init()
{
    m_lastId = 0;
    m_temporary = std::make_unique<TemporaryDatabase>();
    QVERIFY(m_temporary->prepare({u"alice"_s, u"bob"_s, u"carol"_s, u"silent"_s}));
    m_table = std::make_unique<ConversationsTable>(m_temporary->database);
}

void TestConversationsTable::tellsTheLastMessageAndTheWait()
{
    const auto row = [this] { return read({})->rows.first(); };
    from(u"alice"_s);
    QCOMPARE(row().user, u"alice"_s);
    QCOMPARE(row().name, u"ALICE"_s);
    QCOMPARE(row().last, (LastMessage {1, u"alice"_s, u"q"_s, 1'795'406'400'000}));
    QCOMPARE(row().unansweredSinceMs, std::optional<qint64>(1'795'406'400'000));
    NewMessage later = messageFrom(u"alice"_s, u"again"_s, u"later"_s);
    later.sentAtMs += 5000;
    add(later);
    QCOMPARE(row().last.id, 2);
    QCOMPARE(row().unansweredSinceMs, std::optional<qint64>(1'795'406'400'000)); // since the first
    to(u"alice"_s);
    QCOMPARE(row().last.from, u"root"_s);
    QCOMPARE(row().unansweredSinceMs, std::nullopt);
    later.key = u"later still"_s;
    add(later);
    QCOMPARE(row().unansweredSinceMs, std::optional(later.sentAtMs)); // the next wait
}

void TestConversationsTable::sorts_data()
{
    QTest::addColumn<Order>("order");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("recent") << Order::Recent << QStringList({u"alice"_s, u"carol"_s, u"bob"_s});
    QTest::newRow("created") << Order::Created << QStringList({u"carol"_s, u"bob"_s, u"alice"_s});
    QTest::newRow("waiting longest") << Order::LongestWaiting
                                     << QStringList({u"bob"_s, u"carol"_s, u"alice"_s});
}

void TestConversationsTable::sorts()
{
    QFETCH(Order, order);
    from(u"alice"_s);
    from(u"bob"_s);
    from(u"carol"_s);
    to(u"alice"_s);
    ConversationQuery query;
    query.order = order;
    QTEST(users(query), "expected");
}

void TestConversationsTable::pagesWithoutGapsOrRepeats_data()
{
    QTest::addColumn<Order>("order");
    QTest::addColumn<int>("limit");
    for (const int limit : {1, 3, 10, 24, 25, 26}) {
        QTest::addRow("recent, %d", limit) << Order::Recent << limit;
        QTest::addRow("created, %d", limit) << Order::Created << limit;
        QTest::addRow("waiting, %d", limit) << Order::LongestWaiting << limit;
    }
}

void TestConversationsTable::pagesWithoutGapsOrRepeats()
{
    QFETCH(Order, order);
    QFETCH(int, limit);
    for (int i = 0; i < 25; ++i) {
        const QString name = u"user%1"_s.arg(i);
        QVERIFY(AccountsTable(m_temporary->database).insert({name, name, Role::User, {}}).ok());
        from(name);
    }
    for (int i = 0; i < 25; i += 2)
        to(u"user%1"_s.arg(24 - i)); // so that many share the key of those who do not wait
    const QStringList whole = users({order, {}, 100, {}});
    QCOMPARE(whole.size(), 25);
    QStringList seen;
    ConversationQuery query {order, {}, limit, {}};
    do {
        const auto page = read(query);
        QVERIFY(page.ok());
        QVERIFY(!page->rows.isEmpty() && page->rows.size() <= limit);
        for (const ConversationRow &row : page->rows)
            seen.append(row.user);
        query.after = page->next;
    } while (!query.after.isEmpty());
    QCOMPARE(seen, whole);
}

void TestConversationsTable::refusesForgedMarks_data()
{
    QTest::addColumn<QString>("mark");
    const auto encoded = [](const QByteArray &plain) {
        return QString::fromLatin1(plain.toBase64(QByteArray::Base64UrlEncoding));
    };
    QTest::newRow("garbage") << u"garbage"_s;
    QTest::newRow("not base64") << u"!!!"_s;
    QTest::newRow("beyond Latin-1") << u"😀"_s;
    QTest::newRow("no numbers") << encoded("0.a.b");
    QTest::newRow("too few") << encoded("0.1");
    QTest::newRow("too many") << encoded("0.1.2.3");
    QTest::newRow("another order's") << encoded("1.5.5");
    QTest::newRow("SQL") << encoded("0.1 OR 1=1.2");
    QTest::newRow("overflowing") << encoded("0.99999999999999999999.1");
    QTest::newRow("no order") << encoded(".1.1");
}

void TestConversationsTable::refusesForgedMarks()
{
    QFETCH(QString, mark);
    from(u"alice"_s);
    const auto page = read({Order::Recent, {}, 10, mark});
    QVERIFY(!page.ok());
    QCOMPARE(page.error().kind, StoreError::Kind::BadRequest);
}

void TestConversationsTable::searches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const QStringList none;
    QTest::newRow("part of a name") << u"lic"_s << QStringList {u"alice"_s};
    QTest::newRow("case") << u"ALI"_s << QStringList {u"alice"_s};
    QTest::newRow("part of a display name") << u"100% S"_s << QStringList {u"odd"_s};
    QTest::newRow("percent is no wildcard") << u"%"_s << QStringList {u"odd"_s};
    QTest::newRow("underscore is no wildcard") << u"_"_s << QStringList {u"odd"_s};
    QTest::newRow("a_i is not ali") << u"a_i"_s << none;
    QTest::newRow("backslash is itself") << u"\\"_s << QStringList {u"odd"_s};
    QTest::newRow("backslash percent") << u"\\%"_s << none;
    QTest::newRow("SQL") << u"' OR 1=1 --"_s << none;
    QTest::newRow("long") << QString(20'000, u'%') << none;
}

void TestConversationsTable::searches()
{
    QFETCH(QString, text);
    QVERIFY(AccountsTable(m_temporary->database).insert({u"odd"_s, u"100% S\\ure_"_s, Role::User, {}}).ok());
    from(u"alice"_s);
    from(u"bob"_s);
    from(u"odd"_s);
    const auto page = read({Order::Recent, text, 10, {}});
    QVERIFY(page.ok());
    QTEST(users({Order::Recent, text, 10, {}}), "expected");
}

void TestConversationsTable::countsWhatTheReaderHasNotRead()
{
    from(u"alice"_s);
    from(u"alice"_s);
    to(u"alice"_s);
    const auto row = [this] { return read({})->rows.first(); };
    QCOMPARE(row().counts, (MessageCounts {2, 1}));
    QCOMPARE(row().ownReading, OwnReading());
    QCOMPARE(row().unread(), 2);
    Numbers numbers(m_lastId);
    QVERIFY(ReadCursorsTable(m_temporary->database)
                .advance({u"root"_s, Role::Admin}, {u"alice"_s, 1, 0}, numbers));
    QCOMPARE(row().ownReading, (OwnReading {1, 4, 1}));
    QCOMPARE(row().unread(), 1);
}

void TestConversationsTable::tellsWhatTheUserHasReadAndGot()
{
    to(u"alice"_s);
    to(u"alice"_s);
    Numbers numbers(m_lastId);
    const Reader alice {u"alice"_s, Role::User};
    QVERIFY(ReadCursorsTable(m_temporary->database).advance(alice, {u"alice"_s, 1, 0}, numbers));
    QVERIFY(DeliveriesTable(m_temporary->database).advance(alice, {u"alice"_s, 2}, numbers));
    const ConversationRow row = read({})->rows.first();
    QCOMPARE(row.userReadUpTo, 1);
    QCOMPARE(row.userGotUpTo, 2);
}

void TestConversationsTable::filters_data()
{
    QTest::addColumn<ConversationFilter>("filter");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, bool ConversationFilter::*condition, const QStringList &expected) {
        ConversationFilter filter;
        filter.*condition = true;
        QTest::newRow(name) << filter << expected;
    };
    QTest::newRow("none") << ConversationFilter() << QStringList {u"carol"_s, u"bob"_s, u"alice"_s};
    row("own", &ConversationFilter::own, {u"bob"_s});
    row("unassigned", &ConversationFilter::unassigned, {u"alice"_s});
    row("unread", &ConversationFilter::unread, {u"carol"_s, u"bob"_s});
    row("open", &ConversationFilter::open, {u"bob"_s, u"alice"_s});
    row("closed", &ConversationFilter::closed, {u"carol"_s});
    ConversationFilter both;
    both.unread = both.open = true;
    QTest::newRow("all that is said must hold") << both << QStringList {u"bob"_s};
}

void TestConversationsTable::filters()
{
    QFETCH(ConversationFilter, filter);
    for (const QString &user : {u"alice"_s, u"bob"_s, u"carol"_s})
        from(user);
    Numbers numbers(m_lastId);
    QVERIFY(ReadCursorsTable(m_temporary->database)
                .advance({u"root"_s, Role::Admin}, {u"alice"_s, 1, 0}, numbers));
    QVERIFY(AccountsTable(m_temporary->database).insert({u"marta"_s, u"Marta"_s, Role::Admin, {}}));
    for (const QString &change :
         {u"UPDATE conversaciones SET asignada_a = 'root', estado = 'en_espera' WHERE usuario = 'bob'"_s,
          u"UPDATE conversaciones SET asignada_a = 'marta', estado = 'cerrada' WHERE usuario = 'carol'"_s})
        QVERIFY(m_temporary->database.run(change));
    ConversationQuery query;
    query.filter = filter;
    QTEST(users(query), "expected");
}

void TestConversationsTable::namesTheUsersWithMessages()
{
    QCOMPARE(*m_table->usersWithMessages(), QStringList());
    from(u"carol"_s);
    to(u"alice"_s);
    from(u"carol"_s);
    QCOMPARE(*m_table->usersWithMessages(), QStringList({u"alice"_s, u"carol"_s}));
}

void TestConversationsTable::aQuestionOpensAClosedConversation_data()
{
    using State = ConversationState;
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("fromStaff");
    QTest::addColumn<State>("after");
    QTest::addColumn<qint64>("version"); // the message's number if it changed the row
    QTest::newRow("closed, a question") << u"cerrada"_s << false << State::Open << qint64(2);
    QTest::newRow("closed, an answer") << u"cerrada"_s << true << State::Closed << qint64(1);
    QTest::newRow("on hold, a question") << u"en_espera"_s << false << State::OnHold << qint64(1);
    QTest::newRow("open, a question") << u"abierta"_s << false << State::Open << qint64(1);
}

void TestConversationsTable::aQuestionOpensAClosedConversation()
{
    QFETCH(QString, before);
    QFETCH(bool, fromStaff);
    from(u"alice"_s);
    QVERIFY(m_temporary->database.run(u"UPDATE conversaciones SET estado = '%1'"_s.arg(before)));
    if (fromStaff)
        to(u"alice"_s);
    else
        from(u"alice"_s);
    const ConversationRow row = read({})->rows.first();
    QTEST(row.state, "after");
    QTEST(row.version, "version");
    const auto changed = m_table->changedAfter(u"root"_s, 1, 10);
    QCOMPARE(changed->size(), row.version > 1 ? 1 : 0);
}

QTEST_GUILESS_MAIN(TestConversationsTable)
#include "tst_conversationstable.moc"
