#include "storage/messagestable.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Scope = MessageQuery::Scope;

class TestMessagesTable : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void findsByKey();
    void keepsAnyText_data();
    void keepsAnyText();
    void refusesTheSameKeyTwice();
    void refusesStrangers();
    void readsScopes_data();
    void readsScopes();
    void readsRanges_data();
    void readsRanges();
    void pagesWithoutGapsOrRepeats_data();
    void pagesWithoutGapsOrRepeats();

private:
    QList<qint64> ids(const MessageQuery &query)
    {
        QList<qint64> list;
        const auto messages = m_table->read(query);
        for (const Message &message : *messages)
            list.append(*message.id);
        return list;
    }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<MessagesTable> m_table;
};

void TestMessagesTable::init()
{
    m_temporary = std::make_unique<TemporaryDatabase>();
    QVERIFY(m_temporary->prepare({u"alice"_s, u"bob"_s}));
    m_table = std::make_unique<MessagesTable>(m_temporary->database);
}

void TestMessagesTable::findsByKey()
{
    QVERIFY(m_table->insert(messageFrom(u"alice"_s, u"hi"_s, u"k"_s), 5).ok());
    const auto found = m_table->findByKey(u"alice"_s, u"k"_s);
    QVERIFY(found.ok() && found->has_value());
    QCOMPARE(
        **found,
        (Message {
            5, u"alice"_s, u"admin"_s, u"hi"_s, 1'795'406'400'000, u"ALICE"_s, u"k"_s, u"alice"_s, {1, 0}}));
    QVERIFY(!m_table->findByKey(u"bob"_s, u"k"_s)->has_value()); // keys are each sender's own
    QVERIFY(!m_table->findByKey(u"alice"_s, u"K"_s)->has_value());
}

void TestMessagesTable::keepsAnyText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("SQL") << u"'); DELETE FROM mensajes; --"_s;
    QTest::newRow("HTML") << u"<script>alert('x')</script>"_s;
    QTest::newRow("white space") << u"  a \r\n\t b  "_s;
    QTest::newRow("beyond the BMP") << u"ñ😀"_s;
    QTest::newRow("long") << QString(100'000, u'x');
    QTest::newRow("placeholders") << u"? %1 :x"_s;
    QTest::newRow("a byte order mark") << u"\uFEFFhola"_s;
    QTest::newRow("byte order marks only") << u"\uFEFF\uFEFF"_s;
    QTest::newRow("noncharacters") << u"\uFDD0\U0001FFFE"_s;
}

void TestMessagesTable::keepsAnyText()
{
    QFETCH(QString, text);
    QVERIFY(m_table->insert(messageFrom(u"alice"_s, text, u"k"_s), 1).ok());
    QCOMPARE((*m_table->findByKey(u"alice"_s, u"k"_s))->text, text);
}

void TestMessagesTable::refusesTheSameKeyTwice()
{
    QVERIFY(m_table->insert(messageFrom(u"alice"_s, u"a"_s, u"k"_s), 1).ok());
    QVERIFY(!m_table->insert(messageFrom(u"alice"_s, u"b"_s, u"k"_s), 2).ok());
    QVERIFY(!m_table->insert(messageFrom(u"alice"_s, u"b"_s, u"l"_s), 1).ok()); // nor the same number
    QVERIFY(m_table->insert(messageFrom(u"bob"_s, u"b"_s, u"k"_s), 2).ok());
}

void TestMessagesTable::refusesStrangers()
{
    QVERIFY(!m_table->insert(messageFrom(u"stranger"_s, u"a"_s, u"k"_s), 1).ok());
    NewMessage message = messageFrom(u"alice"_s, u"a"_s, u"k"_s);
    message.conversation = u"stranger"_s;
    QVERIFY(!m_table->insert(message, 1).ok());
}

