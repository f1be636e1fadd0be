// How several programs of one account share its OutboxFolder: each has a place of its own there.

#include "client/outboxfolder.h"

#include "support/outboxfolderfixture.h"

#include <QTest>

#include <vector>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using Opened = OutboxFolderFixture::Opened;

class TestOutboxPlaces : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<OutboxFolderFixture>(); }
    void givesTheSecondItsOwnPlace();
    void takesOverWhatWasLeft();
    void takesOverBehindItsOwn();
    void leavesTheLivingAlone();
    void hasManyPlaces();
    void failsWithoutAFolder_data();
    void failsWithoutAFolder();

private:
    std::unique_ptr<OutboxFolderFixture> m;
};

void TestOutboxPlaces::givesTheSecondItsOwnPlace()
{
    const Opened first = m->open();
    QVERIFY(first->save(m->message(u"a"_s)));
    const Opened second = m->open();
    QVERIFY(second);
    QVERIFY(second->takeContent().isEmpty());
    QVERIFY(second->save(m->message(u"b"_s)));
    QVERIFY(first->save(m->message(u"c"_s)));
    QCOMPARE(m->files(0).size(), 2);
    QCOMPARE(m->files(1).size(), 1);
}

void TestOutboxPlaces::takesOverWhatWasLeft()
{
    {
        const Opened first = m->open();
        const Opened second = m->open();
        for (const QString &key : {u"b"_s, u"a"_s})
            QVERIFY(second->save(m->message(key)));
    }
    Opened next = m->open();
    QCOMPARE(m->keys(next->takeContent()), QStringList({u"b"_s, u"a"_s}));
    QCOMPARE(m->files(0).size(), 2);
    QVERIFY(m->files(1).isEmpty());
    next->remove(u"b"_s);
    QVERIFY(next->save(m->message(u"c"_s)));
    next.reset();
    QCOMPARE(m->keys(m->kept()), QStringList({u"a"_s, u"c"_s}));
}

void TestOutboxPlaces::takesOverBehindItsOwn()
{
    {
        const Opened first = m->open();
        const Opened second = m->open();
        QVERIFY(second->save(m->message(u"b"_s)));
        QVERIFY(first->save(m->message(u"a"_s)));
        QVERIFY(second->save(m->message(u"d"_s)));
        QVERIFY(first->save(m->message(u"c"_s)));
    }
    const Opened next = m->open();
    QCOMPARE(m->keys(next->takeContent()), QStringList({u"a"_s, u"c"_s, u"b"_s, u"d"_s}));
    QVERIFY(next->save(m->message(u"e"_s)));
    QVERIFY(m->files().last().endsWith(u"-e.json"));
}

void TestOutboxPlaces::leavesTheLivingAlone()
{
    Opened first = m->open();
    const Opened second = m->open();
    QVERIFY(first->save(m->message(u"a"_s)));
    QVERIFY(second->save(m->message(u"b"_s)));
    const Opened third = m->open();
    QVERIFY(third->takeContent().isEmpty());
    first.reset(); // its place is free now, and what it left with it
    const Opened fourth = m->open();
    QCOMPARE(m->keys(fourth->takeContent()), QStringList(u"a"_s));
    QCOMPARE(m->files(1).size(), 1);
}

void TestOutboxPlaces::hasManyPlaces()
{
    std::vector<Opened> opened;
    for (int count = 0; count < 64; ++count) {
        opened.push_back(m->open());
        QVERIFY(opened.back());
    }
    const auto tooMany = OutboxFolder::open(m->path());
    QVERIFY(!tooMany);
    QVERIFY(tooMany.error().message.contains(m->path()));
}

void TestOutboxPlaces::failsWithoutAFolder_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("a file is there") << u"file"_s;
    QTest::newRow("below a file") << u"file/account"_s;
    QTest::newRow("nothing can be made there") << u"/proc/ventanilla/account"_s;
}

void TestOutboxPlaces::failsWithoutAFolder()
{
    QFETCH(QString, folder);
    QFile file(m->parent.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!OutboxFolder::open(QDir(m->parent.path()).filePath(folder)));
}

QTEST_GUILESS_MAIN(TestOutboxPlaces)
#include "tst_outboxplaces.moc"
