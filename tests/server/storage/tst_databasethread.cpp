#include "storage/databasethread.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestDatabaseThread : public QObject
{
    Q_OBJECT

private slots:
    void answersAtHomeInOrder();
    void answersNobodyAfterItsEnd();
    void finishesItsWorkBeforeItsEnd();
    void opensWhenTheFolderIsThereAgain();
};

void TestDatabaseThread::answersAtHomeInOrder()
{
    TemporaryDatabase temporary;
    DatabaseThread thread(u"test"_s, temporary.config);
    QList<int> answers;
    for (int i = 0; i < 200; ++i) {
        thread.run(
            [i](Database &) -> StoreResult<int> {
                return QThread::currentThread()->objectName() == u"test" ? i : -1;
            },
            [&](const StoreResult<int> &answer) {
                QCOMPARE(QThread::currentThread(), qApp->thread());
                answers.append(*answer);
            });
    }
    QVERIFY(answers.isEmpty());
    QTRY_COMPARE(answers.size(), 200);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(answers[i], i);
}

void TestDatabaseThread::answersNobodyAfterItsEnd()
{
    TemporaryDatabase temporary;
    bool answered = false;
    {
        DatabaseThread thread(u"test"_s, temporary.config);
        thread.run([](Database &) -> StoreResult<int> { return 1; }, [&](const auto &) { answered = true; });
    }
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

void TestDatabaseThread::finishesItsWorkBeforeItsEnd()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(temporary.database.run(u"CREATE TABLE t (x)"_s).ok());
    {
        DatabaseThread thread(u"test"_s, temporary.config);
        for (int i = 0; i < 50; ++i)
            thread.run([](Database &database) { return database.run(u"INSERT INTO t VALUES (1)"_s); },
                       [](const auto &) {});
    }
    QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM t"_s).toInt(), 50);
}

void TestDatabaseThread::opensWhenTheFolderIsThereAgain()
{
    QTemporaryDir folder;
    DatabaseThread thread(u"test"_s, {folder.filePath(u"sub/x.sqlite"_s), 50});
    QList<bool> answers;
    const auto ask = [&] {
        thread.run([](Database &) -> StoreResult<int> { return 1; },
                   [&](const auto &answer) { answers.append(answer.ok()); });
    };
    ask();
    QTRY_COMPARE(answers, QList<bool>({false}));
    QVERIFY(QDir(folder.path()).mkdir(u"sub"_s));
    ask();
    QTRY_COMPARE(answers, QList<bool>({false, true}));
}

QTEST_GUILESS_MAIN(TestDatabaseThread)
#include "tst_databasethread.moc"
