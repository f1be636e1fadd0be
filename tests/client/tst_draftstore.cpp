#include "client/draftstore.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using Draft = DraftStore::Draft;

namespace {

const QString ana = u"ana"_s;
const QString bob = u"bob"_s;

int modeOf(const QString &path)
{
    struct stat status {
    };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

} // namespace

class TestDraftStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }
    void keepsThem_data();
    void keepsThem();
    void keepsEachConversations();
    void forgetsEmptyOnes();
    void tellsOfChanges();
    void savesAfterAMoment();
    void savesAtTheEnd();
    void leavesWhatAnotherProcessHasWritten();
    void savesBesideAStuckProcess();
    void letsNobodyElseRead();
    void keepsNothingWithoutAPath();
    void survivesDamage_data();
    void survivesDamage();
    void worksWithoutADisk();

private:
    QString path() const { return m_parent->filePath(u"drafts/account.json"_s); }
    void write(const QByteArray &content) const;

    std::unique_ptr<QTemporaryDir> m_parent;
};

void TestDraftStore::write(const QByteArray &content) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void TestDraftStore::keepsThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("cursor");
    QTest::newRow("plain") << u"hola"_s << 4;
    QTest::newRow("in the middle") << u"hola"_s << 2;
    QTest::newRow("spaces only") << u" \n"_s << 1;
    QTest::newRow("a mark first") << u"\uFEFFhola"_s << 0;
    QTest::newRow("beyond the first plane") << u"\U0001F600"_s << 2;
    QTest::newRow("long") << QString(200'000, u'é') << 199'999;
}

void TestDraftStore::keepsThem()
{
    QFETCH(const QString, text);
    QFETCH(const int, cursor);
    const QString conversation = u"\uFEFFodd / \"name\""_s;
    {
        DraftStore store(path());
        store.setDraft(conversation, {text, cursor});
        QCOMPARE(store.draft(conversation), (Draft {text, cursor}));
    }
    const DraftStore store(path());
    QCOMPARE(store.conversations(), QStringList(conversation));
    QCOMPARE(store.draft(conversation), (Draft {text, cursor}));
}

void TestDraftStore::keepsEachConversations()
{
    {
        DraftStore store(path());
        store.setDraft(ana, {u"to Ana"_s, 1});
        store.setDraft(bob, {u"to Bob"_s, 2});
        QCOMPARE(store.draft(u"eva"_s), Draft());
    }
    DraftStore store(path());
    QCOMPARE(store.draft(ana).text, u"to Ana"_s);
    QCOMPARE(store.draft(bob).text, u"to Bob"_s);
}

void TestDraftStore::forgetsEmptyOnes()
{
    {
        DraftStore store(path());
        store.setDraft(ana, {u"x"_s, 1});
        store.setDraft(bob, {u"y"_s, 1});
        store.save();
        store.setDraft(ana, {});
        QCOMPARE(store.conversations(), QStringList(bob));
    }
    QCOMPARE(DraftStore(path()).conversations(), QStringList(bob));
}

void TestDraftStore::tellsOfChanges()
{
    DraftStore store(path());
    QSignalSpy changed(&store, &DraftStore::changed);
    store.setDraft(ana, {});
    QCOMPARE(changed.size(), 0);
    store.setDraft(ana, {u"x"_s, 1});
    store.setDraft(ana, {u"x"_s, 1});
    store.setDraft(ana, {u"x"_s, 0});
    store.setDraft(ana, {});
    QCOMPARE(changed, QList<QVariantList>({{ana}, {ana}, {ana}}));
}

void TestDraftStore::savesAfterAMoment()
{
    DraftStore store(path());
    auto *timer = store.findChild<QTimer *>();
    QVERIFY(!timer->isActive());
    store.setDraft(ana, {u"x"_s, 1});
    QVERIFY(timer->isActive());
    QVERIFY(!QFile::exists(path()));
    timer->start(0);
    QTRY_VERIFY(QFile::exists(path()));
    QCOMPARE(DraftStore(path()).draft(ana).text, u"x"_s);
    QVERIFY(!timer->isActive());
}

