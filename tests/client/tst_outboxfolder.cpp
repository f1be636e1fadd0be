#include "client/outboxfolder.h"

#include "support/outboxfolderfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/stat.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using State = OutgoingMessage::State;
using Opened = OutboxFolderFixture::Opened;

namespace {

int modeOf(const QString &path)
{
    struct stat status {
    };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

} // namespace

class TestOutboxFolder : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { ::umask(m_umask); }
    void keepsWhatWasWritten_data();
    void keepsWhatWasWritten();
    void keepsTheOrder();
    void keepsWhatFailed();
    void keepsWhatWasPutLast();
    void forgetsWhatWasRemoved();
    void letsNobodyElseRead();
    void takesTheLaterOfTwo();
    void leavesWhatItCannotRead_data();
    void leavesWhatItCannotRead();
    void ignoresWhatIsNoMessage();
    void keepsTheOlderFileWhenItCannotPutItLast();

private:
    std::unique_ptr<OutboxFolderFixture> m;
    mode_t m_umask = 0;
};

void TestOutboxFolder::init()
{
    m = std::make_unique<OutboxFolderFixture>();
    m_umask = ::umask(0); // the worst case: nothing is taken away but by the code itself
}

void TestOutboxFolder::keepsWhatWasWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"hola"_s;
    QTest::newRow("lines and quotes") << u"one\n\"two\"\t\\"_s;
    QTest::newRow("a mark first") << u"\uFEFFhola"_s;
    QTest::newRow("beyond the first plane") << u"\U0001F600 é"_s;
    QTest::newRow("spaces at the ends") << u"  hola  "_s;
    QTest::newRow("the longest there may be") << QString(1'000'000, u'é');
}

void TestOutboxFolder::keepsWhatWasWritten()
{
    QFETCH(QString, text);
    OutgoingMessage written = m->message(u"a-1"_s, text);
    written.to = u"\uFEFFodd / name"_s;
    QVERIFY(m->open()->save(written));
    QCOMPARE(m->kept(), QList<OutgoingMessage>({written}));
    QCOMPARE(m->kept(), QList<OutgoingMessage>({written})); // reading takes nothing away
}

void TestOutboxFolder::keepsTheOrder()
{
    QStringList expected;
    // Keys that would be in another order, and more than one opening.
    for (int round = 0; round < 3; ++round) {
        const Opened folder = m->open();
        for (int number = 0; number < 12; ++number) {
            const QString key =
                QString::number((number * 7 + round * 5) % 12) + u'-' + QString::number(round);
            expected.append(key);
            QVERIFY(folder->save(m->message(key)));
        }
    }
    QCOMPARE(m->keys(m->kept()), expected);
}

