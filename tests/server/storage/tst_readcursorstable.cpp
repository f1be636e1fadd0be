#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"
#include "storage/readcursorstable.h"
#include "support/temporarydatabase.h"

#include <QTest>

#include <random>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestReadCursorsTable : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void countsWhatTheOtherSideWrote();
    void beginsAtTheAccountsCreation();
    void onlyGoesForward();
    void goesNoFurtherThanTheNewest();
    void goesBackWhenMarkedAsUnread();
    void ignoresWhatIsOlderThanAMark();
    void aMarkAsUnreadIsNoReading();
    void tellsTheUserTheFurthestOfTheStaff();
    void knowsNoStrangeConversation();
    void neverCountsWrong();

private:
    qint64 say(const NewMessage &message)
    {
        const qint64 id = m_numbers.take();
        const bool stored = MessagesTable(m_temporary->database).insert(message, id).ok()
            && ConversationsTable(m_temporary->database).noteMessage(message, id).ok();
        return stored ? id : 0;
    }
    qint64 fromUser() { return say(messageFrom(u"alice"_s, u"q"_s, QString::number(++m_key))); }
    qint64 fromStaff() { return say(messageTo(u"alice"_s, u"a"_s, QString::number(++m_key))); }

    ReadChange advance(const Reader &reader, qint64 upTo, qint64 version = 1'000'000)
    {
        const auto change = m_table->advance(reader, {u"alice"_s, upTo, version}, m_numbers);
        return change ? *change : ReadChange {};
    }
    ReadChange rewind(const Reader &reader, qint64 upTo)
    {
        const auto change = m_table->rewind(reader, {u"alice"_s, upTo}, m_numbers);
        return change ? *change : ReadChange {};
    }

    const Reader m_root {u"root"_s, Role::Admin};
    const Reader m_marta {u"marta"_s, Role::Admin};
    const Reader m_alice {u"alice"_s, Role::User};
    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<ReadCursorsTable> m_table;
    Numbers m_numbers {0};
    int m_key = 0;
};

void TestReadCursorsTable::init()
{
    m_numbers = Numbers(0);
    m_temporary = std::make_unique<TemporaryDatabase>();
    QVERIFY(m_temporary->prepare({u"alice"_s}));
    QVERIFY(AccountsTable(m_temporary->database).insert({u"marta"_s, u"Marta"_s, Role::Admin, {}}));
    m_table = std::make_unique<ReadCursorsTable>(m_temporary->database);
}

void TestReadCursorsTable::countsWhatTheOtherSideWrote()
{
    fromUser();
    const qint64 second = fromUser();
    const qint64 answer = fromStaff();
    fromUser();
    const ReadChange staff = advance(m_root, second);
    QVERIFY(staff.changed);
    QCOMPARE(staff.cursor, (ReadCursor {u"alice"_s, u"root"_s, second, 5, 2, 1}));
    QCOMPARE(advance(m_root, answer).cursor.unread, 1); // one's own side's message is nothing to read
    const ReadChange user = advance(m_alice, 1);
    QCOMPARE(user.cursor.unread, 1);
    QCOMPARE(advance(m_alice, answer).cursor.unread, 0);
    QCOMPARE(advance(m_marta, 1).cursor.unread, 2); // each has a cursor of their own
}

void TestReadCursorsTable::beginsAtTheAccountsCreation()
{
    fromUser();
    fromUser();
    QVERIFY(CountersTable(m_temporary->database).setLastNumber(m_numbers.last()));
    QVERIFY(AccountsTable(m_temporary->database).insert({u"late"_s, u"Late"_s, Role::Admin, {}}));
    const Reader late {u"late"_s, Role::Admin};
    const ReadChange before = advance(late, 1);
    QVERIFY(!before.changed);
    QCOMPARE(before.cursor, (ReadCursor {u"alice"_s, u"late"_s, 2, 0, 2, 0}));
    const qint64 third = fromUser();
    QCOMPARE(advance(late, 1).cursor.unread, 1);
    QCOMPARE(advance(late, third).cursor.unread, 0);
}

void TestReadCursorsTable::onlyGoesForward()
{
    fromUser();
    const qint64 second = fromUser();
    const ReadChange first = advance(m_root, second);
    QVERIFY(first.changed);
    for (const qint64 upTo : {second, second - 1, qint64(0)}) {
        const ReadChange again = advance(m_root, upTo);
        QVERIFY(!again.changed && !again.staffAdvanced);
        QCOMPARE(again.cursor, first.cursor);
    }
    QCOMPARE(m_numbers.last(), first.cursor.version);
}

