#include "storage/sqlchatstore.h"
#include "support/manualclock.h"
#include "support/temporarydatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestSqlChatStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_store.reset(); }
    void opensAndTellsWhatToKnow();
    void readsWhatWasWritten();
    void refusesATakenName();
    void seesChangesOfOtherProcesses();
    void reopensWithTheSameEpochAndCursor();
    void storesAtTheStartWhatIsInTheSpool();
    void knowsAfterAStartWhatComesAgain_data();
    void knowsAfterAStartWhatComesAgain();
    void readsNoOtherFileThanItWrites();
    void forgetsExpiredTokensAtTheStart();
    void opensWhileAnotherWrites();
    void passesOnWhyItCannotOpen();
    void answersNobodyAfterItsEnd();

private:
    template<typename T>
    static auto keep(std::optional<T> &place)
    {
        return [&place](const Result<T, StoreError> &result) {
            if (result)
                place = *result;
        };
    }
    StoreInfo open()
    {
        std::optional<StoreInfo> info;
        m_store->open(keep(info));
        (void)QTest::qWaitFor([&] { return info.has_value(); });
        return info.value_or(StoreInfo());
    }
    bool create(const QString &name)
    {
        std::optional<Account> made;
        m_store->createAccount({name, name, Role::User, "hash"}, keep(made));
        return QTest::qWaitFor([&] { return made.has_value(); });
    }
    StoreConfig config() const
    {
        return {m_temporary->config, {m_temporary->folder.filePath(u"spool"_s), {}, 64 * 1024}};
    }
    void restart()
    {
        m_store.reset();
        m_store = std::make_unique<SqlChatStore>(config(), m_clock, *m_counters);
    }

    ManualClock m_clock;
    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<SqlChatStore> m_store;
};

void TestSqlChatStore::init()
{
    m_store.reset();
    m_temporary = std::make_unique<TemporaryDatabase>();
    m_counters = std::make_unique<Counters>();
    restart();
}

void TestSqlChatStore::opensAndTellsWhatToKnow()
{
    const StoreInfo info = open();
    QVERIFY(!info.epoch.isEmpty());
    QCOMPARE(info.cursor, 0);
    QCOMPARE(info.accountChange, 0);
    QVERIFY(info.revokedTokens.isEmpty());
}

void TestSqlChatStore::readsWhatWasWritten()
{
    open();
    QVERIFY(create(u"alice"_s));
    std::optional<StoredMessage> stored;
    m_store->storeMessage(messageFrom(u"alice"_s, u"hi"_s, u"k"_s), keep(stored));
    QTRY_VERIFY(stored);
    std::optional<QList<Message>> history;
    m_store->messages({MessageQuery::Scope::Thread, u"alice"_s, {std::nullopt, std::nullopt, 10}},
                      keep(history));
    QTRY_VERIFY(history);
    QCOMPARE(history->size(), 1);
    Message expected = stored->message;
    expected.fromName = u"alice"_s;
    QCOMPARE(history->first(), expected);
    std::optional<ConversationPage> page;
    ConversationQuery asAlice;
    asAlice.reader = u"alice"_s;
    m_store->conversations(asAlice, keep(page));
    QTRY_VERIFY(page);
    QCOMPARE(page->rows.size(), 1);
    std::optional<SyncPage> sync;
    m_store->synchronize({{u"alice"_s, Role::User}, false, 0, 500}, keep(sync));
    QTRY_VERIFY(sync);
    QCOMPARE(sync->messages, *history);
    std::optional<OwnThread> thread;
    m_store->ownThread(u"alice"_s, keep(thread));
    QTRY_VERIFY(thread);
    QCOMPARE(thread->counts, (MessageCounts {1, 0}));
    std::optional<QStringList> users;
    m_store->conversationUsers(keep(users));
    QTRY_COMPARE(users, std::optional(QStringList(u"alice"_s)));
}

void TestSqlChatStore::refusesATakenName()
{
    open();
    QVERIFY(create(u"alice"_s));
    std::optional<StoreError::Kind> kind;
    m_store->createAccount({u"ALICE"_s, u"x"_s, Role::Admin, {}}, [&](const auto &made) {
        kind = made ? StoreError::Kind::NotFound : made.error().kind;
    });
    QTRY_COMPARE(kind, std::optional(StoreError::Kind::Conflict));
}

void TestSqlChatStore::seesChangesOfOtherProcesses()
{
    const StoreInfo info = open();
    QVERIFY(create(u"alice"_s));
    QVERIFY(m_temporary->database.open().ok()); // as the command line does
    QVERIFY(AccountsTable(m_temporary->database).setState(u"alice"_s, AccountState::Disabled, 1).ok());
    std::optional<AccountChanges> changes;
    m_store->accountChanges(info.accountChange, keep(changes));
    QTRY_VERIFY(changes);
    QCOMPARE(changes->accounts.size(), 1);
    QCOMPARE(changes->accounts[0].state, AccountState::Disabled);
    std::optional<std::optional<AccountWithHash>> found;
    m_store->findAccount(u"Alice"_s, keep(found));
    QTRY_VERIFY(found);
    QCOMPARE((*found)->passwordHash, QByteArray("hash"));
}

void TestSqlChatStore::reopensWithTheSameEpochAndCursor()
{
    const QString epoch = open().epoch;
    QVERIFY(create(u"alice"_s));
    std::optional<StoredMessage> stored;
    m_store->storeMessage(messageFrom(u"alice"_s, u"hi"_s, u"k"_s), keep(stored));
    QTRY_VERIFY(stored);
    restart();
    const StoreInfo info = open();
    QCOMPARE(info.epoch, epoch);
    QCOMPARE(info.cursor, *stored->message.id);
    QCOMPARE(info.accountChange, 1);
}

