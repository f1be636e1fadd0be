#include "core/securefile.h"
#include "support/temporarydatabase.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <sys/stat.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestDatabase : public QObject
{
    Q_OBJECT

private slots:
    void readsAddresses_data();
    void readsAddresses();
    void makesAPrivateFile();
    void setsUpTheConnection();
    void refusesToOpen_data();
    void refusesToOpen();
    void makesNoFileUnlessItMay();
    void opensWhateverItsName_data();
    void opensWhateverItsName();
    void undoesWhatIsNotCommitted();
    void readsOneState();
    void noticesAnotherFile_data();
    void noticesAnotherFile();
    void failsWhileAnotherHoldsTheLock();
    void bindsWhateverComes_data();
    void bindsWhateverComes();
    void failsOnABadStatement();
};

void TestDatabase::readsAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("path");
    QTest::newRow("absolute") << u"sqlite:/var/x.sqlite"_s << u"/var/x.sqlite"_s;
    QTest::newRow("relative") << u"sqlite:x"_s << u"x"_s;
    QTest::newRow("no path") << u"sqlite:"_s << QString();
    QTest::newRow("no scheme") << u"/var/x.sqlite"_s << QString();
    QTest::newRow("another scheme") << u"postgres://h/x"_s << QString();
    QTest::newRow("capitals") << u"SQLITE:x"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestDatabase::readsAddresses()
{
    QFETCH(QString, address);
    QFETCH(QString, path);
    const auto read = sqlitePath(address);
    QCOMPARE(read.ok(), !path.isEmpty());
    if (read)
        QCOMPARE(*read, path);
}

void TestDatabase::makesAPrivateFile()
{
    const mode_t before = ::umask(0);
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare({u"alice"_s}));
    ::umask(before);
    for (const QString &name : {u"test.sqlite"_s, u"test.sqlite-wal"_s, u"test.sqlite-shm"_s}) {
        struct stat status {
        };
        QVERIFY(::stat(QFile::encodeName(temporary.folder.filePath(name)).constData(), &status) == 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
    }
}

void TestDatabase::setsUpTheConnection()
{
    TemporaryDatabase temporary(123);
    QVERIFY(temporary.database.open().ok());
    QVERIFY(temporary.database.open().ok()); // does nothing
    QCOMPARE(temporary.value(u"PRAGMA journal_mode"_s).toString(), u"wal"_s);
    QCOMPARE(temporary.value(u"PRAGMA synchronous"_s).toInt(), 2);
    QCOMPARE(temporary.value(u"PRAGMA foreign_keys"_s).toInt(), 1);
    QCOMPARE(temporary.value(u"PRAGMA busy_timeout"_s).toInt(), 123);
}

void TestDatabase::refusesToOpen_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"missing folder", "folder", "text"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestDatabase::refusesToOpen()
{
    QFETCH(QString, kind);
    QTemporaryDir folder;
    QString path = folder.filePath(u"x"_s);
    if (kind == u"missing folder")
        path = folder.filePath(u"missing/x"_s);
    else if (kind == u"folder")
        path = folder.path();
    else
        QVERIFY(writePrivateFile(path, QByteArray(5000, 'x')).ok());
    Database database({path, 10});
    const auto opened = database.open();
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().kind, StoreError::Kind::Unavailable);
    QVERIFY(!opened.error().message.isEmpty());
}

void TestDatabase::makesNoFileUnlessItMay()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"x"_s);
    QVERIFY(!Database({path, 10, false}).open().ok());
    QVERIFY(!QFile::exists(path));
    QVERIFY(Database({path, 10}).open().ok());
    QVERIFY(Database({path, 10, false}).open().ok());
}

void TestDatabase::opensWhateverItsName_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a b", "50%", "a%20b", "what?", "#1", "a&mode=memory", "año"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void TestDatabase::opensWhateverItsName()
{
    QFETCH(QString, name);
    QTemporaryDir folder;
    Database database({folder.filePath(name), 10});
    QVERIFY(database.open().ok());
    QVERIFY(database.run(u"CREATE TABLE x (y)"_s).ok());
    QCOMPARE(QDir(folder.path()).entryList({name}, QDir::Files), QStringList(name));
    QVERIFY(QFile(folder.filePath(name)).size() + QFile(folder.filePath(name + u"-wal"_s)).size() > 0);
}

