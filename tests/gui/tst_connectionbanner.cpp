#include "support/manualclock.h"
#include "widgets/connectionbanner.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using Tone = BannerContent::Tone;

namespace {

ConnectionStatus status(ConnectionState state, std::optional<TransportFailure> failure = std::nullopt,
                        std::optional<qint64> nextTryAtMs = std::nullopt)
{
    ConnectionStatus made;
    made.state = state;
    made.failure = failure;
    made.detail = QStringLiteral("<b>detail</b>");
    made.server = QStringLiteral("chat.example:3000");
    made.nextTryAtMs = nextTryAtMs;
    return made;
}

} // namespace

class TestConnectionBanner : public QObject
{
    Q_OBJECT

private slots:
    void speaks_data();
    void speaks();
    void isGoneWhenWell();
    void countsDown();
    void offersRetry();
    void doesNotFlashWhileConnectingAtFirst();
    void tellsThatSomethingIsMissing();
    void asksToSignIn();
};

void TestConnectionBanner::speaks_data()
{
    QTest::addColumn<ConnectionStatus>("status");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("retry");
    using State = ConnectionState;
    using Failure = TransportFailure;
    QTest::newRow("connected") << status(State::Connected) << Tone::None << "" << false;
    QTest::newRow("connected after trouble")
        << status(State::Connected, Failure::Lost) << Tone::None << "" << false;
    QTest::newRow("not started") << status(State::Disconnected) << Tone::None << "" << false;
    QTest::newRow("first attempt") << status(State::Connecting) << Tone::Trying
                                   << "Connecting to chat.example:3000…" << false;
    QTest::newRow("waiting") << status(State::Disconnected, Failure::Unreachable, 10'000) << Tone::Trying
                             << "No connection to chat.example:3000, next try in 4 s" << true;
    QTest::newRow("trying again") << status(State::Connecting, Failure::Lost) << Tone::Trying
                                  << "No connection to chat.example:3000, trying again…" << false;
    QTest::newRow("judged again") << status(State::Authenticating, Failure::Lost) << Tone::Trying
                                  << "No connection to chat.example:3000, trying again…" << false;
    QTest::newRow("not our server")
        << status(State::Disconnected, Failure::Protocol, 10'000) << Tone::Trying
        << "What answers at chat.example:3000 is not a Ventanilla server, next try in 4 s" << true;
    QTest::newRow("untrusted") << status(State::Disconnected, Failure::Untrusted, 10'000) << Tone::NeedsPerson
                               << "The certificate of chat.example:3000 cannot be trusted, next try in 4 s"
                               << true;
}

void TestConnectionBanner::speaks()
{
    QFETCH(ConnectionStatus, status);
    const BannerContent content = bannerFor(status, 6'001);
    QTEST(content.tone, "tone");
    QTEST(content.words, "words");
    QTEST(content.offersRetry, "retry");
}

void TestConnectionBanner::isGoneWhenWell()
{
    const ManualClock clock;
    ConnectionBanner banner(clock);
    QVERIFY(banner.isHidden());
    banner.setStatus(status(ConnectionState::Disconnected, TransportFailure::Lost, clock.steadyMs() + 1));
    QVERIFY(!banner.isHidden());
    banner.setStatus(status(ConnectionState::Connected));
    QVERIFY(banner.isHidden());
}

void TestConnectionBanner::countsDown()
{
    ManualClock clock;
    ConnectionBanner banner(clock);
    auto *words = banner.findChild<QLabel *>(QStringLiteral("connectionWords"));
    banner.setStatus(status(ConnectionState::Disconnected, TransportFailure::Lost, clock.steadyMs() + 4'000));
    QVERIFY(words->text().endsWith(QStringLiteral("in 4 s")));
    QCOMPARE(words->textFormat(), Qt::PlainText);
    QVERIFY(!words->toolTip().contains(QStringLiteral("<b>")));
    clock.advance(3'500);
    QTRY_VERIFY(words->text().endsWith(QStringLiteral("in 1 s")));
}

void TestConnectionBanner::offersRetry()
{
    const ManualClock clock;
    ConnectionBanner banner(clock);
    QSignalSpy retry(&banner, &ConnectionBanner::retryRequested);
    banner.setStatus(status(ConnectionState::Disconnected, TransportFailure::Lost, clock.steadyMs() + 4'000));
    auto *button = banner.findChild<QPushButton *>(QStringLiteral("retryNow"));
    QVERIFY(!button->isHidden());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(retry.size(), 1);
    banner.setStatus(status(ConnectionState::Connecting, TransportFailure::Lost));
    QVERIFY(button->isHidden());
}

void TestConnectionBanner::doesNotFlashWhileConnectingAtFirst()
{
    const ManualClock clock;
    ConnectionBanner banner(clock);
    banner.setStatus(status(ConnectionState::Connecting));
    QVERIFY(banner.isHidden());
    QTRY_VERIFY(!banner.isHidden()); // it does take long
    banner.setStatus(status(ConnectionState::Connected));
    QVERIFY(banner.isHidden());
}

void TestConnectionBanner::tellsThatSomethingIsMissing()
{
    const ManualClock clock;
    ConnectionBanner banner(clock);
    auto *words = banner.findChild<QLabel *>(QStringLiteral("connectionWords"));
    banner.setStatus(status(ConnectionState::Disconnected, TransportFailure::Lost, clock.steadyMs() + 1));
    banner.setCatchingUp(true);
    QVERIFY(words->text().startsWith(QStringLiteral("No connection"))); // that says more
    banner.setStatus(status(ConnectionState::Connected));
    QVERIFY(!banner.isHidden());
    QCOMPARE(words->text(), QStringLiteral("Fetching what was missed…"));
    banner.setCatchingUp(false);
    QVERIFY(banner.isHidden());
    banner.setCatchingUp(true);
    QVERIFY(banner.isHidden()); // it may be over in a moment
    QTRY_VERIFY(!banner.isHidden());
}

void TestConnectionBanner::asksToSignIn()
{
    const ManualClock clock;
    ConnectionBanner banner(clock);
    QSignalSpy signIn(&banner, &ConnectionBanner::signInRequested);
    banner.setSignInNeeded(QStringLiteral("Your session has expired."));
    QVERIFY(!banner.isHidden());
    QTest::mouseClick(banner.findChild<QPushButton *>(QStringLiteral("signInAgain")), Qt::LeftButton);
    QCOMPARE(signIn.size(), 1);
    banner.setSignInNeeded({});
    QVERIFY(banner.isHidden());
}

QTEST_MAIN(TestConnectionBanner)
#include "tst_connectionbanner.moc"
