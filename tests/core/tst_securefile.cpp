#include "core/securefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

int modeOf(const QString &path)
{
    struct stat status {
    };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
}

} // namespace

class TestSecureFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void makesFolders();
    void makesFoldersWithATrailingSlash();
    void leavesAFolderAsItIs();
    void refusesAFolderWhereAFileIs();
    void refusesAFolderBelowAFile();
    void makesFiles();
    void leavesAFileAsItIs();
    void refusesAFileWhereAFolderIs();
    void writesAndReplaces();
    void writesNothingIntoAMissingFolder();
    void replacesWithoutSyncing();
    void replacesWhatAKilledProcessLeft();
    void leavesNothingWhenItCannotReplace_data();
    void leavesNothingWhenItCannotReplace();
    void syncs();
    void readsUpToTheLimit_data();
    void readsUpToTheLimit();
    void refusesToReadWhatIsNotThere();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    mode_t m_umask = 0;
};

void TestSecureFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_umask = ::umask(0); // the worst case: nothing is taken away but by the code itself
}

void TestSecureFile::cleanup()
{
    ::umask(m_umask);
}

void TestSecureFile::makesFolders()
{
    QVERIFY(makePrivateFolder(path(u"a/b/c"_s)).ok());
    QCOMPARE(modeOf(path(u"a/b/c"_s)), 0700);
}

void TestSecureFile::makesFoldersWithATrailingSlash()
{
    QVERIFY(makePrivateFolder(path(u"a/"_s)).ok());
    QCOMPARE(modeOf(path(u"a"_s)), 0700);
}

void TestSecureFile::leavesAFolderAsItIs()
{
    QVERIFY(::mkdir(QFile::encodeName(path(u"a"_s)).constData(), 0750) == 0);
    QVERIFY(makePrivateFolder(path(u"a"_s)).ok());
    QCOMPARE(modeOf(path(u"a"_s)), 0750);
}

void TestSecureFile::refusesAFolderWhereAFileIs()
{
    QVERIFY(makePrivateFile(path(u"a"_s)).ok());
    const auto made = makePrivateFolder(path(u"a"_s));
    QVERIFY(!made.ok());
    QVERIFY(made.error().message.contains(path(u"a"_s)));
}

void TestSecureFile::refusesAFolderBelowAFile()
{
    QVERIFY(makePrivateFile(path(u"a"_s)).ok());
    QVERIFY(!makePrivateFolder(path(u"a/b"_s)).ok());
}

void TestSecureFile::makesFiles()
{
    QVERIFY(makePrivateFile(path(u"f"_s)).ok());
    QCOMPARE(modeOf(path(u"f"_s)), 0600);
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray());
}

void TestSecureFile::leavesAFileAsItIs()
{
    QVERIFY(writePrivateFile(path(u"f"_s), "kept").ok());
    QVERIFY(makePrivateFile(path(u"f"_s)).ok());
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray("kept"));
}

void TestSecureFile::refusesAFileWhereAFolderIs()
{
    QVERIFY(!makePrivateFile(m_folder->path()).ok());
    QVERIFY(!makePrivateFile(path(u"missing/f"_s)).ok());
}

void TestSecureFile::writesAndReplaces()
{
    QFile open(path(u"f"_s));
    QVERIFY(open.open(QIODevice::WriteOnly));
    QVERIFY(open.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QVERIFY(writePrivateFile(path(u"f"_s), "secret").ok());
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray("secret"));
    QCOMPARE(modeOf(path(u"f"_s)), 0600);
    QVERIFY(writePrivateFile(path(u"f"_s), {}).ok());
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"f"_s));
}

void TestSecureFile::writesNothingIntoAMissingFolder()
{
    const auto written = writePrivateFile(path(u"missing/f"_s), "x");
    QVERIFY(!written.ok());
    QVERIFY(written.error().message.contains(u"missing/f"_s));
}

void TestSecureFile::replacesWithoutSyncing()
{
    QVERIFY(replacePrivateFile(path(u"f"_s), "one").ok());
    QCOMPARE(modeOf(path(u"f"_s)), 0600);
    QVERIFY(::chmod(QFile::encodeName(path(u"f"_s)).constData(), 0644) == 0);
    const QByteArray large(3'000'000, 'x');
    QVERIFY(replacePrivateFile(path(u"f"_s), large).ok());
    QCOMPARE(modeOf(path(u"f"_s)), 0600);
    QCOMPARE(contentOf(path(u"f"_s)), large);
    QVERIFY(replacePrivateFile(path(u"f"_s), {}).ok());
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"f"_s));
}

void TestSecureFile::replacesWhatAKilledProcessLeft()
{
    QFile half(path(u"f.new"_s));
    QVERIFY(half.open(QIODevice::WriteOnly));
    half.write("half");
    half.close();
    QVERIFY(replacePrivateFile(path(u"f"_s), "whole").ok());
    QCOMPARE(contentOf(path(u"f"_s)), QByteArray("whole"));
    QCOMPARE(modeOf(path(u"f"_s)), 0600);
    QVERIFY(!QFile::exists(path(u"f.new"_s)));
}

void TestSecureFile::leavesNothingWhenItCannotReplace_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("no such folder") << u"missing/f"_s;
    QTest::newRow("a folder is there") << u"folder"_s;
    QTest::newRow("its other name is taken") << u"taken"_s;
}

void TestSecureFile::leavesNothingWhenItCannotReplace()
{
    QFETCH(QString, name);
    QVERIFY(makePrivateFolder(path(u"folder/within"_s)).ok());
    QVERIFY(replacePrivateFile(path(u"taken"_s), "as before").ok());
    QVERIFY(makePrivateFolder(path(u"taken.new"_s)).ok());
    const auto replaced = replacePrivateFile(path(name), "x");
    QVERIFY(!replaced.ok());
    QVERIFY(replaced.error().message.contains(path(name)));
    QCOMPARE(contentOf(path(u"taken"_s)), QByteArray("as before"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"taken"_s));
}

void TestSecureFile::syncs()
{
    QVERIFY(replacePrivateFile(path(u"f"_s), "x").ok());
    QVERIFY(syncFile(path(u"f"_s)).ok());
    const auto synced = syncFile(path(u"missing"_s));
    QVERIFY(!synced.ok());
    QVERIFY(synced.error().message.contains(path(u"missing"_s)));
}

void TestSecureFile::readsUpToTheLimit_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("read");
    QTest::newRow("empty") << 0 << true;
    QTest::newRow("the limit") << 100 << true;
    QTest::newRow("one more") << 101 << false;
    QTest::newRow("much more") << 100'000 << false;
}

void TestSecureFile::readsUpToTheLimit()
{
    QFETCH(int, size);
    const QByteArray content(size, 'x');
    QVERIFY(writePrivateFile(path(u"f"_s), content).ok());
    const auto read = readSmallFile(path(u"f"_s), 100);
    QTEST(read.ok(), "read");
    if (read)
        QCOMPARE(*read, content);
}

void TestSecureFile::refusesToReadWhatIsNotThere()
{
    QVERIFY(!readSmallFile(path(u"missing"_s)).ok());
    QVERIFY(!readSmallFile(m_folder->path()).ok());
}

QTEST_GUILESS_MAIN(TestSecureFile)
#include "tst_securefile.moc"
