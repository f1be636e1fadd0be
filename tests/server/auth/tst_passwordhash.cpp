#include "auth/passwordhash.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestPasswordHash : public QObject
{
    Q_OBJECT

private slots:
    void roundTrips();
    void verifiesHashesOfTheOriginal_data();
    void verifiesHashesOfTheOriginal();
    void refusesGarbageHashes_data();
    void refusesGarbageHashes();
    void neverCutsAPassword();
    void judgesNewPasswords_data();
    void judgesNewPasswords();
    void hasAHashOfNobody();
};

void TestPasswordHash::roundTrips()
{
    const auto hash = hashPassword(u"correct horse"_s);
    QVERIFY(hash.ok());
    QVERIFY(hash->startsWith("$y$"));
    QVERIFY(verifyPassword(u"correct horse"_s, *hash));
    QVERIFY(!verifyPassword(u"correct horsf"_s, *hash));
    QVERIFY(!verifyPassword(u"correct hors"_s, *hash));
    QVERIFY(!verifyPassword(QString(), *hash));
    QVERIFY(*hash != *hashPassword(u"correct horse"_s)); // each with its own salt
}

void TestPasswordHash::verifiesHashesOfTheOriginal_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<QString>("password");
    QTest::newRow("$2a$") << QByteArray("$2a$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu")
                          << u"correct horse"_s;
    QTest::newRow("$2b$") << QByteArray("$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e")
                          << u"correct horse"_s;
    QTest::newRow("beyond ASCII") << QByteArray(
        "$2a$04$abcdefghijklmnopqrstuuWF.KueLF0ypdtXPwVCGn9TIw2rCGm4q")
                                  << u"contraseña ñandú"_s;
}

void TestPasswordHash::verifiesHashesOfTheOriginal()
{
    QFETCH(QByteArray, hash);
    QFETCH(QString, password);
    QVERIFY(verifyPassword(password, hash));
    QVERIFY(!verifyPassword(QString(password + u'x'), hash));
    QVERIFY(!verifyPassword(password.toUpper(), hash));
}

void TestPasswordHash::refusesGarbageHashes_data()
{
    QTest::addColumn<QByteArray>("hash");
    for (const char *hash : {"", "*", "*0", "*1", "!", "x", "x*", "$", "$y$", "$y$j9T$", "$2b$",
                             "$2b$99$abcdefghijklmnopqrstuu", "$9$abc$def", "correct horse", "plain"})
        QTest::newRow(*hash ? hash : "empty") << QByteArray(hash);
    QTest::newRow("cut") << QByteArray("$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6");
    QTest::newRow("longer") << QByteArray("$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6ee");
    QTest::newRow("huge") << QByteArray(100'000, '$');
}

void TestPasswordHash::refusesGarbageHashes()
{
    QFETCH(QByteArray, hash);
    QVERIFY(!verifyPassword(u"correct horse"_s, hash));
    QVERIFY(!verifyPassword(QString(), hash));
}

void TestPasswordHash::neverCutsAPassword()
{
    const QString longest(longestPasswordBytes, u'x');
    const auto hash = hashPassword(longest);
    QVERIFY(hash.ok());
    QVERIFY(verifyPassword(longest, *hash));
    QVERIFY(!verifyPassword(QString(longest + u'x'), *hash));
    // Nor at a NUL, at which C would.
    const QByteArray bcrypt = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
    QVERIFY(!verifyPassword(QString(u"correct horse"_s + QChar(u'\0') + u"x"_s), bcrypt));
}

void TestPasswordHash::judgesNewPasswords_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("good");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("7") << u"1234567"_s << false;
    QTest::newRow("8") << u"12345678"_s << true;
    QTest::newRow("8 units, 4 characters") << u"😀"_s.repeated(4) << false;
    QTest::newRow("8 pairs") << u"😀"_s.repeated(8) << true;
    QTest::newRow("72 bytes") << QString(72, u'x') << true;
    QTest::newRow("73 bytes") << QString(73, u'x') << false;
    QTest::newRow("36 letters of two bytes") << QString(36, u'ñ') << true;
    QTest::newRow("37 letters of two bytes") << QString(37, u'ñ') << false;
    QTest::newRow("NUL") << QString(u"1234567"_s + QChar(u'\0')) << false;
    QTest::newRow("lone surrogate") << QString(u"1234567"_s + QChar(0xD83D)) << false;
}

void TestPasswordHash::judgesNewPasswords()
{
    QFETCH(QString, password);
    QTEST(passwordProblem(password).isEmpty(), "good");
}

void TestPasswordHash::hasAHashOfNobody()
{
    QVERIFY(unusableHash().startsWith("$y$"));
    QCOMPARE(&unusableHash(), &unusableHash());
    QVERIFY(!verifyPassword(QString(), unusableHash()));
}

QTEST_GUILESS_MAIN(TestPasswordHash)
#include "tst_passwordhash.moc"