void TestDatabase::undoesWhatIsNotCommitted()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(temporary.database.run(u"CREATE TABLE t (x)"_s).ok());
    {
        Transaction transaction(temporary.database);
        QVERIFY(transaction.begin().ok());
        QVERIFY(temporary.database.run(u"INSERT INTO t VALUES (1)"_s).ok());
    }
    QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM t"_s).toInt(), 0);
    {
        Transaction transaction(temporary.database);
        QVERIFY(transaction.begin().ok());
        QVERIFY(temporary.database.run(u"INSERT INTO t VALUES (1)"_s).ok());
        QVERIFY(transaction.commit().ok());
    }
    QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM t"_s).toInt(), 1);
}

void TestDatabase::readsOneState()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    Database other(temporary.config);
    QVERIFY(other.open());
    const QString accounts = u"SELECT COUNT(*) FROM usuarios"_s;
    {
        ReadTransaction snapshot(temporary.database);
        QVERIFY(snapshot.begin());
        QCOMPARE(temporary.value(accounts).toInt(), 1);
        QVERIFY(AccountsTable(other).insert({u"alice"_s, u"Alice"_s, Role::User, {}}));
        QCOMPARE(temporary.value(accounts).toInt(), 1);
    }
    QCOMPARE(temporary.value(accounts).toInt(), 2);
}

void TestDatabase::noticesAnotherFile_data()
{
    QTest::addColumn<bool>("replaced");
    QTest::newRow("removed") << false;
    QTest::newRow("replaced") << true;
}

void TestDatabase::noticesAnotherFile()
{
    QFETCH(bool, replaced);
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(temporary.database.run(u"CREATE TABLE t (x)"_s).ok());
    QVERIFY(temporary.database.checkFile().ok());
    Transaction transaction(temporary.database);
    QVERIFY(transaction.begin().ok());
    QVERIFY(temporary.database.run(u"INSERT INTO t VALUES (1)"_s).ok());
    if (replaced) // as a restored backup is moved in: the old file lives on beside it
        QVERIFY(QFile::rename(temporary.config.path, temporary.config.path + u".old"_s)
                && writePrivateFile(temporary.config.path, {}).ok());
    else
        QVERIFY(QFile::remove(temporary.config.path));
    QVERIFY(!temporary.database.checkFile().ok());
    const auto committed = transaction.commit();
    QVERIFY(!committed.ok());
    QVERIFY(committed.error().message.contains(u"removed or replaced"_s));
}

void TestDatabase::failsWhileAnotherHoldsTheLock()
{
    TemporaryDatabase temporary(20);
    QVERIFY(temporary.prepare());
    Database other(temporary.config);
    QVERIFY(other.open().ok());
    auto lock = std::make_unique<Transaction>(other);
    QVERIFY(lock->begin().ok());
    {
        Transaction transaction(temporary.database);
        const auto begun = transaction.begin();
        QVERIFY(!begun.ok());
        QCOMPARE(begun.error().kind, StoreError::Kind::Unavailable);
    }
    QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM usuarios"_s).toInt(), 1); // reading goes on
    lock.reset();
    Transaction transaction(temporary.database);
    QVERIFY(transaction.begin().ok());
    QVERIFY(transaction.commit().ok());
}

void TestDatabase::bindsWhateverComes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a quote") << u"'; DROP TABLE t; --"_s;
    QTest::newRow("placeholders") << u"? :x @y $z %1 \\"_s;
    QTest::newRow("beyond the BMP") << u"ñ😀"_s;
    QTest::newRow("empty") << u""_s;
    QTest::newRow("NUL") << QString(u"a"_s + QChar(u'\0') + u"b"_s);
}

void TestDatabase::bindsWhateverComes()
{
    QFETCH(QString, text);
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(temporary.database.run(u"CREATE TABLE t (x TEXT NOT NULL)"_s).ok());
    QVERIFY(execute(temporary.database.statement(u"INSERT INTO t VALUES (?)"_s), {text}).ok());
    QCOMPARE(temporary.value(u"SELECT x FROM t"_s).toString(), text);
}

void TestDatabase::failsOnABadStatement()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(!temporary.database.run(u"NONSENSE"_s).ok());
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"cannot prepare a statement"_s));
    QVERIFY(!execute(temporary.database.statement(u"SELECT * FROM nothing"_s)).ok());
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
