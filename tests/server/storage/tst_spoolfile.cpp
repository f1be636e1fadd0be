#include "storage/spoolfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <random>
#include <sys/resource.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 firstRecord = 4096;

QByteArrayList numbered(int first, int count)
{
    QByteArrayList records;
    for (int i = first; i < first + count; ++i)
        records.append("record " + QByteArray::number(i));
    return records;
}

/// Writes of this process beyond so many bytes of a file fail while it lives.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit {bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;

private:
    rlimit m_before {};
};

} // namespace

class TestSpoolFile : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void takesItsRoomAtOnce();
    void keepsWhatWasAppended();
    void forgetsWhatWasDropped();
    void usesItsRoomAgain();
    void refusesWhatDoesNotFit();
    void survivesATornTail_data();
    void survivesATornTail();
    void passesOverADamagedRecord();
    void missesNothingThatFailed();
    void forgetsWhatAFailedAppendLeft();
    void survivesATornHeader_data();
    void survivesATornHeader();
    void refusesRecordsOfAnotherLabel();
    void takesANewLabelWhenEmpty();
    void refusesWhatIsNoSpool_data();
    void refusesWhatIsNoSpool();
    void refusesASecondOwner();
    void finishesOneThatWasNeverFinished_data();
    void finishesOneThatWasNeverFinished();
    void equalsAQueueWhateverIsDone();

private:
    void open(qint64 capacity = 64 * 1024)
    {
        m_file.reset();
        auto opened = SpoolFile::open({m_path, m_label, capacity});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        m_file = std::move(opened).value();
    }
    QByteArrayList all() const { return *m_file->oldest(m_file->count()); }
    QByteArray bytes() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void overwrite(qint64 position, const QByteArray &with)
    {
        m_file.reset();
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(position));
        QCOMPARE(file.write(with), with.size());
    }
    QString problemOfOpening(const QByteArray &label)
    {
        const auto opened = SpoolFile::open({m_path, label, 64 * 1024});
        return opened ? QString() : opened.error().message;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QByteArray m_label = "here"_ba;
    std::unique_ptr<SpoolFile> m_file;
};

void TestSpoolFile::init()
{
    m_file.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"spool"_s);
    m_label = "here"_ba;
}

