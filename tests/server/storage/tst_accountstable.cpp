#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestAccountsTable : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void findsWithoutRegardToCase();
    void refusesATakenName_data();
    void refusesATakenName();
    void keepsAnyName_data();
    void keepsAnyName();
    void changesEndTokens_data();
    void changesEndTokens();
    void neverSetsTheValidityBack();
    void refusesToChangeWhatIsNotThere();
    void tellsWhatChanged();
    void listsByName();

private:
    Account found(const QString &name) { return (*m_table->find(name))->account; }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<AccountsTable> m_table;
};

void TestAccountsTable::init()
{
    m_temporary = std::make_unique<TemporaryDatabase>();
    QVERIFY(m_temporary->prepare());
    m_table = std::make_unique<AccountsTable>(m_temporary->database);
}

void TestAccountsTable::findsWithoutRegardToCase()
{
    QVERIFY(m_table->insert({u"José"_s, u"José P."_s, Role::User, "hash"}).ok());
    for (const QString &name : {u"José"_s, u"JOSÉ"_s, QString(u"jose"_s + QChar(0x301))}) {
        const auto account = m_table->find(name);
        QVERIFY(account.ok() && account->has_value());
        QCOMPARE((*account)->account,
                 (Account {u"José"_s, u"José P."_s, Role::User, AccountState::Active, 0}));
        QCOMPARE((*account)->passwordHash, QByteArray("hash"));
    }
    QVERIFY(!m_table->find(u"jose"_s)->has_value());
    QVERIFY(!m_table->find(QString())->has_value());
    QVERIFY(!m_table->find(u"%"_s)->has_value());
    // No byte order marks, but other names.
    QVERIFY(!m_table->find(u"\uFEFFJosé"_s)->has_value());
    QVERIFY(!m_table->find(u"\uFFFE\u4A00\u6F00\u7300\uE900"_s)->has_value()); // swapped
}

void TestAccountsTable::refusesATakenName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("same") << u"root"_s;
    QTest::newRow("case") << u"ROOT"_s;
    QTest::newRow("deleted") << u"carol"_s;
}

void TestAccountsTable::refusesATakenName()
{
    QFETCH(QString, name);
    QVERIFY(m_table->insert({u"Carol"_s, u"C"_s, Role::User, {}}).ok());
    QVERIFY(m_table->setState(u"carol"_s, AccountState::Deleted, 1).ok()); // a deleted name stays taken
    const auto made = m_table->insert({name, u"Other"_s, Role::Admin, "x"});
    QVERIFY(!made.ok());
    QCOMPARE(made.error().kind, StoreError::Kind::Conflict);
    QVERIFY(found(name).displayName != u"Other"_s);
}

void TestAccountsTable::keepsAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("SQL") << u"'; DROP TABLE usuarios; --"_s;
    QTest::newRow("a union") << u"x' UNION SELECT * FROM usuarios --"_s;
    QTest::newRow("wildcards") << u"%_\\"_s;
    QTest::newRow("HTML") << u"<img src=x onerror=alert(1)>"_s;
    QTest::newRow("emoji") << u"😀"_s;
}

void TestAccountsTable::keepsAnyName()
{
    QFETCH(QString, name);
    QVERIFY(m_table->insert({name, name, Role::User, {}}).ok());
    QCOMPARE(found(name).username, name);
    QCOMPARE(found(name).displayName, name);
    QCOMPARE(found(u"root"_s).role, Role::Admin);
    QVERIFY((*m_table->find(name))->passwordHash.isEmpty());
}

void TestAccountsTable::changesEndTokens_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"password", "role", "disabled", "deleted"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestAccountsTable::changesEndTokens()
{
    QFETCH(QString, what);
    QVERIFY(m_table->insert({u"alice"_s, u"A"_s, Role::User, "old"}).ok());
    QCOMPARE(found(u"alice"_s).validFrom, 0); // the creation ends none
    const qint64 before = m_table->changedAfter(0)->upTo;
    const auto done = what == u"password" ? m_table->setPasswordHash(u"ALICE"_s, "new", 1000)
        : what == u"role"                 ? m_table->setRole(u"alice"_s, Role::Admin, 1000)
        : what == u"disabled"             ? m_table->setState(u"alice"_s, AccountState::Disabled, 1000)
                                          : m_table->setState(u"alice"_s, AccountState::Deleted, 1000);
    QVERIFY(done.ok());
    const Account account = found(u"alice"_s);
    QCOMPARE(account.validFrom, 1001); // the next whole second
    QCOMPARE(account.role, what == u"role" ? Role::Admin : Role::User);
    QCOMPARE(toWire(account.state),
             what == u"disabled"      ? u"deshabilitada"_s
                 : what == u"deleted" ? u"eliminada"_s
                                      : u"activa"_s);
    QCOMPARE((*m_table->find(u"alice"_s))->passwordHash,
             what == u"password" ? QByteArray("new") : QByteArray("old"));
    const auto changes = m_table->changedAfter(before);
    QCOMPARE(changes->accounts, QList<Account>({account}));
    QCOMPARE(changes->upTo, before + 1);
}

void TestAccountsTable::neverSetsTheValidityBack()
{
    QVERIFY(m_table->setRole(u"root"_s, Role::User, 5000).ok());
    QVERIFY(m_table->setRole(u"root"_s, Role::Admin, 10).ok()); // the clock went back
    QCOMPARE(found(u"root"_s).validFrom, 5001);
}

void TestAccountsTable::refusesToChangeWhatIsNotThere()
{
    for (const auto &done :
         {m_table->setPasswordHash(u"nobody"_s, "x", 1), m_table->setRole(u"nobody"_s, Role::Admin, 1),
          m_table->setState(u"nobody"_s, AccountState::Deleted, 1)}) {
        QVERIFY(!done.ok());
        QCOMPARE(done.error().kind, StoreError::Kind::NotFound);
    }
}

void TestAccountsTable::tellsWhatChanged()
{
    const qint64 start = m_table->changedAfter(0)->upTo;
    QVERIFY(m_table->changedAfter(start)->accounts.isEmpty());
    QCOMPARE(m_table->changedAfter(start)->upTo, start);
    QCOMPARE(m_table->changedAfter(start + 100)->upTo, start + 100);
    QVERIFY(m_table->insert({u"a"_s, u"A"_s, Role::User, {}}).ok());
    QVERIFY(m_table->insert({u"b"_s, u"B"_s, Role::User, {}}).ok());
    QVERIFY(m_table->setState(u"a"_s, AccountState::Disabled, 1).ok());
    const auto changes = m_table->changedAfter(start);
    QCOMPARE(changes->accounts.size(), 2); // each once, in the order of its last change
    QCOMPARE(changes->accounts[0].username, u"b"_s);
    QCOMPARE(changes->accounts[1].username, u"a"_s);
    QCOMPARE(changes->upTo, start + 3);
}

void TestAccountsTable::listsByName()
{
    for (const QString &name : {u"Zoe"_s, u"alice"_s, u"Bob"_s})
        QVERIFY(m_table->insert({name, name, Role::User, {}}).ok());
    QVERIFY(m_table->setState(u"bob"_s, AccountState::Deleted, 1).ok());
    QStringList names;
    const auto accounts = m_table->list();
    for (const Account &account : *accounts)
        names.append(account.username);
    QCOMPARE(names, QStringList({u"alice"_s, u"Bob"_s, u"root"_s, u"Zoe"_s}));
}

QTEST_GUILESS_MAIN(TestAccountsTable)
#include "tst_accountstable.moc"