void TestReadCursorsTable::goesNoFurtherThanTheNewest()
{
    const qint64 newest = fromUser();
    QCOMPARE(advance(m_root, newest + 100).cursor.upTo, newest);
    fromUser();
    QCOMPARE(advance(m_root, 0).cursor.unread, 1);
}

void TestReadCursorsTable::goesBackWhenMarkedAsUnread()
{
    const qint64 first = fromUser();
    fromStaff();
    const qint64 last = fromUser();
    QVERIFY(advance(m_root, last).changed);
    const ReadChange back = rewind(m_root, last - 1);
    QVERIFY(back.changed && !back.staffAdvanced);
    QCOMPARE(back.cursor.unread, 1);
    QCOMPARE(rewind(m_root, last - 1).changed, false);
    QCOMPARE(rewind(m_root, last).changed, false);
    QCOMPARE(rewind(m_root, first - 1).cursor.unread, 2);
    QCOMPARE(rewind(m_marta, 0).changed, false); // has not read anything
}

void TestReadCursorsTable::ignoresWhatIsOlderThanAMark()
{
    fromUser();
    const qint64 last = fromUser();
    const ReadChange read = advance(m_root, last);
    const ReadChange unread = rewind(m_root, 1);
    // Sent by another window of the same agent before it had heard of the mark.
    QCOMPARE(advance(m_root, last, read.cursor.version), (ReadChange {unread.cursor}));
    QVERIFY(advance(m_root, last, unread.cursor.version).changed);
}

void TestReadCursorsTable::aMarkAsUnreadIsNoReading()
{
    fromUser();
    fromUser();
    QVERIFY(CountersTable(m_temporary->database).setLastNumber(m_numbers.last()));
    QVERIFY(AccountsTable(m_temporary->database).insert({u"late"_s, u"Late"_s, Role::Admin, {}}));
    const ReadChange back = rewind({u"late"_s, Role::Admin}, 1); // from the account's creation
    QVERIFY(back.changed);
    QCOMPARE(back.cursor.unread, 1);
    QVERIFY(!back.staffAdvanced); // nobody has read anything
}

void TestReadCursorsTable::tellsTheUserTheFurthestOfTheStaff()
{
    const qint64 first = fromUser();
    const qint64 second = fromUser();
    QVERIFY(advance(m_root, second).staffAdvanced);
    QVERIFY(!advance(m_marta, first).staffAdvanced);
    QVERIFY(!rewind(m_root, 0).staffAdvanced);
    QVERIFY(!advance(m_alice, second).staffAdvanced);
    QCOMPARE(m_temporary->value(u"SELECT equipo_leido FROM conversaciones"_s).toLongLong(), second);
    const qint64 third = fromUser();
    QVERIFY(advance(m_marta, third).staffAdvanced);
    QCOMPARE(m_temporary->value(u"SELECT equipo_leido FROM conversaciones"_s).toLongLong(), third);
}

void TestReadCursorsTable::knowsNoStrangeConversation()
{
    const auto read = m_table->advance(m_root, {u"nobody"_s, 1, 0}, m_numbers);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, StoreError::Kind::NotFound);
    const auto unread = m_table->rewind(m_root, {u"alice"_s, 1}, m_numbers); // has not written
    QVERIFY(!unread);
    QCOMPARE(unread.error().kind, StoreError::Kind::NotFound);
}

/// Random requests of three readers, against counting.
void TestReadCursorsTable::neverCountsWrong()
{
    std::mt19937 random(4);
    const std::array readers {m_root, m_marta, m_alice};
    for (int step = 0; step < 400; ++step) {
        const Reader &reader = readers[random() % readers.size()];
        const auto upTo = static_cast<qint64>(random() % static_cast<unsigned>(m_numbers.last() + 2));
        ReadChange change;
        switch (random() % 4) {
        case 0: fromUser(); continue;
        case 1: fromStaff(); continue;
        case 2: change = advance(reader, upTo, m_numbers.last()); break;
        default: change = rewind(reader, upTo); break;
        }
        if (step < 4)
            continue; // perhaps there is no conversation yet
        const QString unread = u"SELECT COUNT(*) FROM mensajes WHERE conversacion = 'alice' AND id > "_s
            + QString::number(change.cursor.upTo)
            + (reader.role == Role::Admin ? u" AND de_usuario = 'alice'"_s : u" AND de_usuario <> 'alice'"_s);
        QCOMPARE(change.cursor.unread, m_temporary->value(unread).toLongLong());
    }
}

QTEST_GUILESS_MAIN(TestReadCursorsTable)
#include "tst_readcursorstable.moc"