void TestSqlChatStore::storesAtTheStartWhatIsInTheSpool()
{
    open();
    QVERIFY(create(u"alice"_s));
    {
        Database other(m_temporary->config);
        QVERIFY(other.open());
        Transaction lock(other);
        QVERIFY(lock.begin());
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"they go to the spool"_s));
        std::optional<StoredMessage> stored;
        m_store->storeMessage(messageFrom(u"alice"_s, u"hi"_s, u"k"_s), keep(stored));
        QTRY_VERIFY(stored);
        QCOMPARE(stored->kept, StoredMessage::Kept::InSpool);
        m_store.reset();
    }
    m_counters = std::make_unique<Counters>();
    restart();
    QCOMPARE(open().cursor, 1);
    const auto count = [this](const char *name) { return m_counters->counter(name, {}).value(); };
    QCOMPARE(count("ventanilla_messages_replayed_total"), 1);
    QCOMPARE(count("ventanilla_messages_stored_total"), 1);
    QCOMPARE(count("ventanilla_spool_messages"), 0);
}

void TestSqlChatStore::knowsAfterAStartWhatComesAgain_data()
{
    QTest::addColumn<bool>("spooled");
    QTest::newRow("stored before") << false;
    QTest::newRow("stored by the start, from the spool") << true;
}

// Its acknowledgement was lost with the former process, and the database fails before it can be asked.
void TestSqlChatStore::knowsAfterAStartWhatComesAgain()
{
    QFETCH(const bool, spooled);
    open();
    QVERIFY(create(u"alice"_s));
    Database other(m_temporary->config);
    QVERIFY(other.open());
    const NewMessage message = messageFrom(u"alice"_s, u"hi"_s, u"k"_s);
    std::optional<StoredMessage> stored;
    {
        Transaction lock(other);
        if (spooled) {
            QVERIFY(lock.begin());
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"they go to the spool"_s));
        }
        m_store->storeMessage(message, keep(stored));
        QTRY_VERIFY(stored);
        m_store.reset();
    }
    restart();
    open();
    Transaction lock(other);
    QVERIFY(lock.begin());
    std::optional<StoredMessage> again;
    m_store->storeMessage(message, keep(again));
    QTRY_VERIFY(again);
    QVERIFY(again->repeated);
    QCOMPARE(again->message.id, 1);
    QCOMPARE(again->message.text, u"hi"_s);
}

void TestSqlChatStore::readsNoOtherFileThanItWrites()
{
    open();
    const QString path = m_temporary->config.path;
    QVERIFY(QFile::rename(path, path + u".away"_s));
    std::optional<StoreError> error;
    m_store->conversations({}, [&](const Result<ConversationPage, StoreError> &page) {
        error = page ? StoreError {StoreError::Kind::NotFound, {}} : page.error();
    });
    QTRY_VERIFY(error);
    QCOMPARE(error->kind, StoreError::Kind::Unavailable);
    QVERIFY(!QFile::exists(path));
    QVERIFY(QFile::rename(path + u".away"_s, path));
}

void TestSqlChatStore::forgetsExpiredTokensAtTheStart()
{
    open();
    std::optional<Done> kept;
    m_store->revokeToken({"old", m_clock.nowSeconds() + 10}, [](const auto &) {});
    m_store->revokeToken({"new", m_clock.nowSeconds() + 100}, keep(kept));
    QTRY_VERIFY(kept);
    m_clock.advance(50'000);
    restart();
    const StoreInfo info = open();
    QCOMPARE(info.revokedTokens.size(), 1);
    QCOMPARE(info.revokedTokens[0].fingerprint, QByteArray("new"));
}

void TestSqlChatStore::opensWhileAnotherWrites()
{
    const StoreInfo before = open();
    QVERIFY(create(u"alice"_s));
    Transaction lock(m_temporary->database);
    QVERIFY(m_temporary->database.open() && lock.begin());
    const auto say = [this](const QString &text) {
        std::optional<StoredMessage> stored;
        m_store->storeMessage(messageFrom(u"alice"_s, text, text), keep(stored));
        (void)QTest::qWaitFor([&] { return stored.has_value(); });
        return stored.value_or(StoredMessage {{}, false, StoredMessage::Kept::Nowhere}).kept;
    };
    QCOMPARE(say(u"1"_s), StoredMessage::Kept::InSpool);
    restart();
    QCOMPARE(open().epoch, before.epoch);
    QCOMPARE(say(u"2"_s), StoredMessage::Kept::InSpool);
    QStringList confirmed;
    m_store->onConfirmed([&confirmed](const Message &message) { confirmed.append(message.text); });
    QVERIFY(lock.commit());
    QTRY_COMPARE(confirmed, QStringList({u"1"_s, u"2"_s}));
}

void TestSqlChatStore::passesOnWhyItCannotOpen()
{
    SqlChatStore store({{m_temporary->folder.filePath(u"missing/x"_s), 10}, config().spool}, m_clock,
                       *m_counters);
    QString message;
    store.open([&](const auto &info) { message = info ? u"opened"_s : info.error().message; });
    QTRY_VERIFY(!message.isEmpty());
    QVERIFY(message.contains(u"missing/x"_s));
}

void TestSqlChatStore::answersNobodyAfterItsEnd()
{
    bool answered = false;
    m_store->open([&](const auto &) { answered = true; });
    m_store->storeMessage(messageFrom(u"alice"_s, u"hi"_s, u"k"_s), [&](const auto &) { answered = true; });
    m_store->conversationUsers([&](const auto &) { answered = true; });
    m_store.reset();
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

QTEST_GUILESS_MAIN(TestSqlChatStore)
#include "tst_sqlchatstore.moc"
