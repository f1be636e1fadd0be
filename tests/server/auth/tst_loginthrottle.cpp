#include "auth/loginthrottle.h"
#include "support/manualclock.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QHostAddress here(u"192.0.2.1"_s);
constexpr qint64 window = 15 * 60 * 1000;
} // namespace

class TestLoginThrottle : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_throttle = std::make_unique<LoginThrottle>(m_clock); }
    void allowsTenAnAccount();
    void allowsFiftyAnAddress();
    void forgetsAfterTheWindow();
    void slidesTheWindow();
    void refusedAttemptsDoNotCount();
    void successClearsTheAccount();
    void successTakesBackTheAddress();
    void withdrawnAttemptsAreTakenBack();
    void foldsNames();
    void staysBounded();
    void takingBackWhatIsUnknownIsHarmless();

private:
    int attempts(const QString &account, const QHostAddress &address, int most = 1000)
    {
        int allowed = 0;
        while (allowed < most && !m_throttle->begin(account, address))
            ++allowed;
        return allowed;
    }

    ManualClock m_clock;
    std::unique_ptr<LoginThrottle> m_throttle;
};

void TestLoginThrottle::allowsTenAnAccount()
{
    QCOMPARE(attempts(u"alice"_s, here), 10);
    QCOMPARE(m_throttle->begin(u"alice"_s, QHostAddress(u"198.51.100.7"_s)), std::optional(window));
    QVERIFY(!m_throttle->begin(u"bob"_s, here));
}

void TestLoginThrottle::allowsFiftyAnAddress()
{
    for (int i = 0; i < 50; ++i)
        QVERIFY(!m_throttle->begin(QString::number(i), here));
    QCOMPARE(m_throttle->begin(u"new"_s, here), std::optional(window));
    QVERIFY(!m_throttle->begin(u"new"_s, QHostAddress(u"192.0.2.2"_s)));
}

void TestLoginThrottle::forgetsAfterTheWindow()
{
    QCOMPARE(attempts(u"alice"_s, here), 10);
    m_clock.advance(window - 1);
    QCOMPARE(m_throttle->begin(u"alice"_s, here), std::optional<qint64>(1));
    m_clock.advance(1);
    QCOMPARE(attempts(u"alice"_s, here), 10);
}

void TestLoginThrottle::slidesTheWindow()
{
    QCOMPARE(attempts(u"alice"_s, here, 4), 4);
    m_clock.advance(1000);
    QCOMPARE(attempts(u"alice"_s, here), 6);
    m_clock.advance(window - 1000);
    QCOMPARE(attempts(u"alice"_s, here), 4); // the first four are over, not the six
    QCOMPARE(m_throttle->begin(u"alice"_s, here), std::optional<qint64>(1000));
}

void TestLoginThrottle::refusedAttemptsDoNotCount()
{
    QCOMPARE(attempts(u"alice"_s, here), 10);
    for (int i = 0; i < 100; ++i)
        QVERIFY(m_throttle->begin(u"alice"_s, here));
    QVERIFY(!m_throttle->begin(u"bob"_s, here)); // the address is not locked out by them
}

void TestLoginThrottle::successClearsTheAccount()
{
    QCOMPARE(attempts(u"alice"_s, here), 10);
    m_throttle->succeeded(u"alice"_s, here);
    QCOMPARE(attempts(u"alice"_s, here), 10);
}

void TestLoginThrottle::successTakesBackTheAddress()
{
    for (int i = 0; i < 200; ++i) { // an office of people who know their passwords
        const QString name = QString::number(i);
        QVERIFY(!m_throttle->begin(name, here));
        m_throttle->succeeded(name, here);
    }
    QCOMPARE(attempts(u"alice"_s, here), 10);
    m_throttle->succeeded(u"alice"_s, here);
    int left = 0; // the nine failures before the success still count for the address
    while (!m_throttle->begin(u"x"_s + QString::number(left), here))
        ++left;
    QCOMPARE(left, 41);
}

void TestLoginThrottle::withdrawnAttemptsAreTakenBack()
{
    for (int i = 0; i < 100; ++i) {
        QVERIFY(!m_throttle->begin(u"alice"_s, here));
        m_throttle->withdrawn(u"alice"_s, here);
    }
    QCOMPARE(attempts(u"alice"_s, here), 10);
}

void TestLoginThrottle::foldsNames()
{
    QCOMPARE(attempts(u"alice"_s, here, 5), 5);
    QCOMPARE(attempts(u"ALICE"_s, here), 5);
    QCOMPARE(attempts(u"josé"_s, here, 5), 5);
    QCOMPARE(attempts(QString(u"jose"_s + QChar(0x301)), here), 5);
}

void TestLoginThrottle::staysBounded()
{
    LoginThrottle::Config config;
    config.longestTable = 100;
    config.perNetwork = 1'000'000;
    m_throttle = std::make_unique<LoginThrottle>(m_clock, config);
    QCOMPARE(attempts(u"old"_s, here), 10);
    for (int i = 0; i < 10'000; ++i) {
        m_clock.advance(1);
        QVERIFY(!m_throttle->begin(QString::number(i), here));
    }
    QCOMPARE(attempts(u"old"_s, here), 10); // the oldest had to go
    QCOMPARE(attempts(u"9999"_s, here), 9); // the newest is remembered
}

void TestLoginThrottle::takingBackWhatIsUnknownIsHarmless()
{
    m_throttle->succeeded(u"nobody"_s, here);
    m_throttle->withdrawn(u"nobody"_s, QHostAddress());
    QCOMPARE(attempts(u"nobody"_s, here), 10);
}

QTEST_GUILESS_MAIN(TestLoginThrottle)
#include "tst_loginthrottle.moc"