void TestMessagesTable::readsScopes_data()
{
    QTest::addColumn<Scope>("scope");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<qint64>>("expected");
    using List = QList<qint64>;
    QTest::newRow("a thread") << Scope::Thread << u"alice"_s << List {1, 2, 4};
    QTest::newRow("another thread") << Scope::Thread << u"bob"_s << List {3};
    QTest::newRow("and what was addressed") << Scope::ThreadAndAddressed << u"bob"_s << List {3, 4};
    QTest::newRow("an agent's") << Scope::WrittenOrAddressed << u"root"_s << List {2};
    QTest::newRow("the mailbox's") << Scope::WrittenOrAddressed << u"admin"_s << List {1, 3};
    QTest::newRow("nobody's") << Scope::Thread << u"nobody"_s << List();
    QTest::newRow("of no name") << Scope::Thread << QString() << List();
    QTest::newRow("SQL for a name") << Scope::Thread << u"' OR '1'='1"_s << List();
}

void TestMessagesTable::readsScopes()
{
    QFETCH(Scope, scope);
    QFETCH(QString, name);
    QVERIFY(m_table->insert(messageFrom(u"alice"_s, u"a"_s, u"1"_s), 1).ok());
    QVERIFY(m_table->insert(messageTo(u"alice"_s, u"b"_s, u"2"_s), 2).ok());
    QVERIFY(m_table->insert(messageFrom(u"bob"_s, u"c"_s, u"3"_s), 3).ok());
    NewMessage between = messageFrom(u"alice"_s, u"d"_s, u"4"_s);
    between.to = u"bob"_s;
    QVERIFY(m_table->insert(between, 4).ok());
    QTEST(ids({scope, name, {std::nullopt, std::nullopt, 100}}), "expected");
}

void TestMessagesTable::readsRanges_data()
{
    QTest::addColumn<qint64>("before");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QList<qint64>>("expected");
    const auto row = [](const char *name, qint64 before, qint64 after, qint64 limit,
                        const QList<qint64> &expected) {
        QTest::newRow(name) << before << after << limit << expected;
    };
    row("the newest", -1, -1, 3, {8, 9, 10});
    row("everything", -1, -1, 100, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    row("before, the newest of them", 8, -1, 3, {5, 6, 7});
    row("before the first", 1, -1, 3, {});
    row("before 0", 0, -1, 3, {});
    row("after, the oldest of them", -1, 3, 3, {4, 5, 6});
    row("after the last", -1, 10, 3, {});
    row("after 0", -1, 0, 2, {1, 2});
    row("beyond everything", std::numeric_limits<qint64>::max(), -1, 2, {9, 10});
    row("none wanted", -1, -1, 0, {});
}

void TestMessagesTable::readsRanges()
{
    QFETCH(qint64, before);
    QFETCH(qint64, after);
    QFETCH(qint64, limit);
    for (qint64 id = 1; id <= 10; ++id)
        QVERIFY(m_table->insert(messageFrom(u"alice"_s, u"x"_s, QString::number(id)), id).ok());
    const MessageRange range {before < 0 ? std::nullopt : std::optional(before),
                              after < 0 ? std::nullopt : std::optional(after), limit};
    QTEST(ids({Scope::Thread, u"alice"_s, range}), "expected");
}

void TestMessagesTable::pagesWithoutGapsOrRepeats_data()
{
    QTest::addColumn<bool>("forward");
    QTest::newRow("back") << false;
    QTest::newRow("forth") << true;
}

void TestMessagesTable::pagesWithoutGapsOrRepeats()
{
    QFETCH(bool, forward);
    QList<qint64> all;
    for (qint64 id = 1; id <= 23; ++id) {
        const bool alice = id % 3 != 0; // with somebody else's between them
        QVERIFY(m_table->insert(messageFrom(alice ? u"alice"_s : u"bob"_s, u"x"_s, QString::number(id)), id)
                    .ok());
        if (alice)
            all.append(id);
    }
    QList<qint64> read;
    MessageRange range {std::nullopt, forward ? std::optional<qint64>(0) : std::nullopt, 4};
    for (;;) {
        const QList<qint64> page = ids({Scope::Thread, u"alice"_s, range});
        if (page.isEmpty())
            break;
        read = forward ? read + page : page + read;
        (forward ? range.after : range.before) = forward ? page.last() : page.first();
    }
    QCOMPARE(read, all);
}

QTEST_GUILESS_MAIN(TestMessagesTable)
#include "tst_messagestable.moc"