void TestOutboxFolder::keepsWhatFailed()
{
    OutgoingMessage failed = m->message(u"b"_s);
    {
        const Opened folder = m->open();
        for (const QString &key : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(folder->save(m->message(key)));
        failed.state = State::Failed;
        failed.error = WireError {ErrorCode::RecipientUnknown, u"no such account"_s};
        QVERIFY(folder->save(failed));
    }
    const QList<OutgoingMessage> messages = m->kept();
    QCOMPARE(messages, QList<OutgoingMessage>({m->message(u"a"_s), failed, m->message(u"c"_s)}));
}

void TestOutboxFolder::keepsWhatWasPutLast()
{
    {
        const Opened folder = m->open();
        for (const QString &key : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(folder->save(m->message(key)));
        QVERIFY(folder->saveLast(m->message(u"a"_s)));
    }
    QCOMPARE(m->files().size(), 3);
    const Opened folder = m->open();
    QCOMPARE(m->keys(folder->takeContent()), QStringList({u"b"_s, u"c"_s, u"a"_s}));
    QVERIFY(folder->saveLast(m->message(u"b"_s)));
    QVERIFY(folder->save(m->message(u"d"_s)));
    QVERIFY(folder->save(m->message(u"c"_s))); // stays where it is
    QCOMPARE(m->files().size(), 4);
}

void TestOutboxFolder::forgetsWhatWasRemoved()
{
    {
        const Opened folder = m->open();
        QVERIFY(folder->save(m->message(u"a"_s)));
        QVERIFY(folder->save(m->message(u"b"_s)));
        QVERIFY(folder->saveLast(m->message(u"a"_s)));
        folder->remove(u"a"_s);
        folder->remove(u"a"_s);
        folder->remove(u"unknown"_s);
    }
    const Opened folder = m->open();
    QCOMPARE(m->keys(folder->takeContent()), QStringList(u"b"_s));
    folder->remove(u"b"_s); // one of an earlier run
    QVERIFY(m->files().isEmpty());
}

void TestOutboxFolder::letsNobodyElseRead()
{
    const Opened folder = m->open();
    QVERIFY(folder->save(m->message(u"a"_s)));
    QVERIFY(folder->saveLast(m->message(u"a"_s)));
    QCOMPARE(modeOf(m->path()), 0700);
    QCOMPARE(modeOf(m->inPlace({})), 0700);
    const auto found = QDir(m->inPlace({})).entryInfoList(QDir::Files | QDir::Hidden);
    QCOMPARE(found.size(), 2); // the message and the lock
    for (const QFileInfo &file : found)
        QCOMPARE(modeOf(file.filePath()), 0600);
}

// Killed between the two steps of putting a message behind the others.
void TestOutboxFolder::takesTheLaterOfTwo()
{
    QByteArray before;
    {
        const Opened folder = m->open();
        OutgoingMessage failed = m->message(u"a"_s);
        failed.state = State::Failed;
        failed.error = WireError {};
        QVERIFY(folder->save(failed));
        QVERIFY(folder->save(m->message(u"b"_s)));
        QFile file(m->inPlace(m->files().first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        before = file.readAll();
        QVERIFY(folder->saveLast(m->message(u"a"_s)));
    }
    QVERIFY(m->write(u"000000000000001-a.json"_s, before));
    QCOMPARE(m->files().size(), 3);
    QCOMPARE(m->kept(), QList<OutgoingMessage>({m->message(u"b"_s), m->message(u"a"_s)}));
    QCOMPARE(m->files().size(), 2);
}

void TestOutboxFolder::leavesWhatItCannotRead_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << R"({"key":"b","to":"admin","te)"_ba;
    QTest::newRow("no object") << "[]"_ba;
    QTest::newRow("a field is missing") << R"({"key":"b","to":"admin","text":"x"})"_ba;
    QTest::newRow("wrong types") << R"({"key":"b","to":1,"text":"x","writtenAt":1})"_ba;
    QTest::newRow("no key") << R"({"key":"","to":"admin","text":"x","writtenAt":1})"_ba;
    QTest::newRow("a key that is a path") << R"({"key":"../b","to":"admin","text":"x","writtenAt":1})"_ba;
    QTest::newRow("far too large") << QByteArray(5'000'000, ' ');
}

void TestOutboxFolder::leavesWhatItCannotRead()
{
    QFETCH(QByteArray, content);
    {
        const Opened folder = m->open();
        QVERIFY(folder->save(m->message(u"a"_s)));
        QVERIFY(folder->save(m->message(u"c"_s)));
    }
    const QString damaged = u"000000000000001-b.json"_s;
    QVERIFY(m->write(damaged, content));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be read.*"_s + damaged));
    QCOMPARE(m->keys(m->kept()), QStringList({u"a"_s, u"c"_s}));
    QVERIFY(m->files().contains(damaged));
}

void TestOutboxFolder::ignoresWhatIsNoMessage()
{
    QVERIFY(m->open()->save(m->message(u"a"_s)));
    QVERIFY(
        m->write(u"000000000000002-b.json.new"_s, R"({"key":"b","to":"admin","text":"x","writtenAt":1})"));
    QVERIFY(m->write(u"notes.txt"_s, "x"));
    QVERIFY(QDir(m->inPlace({})).mkdir(u"000000000000003-c.json"_s));
    QCOMPARE(m->keys(m->kept()), QStringList(u"a"_s));
}

void TestOutboxFolder::keepsTheOlderFileWhenItCannotPutItLast()
{
    const Opened folder = m->open();
    QVERIFY(folder->save(m->message(u"a"_s)));
    QVERIFY(QDir(m->inPlace({})).mkdir(u"000000000000002-a.json.new"_s)); // in the way
    QVERIFY(!folder->saveLast(m->message(u"a"_s)));
    QCOMPARE(m->files().size(), 1);
    folder->remove(u"a"_s); // sent: it must not come back with the next start
    QVERIFY(m->files().isEmpty());
}

QTEST_GUILESS_MAIN(TestOutboxFolder)
#include "tst_outboxfolder.moc"
