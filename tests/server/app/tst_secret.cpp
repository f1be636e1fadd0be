#include "app/secret.h"
#include "core/securefile.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QByteArray strong = "a secret of at least thirty-two bytes";
} // namespace

class TestSecret : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void makesOneOnceAndKeepsItPrivate();
    void theEnvironmentWins();
    void readsFiles_data();
    void readsFiles();
    void refusesBadOnes_data();
    void refusesBadOnes();
    void warnsOfAShortOne();
    void refusesToReplaceAnEmptyKeptOne();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSecret::makesOneOnceAndKeepsItPrivate()
{
    const QString data = path(u"a/data"_s);
    const mode_t before = ::umask(0);
    const auto made = loadSecret({}, {}, data);
    ::umask(before);
    QVERIFY(made.ok());
    QVERIFY(made->size() >= 43); // 256 bits in base64
    struct stat status {
    };
    QVERIFY(::stat(QFile::encodeName(data + u"/jwt-secret").constData(), &status) == 0);
    QCOMPARE(int(status.st_mode & 0777), 0600);
    QVERIFY(::stat(QFile::encodeName(data).constData(), &status) == 0);
    QCOMPARE(int(status.st_mode & 0777), 0700);
    QCOMPARE(*loadSecret({}, {}, data), *made);
    QVERIFY(*loadSecret({}, {}, path(u"other"_s)) != *made);
}

void TestSecret::theEnvironmentWins()
{
    QVERIFY(writePrivateFile(path(u"named"_s), "named by the environment, long enough").ok());
    QVERIFY(writePrivateFile(path(u"configured"_s), "named by the configuration, long enough").ok());
    QProcessEnvironment environment;
    QCOMPARE(*loadSecret(environment, path(u"configured"_s), path(u"data"_s)),
             QByteArray("named by the configuration, long enough"));
    environment.insert(u"JWT_SECRET_FILE"_s, path(u"named"_s));
    QCOMPARE(*loadSecret(environment, path(u"configured"_s), path(u"data"_s)),
             QByteArray("named by the environment, long enough"));
    environment.insert(u"JWT_SECRET"_s, QString::fromLatin1(strong));
    QCOMPARE(*loadSecret(environment, path(u"configured"_s), path(u"data"_s)), strong);
    QVERIFY(!QFile::exists(path(u"data"_s))); // none is made where one is given
}

void TestSecret::readsFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("as it is") << strong << strong;
    QTest::newRow("line break") << QByteArray(strong + "\n") << strong;
    QTest::newRow("DOS line break") << QByteArray(strong + "\r\n") << strong;
    QTest::newRow("white space counts") << QByteArray(" " + strong + " ") << QByteArray(" " + strong + " ");
    QTest::newRow("binary") << QByteArray(strong + QByteArray("\0\xff", 2))
                            << QByteArray(strong + QByteArray("\0\xff", 2));
}

void TestSecret::readsFiles()
{
    QFETCH(QByteArray, content);
    QVERIFY(writePrivateFile(path(u"f"_s), content).ok());
    const auto secret = loadSecret({}, path(u"f"_s), path(u"data"_s));
    QVERIFY(secret.ok());
    QTEST(*secret, "secret");
}

void TestSecret::refusesBadOnes_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind :
         {"empty variable", "missing file", "empty file", "line breaks only", "huge file", "a folder"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestSecret::refusesBadOnes()
{
    QFETCH(QString, kind);
    QProcessEnvironment environment;
    QString file = path(u"f"_s);
    if (kind == u"empty variable")
        environment.insert(u"JWT_SECRET"_s, u""_s);
    else if (kind == u"a folder")
        file = m_folder->path();
    else if (kind != u"missing file")
        QVERIFY(writePrivateFile(file,
                                 kind == u"empty file"      ? QByteArray()
                                     : kind == u"huge file" ? QByteArray(100'000, 'x')
                                                            : QByteArray("\r\n\n"))
                    .ok());
    const auto secret = loadSecret(environment, file, path(u"data"_s));
    QVERIFY(!secret.ok());
    QVERIFY(!secret.error().message.isEmpty());
    QVERIFY(!QFile::exists(path(u"data"_s))); // no secret is made behind the operator's back
}

void TestSecret::warnsOfAShortOne()
{
    QProcessEnvironment environment;
    environment.insert(u"JWT_SECRET"_s, u"hunter2"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^(?!.*hunter2).*shorter than 32 bytes"_s));
    QCOMPARE(*loadSecret(environment, {}, path(u"data"_s)), QByteArray("hunter2"));
}

void TestSecret::refusesToReplaceAnEmptyKeptOne()
{
    QVERIFY(makePrivateFolder(path(u"data"_s)).ok());
    QVERIFY(writePrivateFile(path(u"data/jwt-secret"_s), {}).ok());
    QVERIFY(!loadSecret({}, {}, path(u"data"_s)).ok());
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
