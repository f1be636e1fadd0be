#include "auth/accountdirectory.h"
#include "support/fakestore.h"

#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr int never = 1'000'000'000;

Account account(const QString &name, Role role = Role::User)
{
    return {name, name.toUpper(), role, AccountState::Active, 0};
}

} // namespace

class TestAccountDirectory : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void asksTheStoreOnce();
    void findsWithoutRegardToCase();
    void answersInTheOrderOfTheCalls();
    void keepsTheOrderWhenTheAccountBecomesKnownMeanwhile();
    void doesNotRememberWhatIsNotThere();
    void passesFailuresOn();
    void pollsForChanges();
    void saysOnceThatItCannotPoll();
    void announcesOnlyChanges();
    void ignoresChangesOfUnknownAccounts();
    void pollsOneAtATime();
    void goesOnAfterAFailedPoll();
    void answersMayAskAgain();

private:
    void ask(const QString &name, const QString &tag = {})
    {
        m_directory->find(name, [this, tag](const Result<std::optional<Account>, StoreError> &found) {
            m_answers.append(tag + (!found ? u"failed"_s : *found ? (*found)->username : u"none"_s));
        });
    }

    FakeStore m_store;
    std::unique_ptr<AccountDirectory> m_directory;
    QStringList m_answers;
    QStringList m_changes;
};

void TestAccountDirectory::init()
{
    m_store = FakeStore();
    m_answers.clear();
    m_changes.clear();
    m_directory = std::make_unique<AccountDirectory>(m_store, 7, never);
    connect(m_directory.get(), &AccountDirectory::accountChanged, this,
            [this](const Account &before, const Account &after) {
                m_changes.append(before.displayName + u">"_s + after.displayName);
            });
}

void TestAccountDirectory::asksTheStoreOnce()
{
    ask(u"alice"_s);
    QVERIFY(m_answers.isEmpty());
    QCOMPARE(m_store.finds.question(), u"alice"_s);
    m_store.found(account(u"alice"_s));
    QCOMPARE(m_answers, QStringList(u"alice"_s));
    ask(u"alice"_s); // known now: answered before the call returns
    QCOMPARE(m_answers.size(), 2);
    QCOMPARE(m_store.finds.size(), std::size_t(0));
}

void TestAccountDirectory::findsWithoutRegardToCase()
{
    m_directory->remember(account(u"Alice"_s));
    ask(u"aLICE"_s);
    QCOMPARE(m_answers, QStringList(u"Alice"_s));
}

void TestAccountDirectory::answersInTheOrderOfTheCalls()
{
    ask(u"bob"_s, u"1:"_s);
    ask(u"BOB"_s, u"2:"_s);
    ask(u"carol"_s, u"3:"_s);
    QCOMPARE(m_store.finds.size(), std::size_t(2)); // one query a name
    m_store.found(account(u"bob"_s));
    m_store.found(account(u"carol"_s));
    QCOMPARE(m_answers, QStringList({u"1:bob"_s, u"2:bob"_s, u"3:carol"_s}));
}

void TestAccountDirectory::keepsTheOrderWhenTheAccountBecomesKnownMeanwhile()
{
    ask(u"bob"_s, u"1:"_s);
    m_directory->remember(account(u"bob"_s)); // bob signs in at this moment
    ask(u"bob"_s, u"2:"_s);
    m_store.found(account(u"bob"_s));
    QCOMPARE(m_answers, QStringList({u"1:bob"_s, u"2:bob"_s}));
}

void TestAccountDirectory::doesNotRememberWhatIsNotThere()
{
    ask(u"nobody"_s);
    m_store.foundNone();
    ask(u"nobody"_s);
    QCOMPARE(m_store.finds.size(), std::size_t(1));
    m_store.found(account(u"nobody"_s));
    QCOMPARE(m_answers, QStringList({u"none"_s, u"nobody"_s}));
}

void TestAccountDirectory::passesFailuresOn()
{
    ask(u"bob"_s, u"1:"_s);
    ask(u"bob"_s, u"2:"_s);
    m_store.finds.fail();
    QCOMPARE(m_answers, QStringList({u"1:failed"_s, u"2:failed"_s}));
    ask(u"bob"_s);
    QCOMPARE(m_store.finds.size(), std::size_t(1)); // asked anew
}

void TestAccountDirectory::pollsForChanges()
{
    m_directory = std::make_unique<AccountDirectory>(m_store, 7, 1);
    m_directory->remember(account(u"alice"_s));
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    QCOMPARE(m_store.changes.question(), 7);
    Account changed = account(u"alice"_s);
    changed.state = AccountState::Disabled;
    m_store.changes.answer(AccountChanges {{changed}, 9});
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    QCOMPARE(m_store.changes.question(), 9);
    AccountState state = AccountState::Active;
    m_directory->find(u"alice"_s, [&](const auto &found) { state = (*found)->state; });
    QCOMPARE(state, AccountState::Disabled);
}

void TestAccountDirectory::saysOnceThatItCannotPoll()
{
    const QRegularExpression failed(u"cannot read account changes"_s);
    QTest::failOnWarning(failed);
    m_directory = std::make_unique<AccountDirectory>(m_store, 7, 1);
    for (int failure = 0; failure < 2; ++failure) {
        for (int poll = 0; poll < 3; ++poll) {
            if (poll == 0)
                QTest::ignoreMessage(QtWarningMsg, failed);
            QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
            m_store.changes.fail();
        }
        QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
        QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"can be read again"_s));
        m_store.changes.answer(AccountChanges {{}, 7});
    }
}

void TestAccountDirectory::announcesOnlyChanges()
{
    Account alice = account(u"alice"_s);
    m_directory->remember(alice);
    m_directory->remember(alice);
    QVERIFY(m_changes.isEmpty());
    alice.displayName = u"New"_s;
    m_directory->remember(alice);
    QCOMPARE(m_changes, QStringList(u"ALICE>New"_s));
}

void TestAccountDirectory::ignoresChangesOfUnknownAccounts()
{
    m_directory = std::make_unique<AccountDirectory>(m_store, 0, 1);
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    m_store.changes.answer(AccountChanges {{account(u"stranger"_s)}, 1});
    ask(u"stranger"_s);
    QCOMPARE(m_store.finds.size(), std::size_t(1)); // only what somebody asked for is kept
}

void TestAccountDirectory::pollsOneAtATime()
{
    m_directory = std::make_unique<AccountDirectory>(m_store, 0, 1);
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    int ticks = 0;
    QTimer other;
    connect(&other, &QTimer::timeout, this, [&] { ++ticks; });
    other.start(1);
    QTRY_VERIFY(ticks > 5);
    QCOMPARE(m_store.changes.size(), std::size_t(1));
}

void TestAccountDirectory::goesOnAfterAFailedPoll()
{
    m_directory = std::make_unique<AccountDirectory>(m_store, 5, 1);
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    m_store.changes.fail();
    QTRY_COMPARE(m_store.changes.size(), std::size_t(1));
    QCOMPARE(m_store.changes.question(), 5);
}

void TestAccountDirectory::answersMayAskAgain()
{
    m_directory->find(u"a"_s, [this](const auto &) { ask(u"b"_s); });
    m_store.found(account(u"a"_s));
    m_store.found(account(u"b"_s));
    m_directory->find(u"a"_s, [this](const auto &) { m_directory->remember(account(u"c"_s)); });
    QCOMPARE(m_answers, QStringList(u"b"_s));
}

QTEST_GUILESS_MAIN(TestAccountDirectory)
#include "tst_accountdirectory.moc"