void TestDraftStore::savesAtTheEnd()
{
    {
        const DraftStore untouched(path());
    }
    QVERIFY(!QFile::exists(path()));
    {
        DraftStore store(path());
        store.setDraft(ana, {u"x"_s, 1});
    }
    QVERIFY(QFile::exists(path()));
}

void TestDraftStore::leavesWhatAnotherProcessHasWritten()
{
    const QString eva = u"eva"_s;
    {
        DraftStore before(path());
        before.setDraft(eva, {u"old"_s, 3});
    }
    DraftStore one(path());
    DraftStore other(path());
    one.setDraft(ana, {u"mine"_s, 4});
    one.setDraft(eva, {}); // sent
    one.save();
    other.setDraft(bob, {u"yours"_s, 5});
    other.save();
    const DraftStore found(path());
    QCOMPARE(found.draft(ana), (Draft {u"mine"_s, 4}));
    QCOMPARE(found.draft(bob), (Draft {u"yours"_s, 5}));
    QCOMPARE(found.conversations().size(), 2);
    // What was changed in both is as the last one has it.
    other.setDraft(ana, {u"ours"_s, 4});
    other.setDraft(bob, {});
    other.save();
    one.setDraft(eva, {u"new"_s, 3});
    one.setDraft(eva, {});
    one.save();
    QCOMPARE(DraftStore(path()).conversations(), QStringList(ana));
    QCOMPARE(DraftStore(path()).draft(ana).text, u"ours"_s);
}

void TestDraftStore::savesBesideAStuckProcess()
{
    DraftStore store(path());
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QLockFile lock(path() + u".lock"_s);
    QVERIFY(lock.lock());
    store.setDraft(ana, {u"x"_s, 1});
    store.save();
    QCOMPARE(DraftStore(path()).draft(ana).text, u"x"_s);
}

void TestDraftStore::letsNobodyElseRead()
{
    DraftStore store(path());
    store.setDraft(ana, {u"x"_s, 1});
    store.save();
    QCOMPARE(modeOf(path()), 0600);
    QCOMPARE(modeOf(QFileInfo(path()).path()), 0700);
}

void TestDraftStore::keepsNothingWithoutAPath()
{
    DraftStore store({});
    store.setDraft(ana, {u"x"_s, 1});
    store.save();
    QCOMPARE(store.draft(ana).text, u"x"_s);
    QVERIFY(!store.findChild<QTimer *>()->isActive());
}

void TestDraftStore::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("warns");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("empty") << QByteArray() << true << QStringList();
    QTest::newRow("half") << R"({"ana":{"text":"x)"_ba << true << QStringList();
    QTest::newRow("an array") << "[1]"_ba << false << QStringList();
    QTest::newRow("one is damaged") << R"({"ana":{"text":1},"bob":{"text":"y","cursor":1}})"_ba << false
                                    << QStringList(bob);
    QTest::newRow("one is empty") << R"({"ana":{"text":"","cursor":0},"bob":{"text":"y","cursor":1}})"_ba
                                  << false << QStringList(bob);
}

void TestDraftStore::survivesDamage()
{
    QFETCH(const QByteArray, content);
    QFETCH(const bool, warns);
    QFETCH(const QStringList, found);
    write(content);
    if (warns)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"drafts cannot be read"_s));
    DraftStore store(path());
    QCOMPARE(store.conversations(), found);
    store.setDraft(u"eva"_s, {u"z"_s, 1});
    store.save();
    QCOMPARE(DraftStore(path()).conversations().size(), found.size() + 1);
}

void TestDraftStore::worksWithoutADisk()
{
    DraftStore store(u"/proc/ventanilla/account.json"_s);
    store.setDraft(ana, {u"x"_s, 1});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"drafts are not kept"_s));
    store.save();
    QCOMPARE(store.draft(ana).text, u"x"_s);
}

QTEST_GUILESS_MAIN(TestDraftStore)
#include "tst_draftstore.moc"