void TestSpoolFile::takesItsRoomAtOnce()
{
    open(1024 * 1024);
    const QFileInfo info(m_path);
    QCOMPARE(info.size(), 1024 * 1024);
    QCOMPARE(info.permissions()
                 & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(m_file->append({QByteArray(500'000, 'x')}));
    QCOMPARE(QFileInfo(m_path).size(), 1024 * 1024);
    QCOMPARE(m_file->count(), 1);
    QVERIFY(m_file->bytesUsed() >= 500'000);
}

void TestSpoolFile::keepsWhatWasAppended()
{
    open();
    QVERIFY(m_file->append({"one"_ba, QByteArray(), "three\0with a zero"_ba}));
    QVERIFY(m_file->append({"four"_ba}));
    const QByteArrayList expected = all();
    QCOMPARE(expected.size(), 4);
    QCOMPARE(expected.at(0), "one"_ba);
    QCOMPARE(expected.at(1), QByteArray());
    QCOMPARE(*m_file->oldest(2), expected.first(2));
    open();
    QCOMPARE(all(), expected);
    QCOMPARE(m_file->damaged(), 0);
    QVERIFY(m_file->append({"five"_ba}));
    open();
    QCOMPARE(all(), expected + QByteArrayList {"five"_ba});
}

void TestSpoolFile::forgetsWhatWasDropped()
{
    open();
    QVERIFY(m_file->append(numbered(0, 5)));
    QVERIFY(m_file->drop(2));
    QCOMPARE(all(), numbered(2, 3));
    open();
    QCOMPARE(all(), numbered(2, 3));
    QVERIFY(m_file->drop(3));
    QCOMPARE(m_file->count(), 0);
    QCOMPARE(m_file->bytesUsed(), 0);
    open();
    QCOMPARE(m_file->count(), 0);
    QVERIFY(m_file->append(numbered(5, 2)));
    open();
    QCOMPARE(all(), numbered(5, 2));
    QCOMPARE(m_file->damaged(), 0);
}

void TestSpoolFile::usesItsRoomAgain()
{
    open(8192);
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(m_file->append(numbered(i, 3)));
        QCOMPARE(all(), numbered(i, 3));
        QVERIFY(m_file->drop(1));
        if (i % 100 == 0) {
            open(8192);
            QCOMPARE(all(), numbered(i + 1, 2));
        }
        QVERIFY(m_file->drop(2));
    }
    QCOMPARE(QFileInfo(m_path).size(), 8192);
}

void TestSpoolFile::refusesWhatDoesNotFit()
{
    open(8192);
    QVERIFY(m_file->append(numbered(0, 1)));
    const auto tooLarge = m_file->append({"fits"_ba, QByteArray(8192, 'x')});
    QVERIFY(!tooLarge);
    QVERIFY(tooLarge.error().message.contains(u"full"));
    QCOMPARE(all(), numbered(0, 1)); // none of them

    int appended = 1;
    while (m_file->append(numbered(appended, 1)))
        ++appended;
    // 40 bytes of head, and content in steps of eight: ten of 48, the others of 56.
    QCOMPARE(appended, 10 + (4096 - 10 * 48) / 56);
    QCOMPARE(all(), numbered(0, appended));
    open(8192);
    QCOMPARE(all(), numbered(0, appended));
    QVERIFY(m_file->drop(2));
    QVERIFY(m_file->append(numbered(appended, 1)));
    QVERIFY(!m_file->append(numbered(appended, 1)));
    open(8192);
    QCOMPARE(all(), numbered(2, appended - 1));
}

void TestSpoolFile::survivesATornTail_data()
{
    QTest::addColumn<int>("torn");
    for (const int torn : {1, 8, 20, 31, 40, 44})
        QTest::addRow("%d bytes missing", torn) << torn;
}

void TestSpoolFile::survivesATornTail()
{
    QFETCH(int, torn);
    open();
    QVERIFY(m_file->append(numbered(0, 3)));
    const qint64 end = firstRecord + 3 * 48;
    overwrite(end - torn, QByteArray(torn, '\0'));
    open();
    QCOMPARE(all(), numbered(0, 2));
    QCOMPARE(m_file->damaged(), 0);
    QVERIFY(m_file->append(numbered(7, 1)));
    open();
    QCOMPARE(all(), numbered(0, 2) + numbered(7, 1));
}

void TestSpoolFile::passesOverADamagedRecord()
{
    open();
    QVERIFY(m_file->append(numbered(0, 4)));
    overwrite(firstRecord + 48 + 43, "?"_ba);
    open();
    QCOMPARE(all(), numbered(0, 1) + numbered(2, 2));
    QCOMPARE(m_file->damaged(), 1);
}

// What could not be appended was never there: nobody looks for it.
void TestSpoolFile::missesNothingThatFailed()
{
    open();
    QVERIFY(m_file->append(numbered(0, 2)));
    {
        const FileSizeLimit limit(firstRecord + 3 * 48);
        const auto outcome = m_file->append(numbered(2, 2)); // the first of them goes through
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().message.contains(u"cannot write"), qPrintable(outcome.error().message));
    }
    QVERIFY(m_file->append(numbered(7, 1)));
    QCOMPARE(all(), numbered(0, 2) + numbered(7, 1));
    open();
    QCOMPARE(all(), numbered(0, 2) + numbered(7, 1));
    QCOMPARE(m_file->damaged(), 0);
}

// Whole records that nobody was promised, in front of others and behind them.
void TestSpoolFile::forgetsWhatAFailedAppendLeft()
{
    open();
    QVERIFY(m_file->append(numbered(0, 2)));
    {
        const FileSizeLimit limit(firstRecord + 4 * 48);
        QVERIFY(!m_file->append(numbered(2, 3)));
    }
    QVERIFY(m_file->append(numbered(7, 1)));
    open();
    QCOMPARE(all(), numbered(0, 2) + numbered(7, 1));
    QCOMPARE(m_file->damaged(), 0);
    QVERIFY(m_file->drop(2));
    QVERIFY(m_file->append(numbered(8, 1)));
    open();
    QCOMPARE(all(), numbered(7, 2));
    QCOMPARE(m_file->damaged(), 0);
}

void TestSpoolFile::survivesATornHeader_data()
{
    QTest::addColumn<qint64>("slot");
    QTest::newRow("the first") << qint64(0);
    QTest::newRow("the second") << qint64(512);
}

void TestSpoolFile::survivesATornHeader()
{
    QFETCH(qint64, slot);
    open();
    QVERIFY(m_file->append(numbered(0, 3)));
    QVERIFY(m_file->drop(1));
    overwrite(slot + 12, QByteArray(8, '\xff'));
    open();
    // The header before this one may count: what was dropped is there again, and nothing is missing.
    QVERIFY(all() == numbered(1, 2) || all() == numbered(0, 3));
}

void TestSpoolFile::refusesRecordsOfAnotherLabel()
{
    open();
    QVERIFY(m_file->append(numbered(0, 3)));
    m_file.reset();
    const QString problem = problemOfOpening("elsewhere");
    QVERIFY2(problem.contains(u"3 messages for another database"), qPrintable(problem));
    open();
    QCOMPARE(all(), numbered(0, 3));
}

void TestSpoolFile::takesANewLabelWhenEmpty()
{
    open();
    QVERIFY(m_file->append(numbered(0, 1)) && m_file->drop(1));
    m_label = "elsewhere";
    open();
    QVERIFY(m_file->append(numbered(1, 1)));
    m_file.reset();
    QVERIFY(!problemOfOpening("here").isEmpty());
    open();
    QCOMPARE(all(), numbered(1, 1));
}

void TestSpoolFile::refusesWhatIsNoSpool_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("another file") << QByteArray(64 * 1024, 'x') << u"is no spool"_s;
    QTest::newRow("cut off") << QByteArray() << u"was cut off"_s;
}

void TestSpoolFile::refusesWhatIsNoSpool()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    if (content.isEmpty()) {
        open();
        m_file.reset();
        content = bytes().first(32 * 1024);
    }
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const QString problem = problemOfOpening("here");
    QVERIFY2(problem.contains(words), qPrintable(problem));
    QCOMPARE(bytes(), content); // left as it was, for whoever looks into it
}

void TestSpoolFile::refusesASecondOwner()
{
    open();
    const QString problem = problemOfOpening("here");
    QVERIFY2(problem.contains(u"in use"), qPrintable(problem));
}

void TestSpoolFile::finishesOneThatWasNeverFinished_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("made") << 0;
    QTest::newRow("room taken in part") << 4096;
    QTest::newRow("room taken") << 64 * 1024;
}

void TestSpoolFile::finishesOneThatWasNeverFinished()
{
    QFETCH(int, size);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(size));
    file.close();
    open();
    QVERIFY(m_file->append(numbered(0, 1)));
}

/// The same random things done to the file and to a list, with a new start in between.
void TestSpoolFile::equalsAQueueWhateverIsDone()
{
    std::mt19937 random(20261123);
    QByteArrayList expected;
    int next = 0;
    open(16 * 1024);
    for (int step = 0; step < 3000; ++step) {
        const auto dice = random() % 10;
        if (dice < 5) {
            QByteArrayList fresh;
            for (auto i = random() % 5; i > 0; --i)
                fresh.append(QByteArray::number(next++) + QByteArray(static_cast<int>(random() % 700), 'x'));
            if (m_file->append(fresh))
                expected += fresh;
        } else if (dice < 9) {
            const auto count = static_cast<qsizetype>(random() % 6);
            const qsizetype dropped = std::min(count, expected.size());
            QVERIFY(m_file->drop(dropped));
            expected = expected.sliced(dropped);
        } else {
            open(16 * 1024);
        }
        QCOMPARE(m_file->count(), expected.size());
        if (step % 20 == 0)
            QCOMPARE(all(), expected);
    }
}

QTEST_GUILESS_MAIN(TestSpoolFile)
#include "tst_spoolfile.moc"
