#include "auth/passwordhash.h"
#include "auth/passwordworkers.h"

#include <QTest>
#include <QThread>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QByteArray bcrypt = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
} // namespace

class TestPasswordWorkers : public QObject
{
    Q_OBJECT

private slots:
    void verifies_data();
    void verifies();
    void hashes();
    void turnsAwayWhatIsTooMuch();
    void mayBeDestroyedWithWorkWaiting();
};

void TestPasswordWorkers::verifies_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<bool>("matches");
    QTest::newRow("right") << u"correct horse"_s << bcrypt << true;
    QTest::newRow("wrong") << u"wrong horse"_s << bcrypt << false;
    QTest::newRow("no account") << u"correct horse"_s << QByteArray() << false;
    QTest::newRow("no account, the phrase of its stand-in")
        << u"no account has this password"_s << QByteArray() << false;
}

void TestPasswordWorkers::verifies()
{
    QFETCH(QString, password);
    QFETCH(QByteArray, hash);
    PasswordWorkers workers;
    std::optional<bool> answer;
    QThread *thread = nullptr;
    QVERIFY(workers.verify(password, hash, [&](bool matches) {
        answer = matches;
        thread = QThread::currentThread();
    }));
    QVERIFY(!answer); // never in the call
    QTRY_VERIFY(answer);
    QTEST(*answer, "matches");
    QCOMPARE(thread, QThread::currentThread());
}

void TestPasswordWorkers::hashes()
{
    PasswordWorkers workers;
    QByteArray made;
    QVERIFY(workers.hash(u"correct horse"_s, [&](const Result<QByteArray> &hash) { made = *hash; }));
    QTRY_VERIFY(!made.isEmpty());
    QVERIFY(verifyPassword(u"correct horse"_s, made));
}

void TestPasswordWorkers::turnsAwayWhatIsTooMuch()
{
    PasswordWorkers workers(1, 3);
    int answers = 0;
    const auto count = [&](bool) { ++answers; };
    for (int i = 0; i < 3; ++i)
        QVERIFY(workers.verify(u"x"_s, bcrypt, count));
    QVERIFY(!workers.verify(u"x"_s, bcrypt, count));
    QVERIFY(!workers.hash(u"x"_s, [](const Result<QByteArray> &) { QFAIL("turned away, yet answered"); }));
    QTRY_COMPARE(answers, 3);
    QVERIFY(workers.verify(u"x"_s, bcrypt, count)); // there is room again
    QTRY_COMPARE(answers, 4);
}

void TestPasswordWorkers::mayBeDestroyedWithWorkWaiting()
{
    bool answered = false;
    {
        PasswordWorkers workers(2, 10);
        for (int i = 0; i < 10; ++i)
            QVERIFY(workers.verify(u"x"_s, bcrypt, [&](bool) { answered = true; }));
    }
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

QTEST_GUILESS_MAIN(TestPasswordWorkers)
#include "tst_passwordworkers.moc"
