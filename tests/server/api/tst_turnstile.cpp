#include "api/turnstile.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestTurnstile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void letsOneOfAnAccountIn();
    void letsAFewInAtAll();
    void keepsTheOrderOfWhoWaits();
    void turnsAwayWhatIsTooMuch();
    void survivesItsOwnEnd();

private:
    /// Whether it was admitted; the work notes its name and keeps its turn.
    bool enter(const QString &account, const QString &name)
    {
        return m_turnstile->enter(account, [this, name](const Turnstile::Turn &turn) {
            m_begun.append(name);
            m_turns.insert(name, turn);
        });
    }

    std::unique_ptr<Turnstile> m_turnstile;
    QStringList m_begun;
    QHash<QString, Turnstile::Turn> m_turns;
};

void TestTurnstile::init()
{
    m_turns.clear();
    m_begun.clear();
    m_turnstile = std::make_unique<Turnstile>(Turnstile::Limits {2, 4, 3});
}

void TestTurnstile::letsOneOfAnAccountIn()
{
    QVERIFY(enter(u"a"_s, u"a1"_s));
    QVERIFY(enter(u"a"_s, u"a2"_s));
    QCOMPARE(m_begun, QStringList({u"a1"_s}));
    m_turns.remove(u"a1"_s);
    QTRY_COMPARE(m_begun, QStringList({u"a1"_s, u"a2"_s}));
}

void TestTurnstile::letsAFewInAtAll()
{
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QVERIFY(enter(name, name));
    QCOMPARE(m_begun, QStringList({u"a"_s, u"b"_s}));
    m_turns.remove(u"b"_s);
    QCOMPARE(m_begun.size(), 2); // not inside the end of another
    QTRY_COMPARE(m_begun, QStringList({u"a"_s, u"b"_s, u"c"_s}));
}

void TestTurnstile::keepsTheOrderOfWhoWaits()
{
    QVERIFY(enter(u"a"_s, u"a1"_s));
    QVERIFY(enter(u"b"_s, u"b1"_s));
    QVERIFY(enter(u"a"_s, u"a2"_s));
    QVERIFY(enter(u"c"_s, u"c1"_s));
    m_turns.remove(u"b1"_s);
    QTRY_COMPARE(m_begun.last(), u"c1"_s); // a's second waits for a's first, and holds up nobody
    m_turns.clear();
    QTRY_COMPARE(m_begun, QStringList({u"a1"_s, u"b1"_s, u"c1"_s, u"a2"_s}));
}

void TestTurnstile::turnsAwayWhatIsTooMuch()
{
    for (int i = 0; i < 4; ++i)
        QVERIFY(enter(u"a"_s, QString::number(i)));
    QVERIFY(!enter(u"a"_s, u"too much of one"_s));
    QVERIFY(enter(u"b"_s, u"b"_s)); // there is room for somebody else
    QVERIFY(enter(u"c"_s, u"c"_s));
    QVERIFY(!enter(u"d"_s, u"too much of all"_s));
}

void TestTurnstile::survivesItsOwnEnd()
{
    QVERIFY(enter(u"a"_s, u"a1"_s));
    QVERIFY(enter(u"a"_s, u"a2"_s));
    m_turnstile.reset();
    m_turns.clear();
    QCoreApplication::processEvents();
    QCOMPARE(m_begun, QStringList(u"a1"_s));
}

QTEST_GUILESS_MAIN(TestTurnstile)
#include "tst_turnstile.moc"
