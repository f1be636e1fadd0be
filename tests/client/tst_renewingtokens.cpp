#include "client/tokenrenewal.h"

#include "client/socketioclient.h"
#include "support/chatsessionfixture.h"

#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace ventanilla;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 anHour = 3'600'000;

SignedIn ana(std::optional<qint64> validForMs, const QString &token = u"token"_s)
{
    SignedIn signedIn = ChatSessionFixture::ana(token);
    signedIn.validForMs = validForMs;
    return signedIn;
}

} // namespace

/// Of the session as a whole, and where it has to reach the timer, of TokenRenewal by itself.
class TestRenewingTokens : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ChatSessionFixture>(); }
    void asksInTime_data();
    void asksInTime();
    void asksForAnOldOneAtOnce();
    void asksWithinTheHalf();
    void takesTheFreshOne();
    void plansTheNext();
    void keepsWhatItHasWhenRefused_data();
    void keepsWhatItHasWhenRefused();
    void tellsWhenItIsNeeded_data();
    void tellsWhenItIsNeeded();
    void tellsOfARefusalThatComesLater();
    void asksOnlyOnce();
    void asksNothingWithoutAConnection();
    void asksAgainAfterABreak();
    void survivesOddAnswers_data();
    void survivesOddAnswers();

private:
    void connectWith(const SignedIn &signedIn)
    {
        m->session->start(m->url, signedIn);
        m->server->letIn();
    }
    qsizetype asked() const { return m->server->events(event::renew).size(); }
    void answer(const QJsonObject &answer) { m->server->answerLast(event::renew, answer); }
    void grant(std::optional<qint64> validForMs = anHour)
    {
        answer(ackOk(ana(validForMs, u"fresh"_s).toJson()));
    }

    std::unique_ptr<ChatSessionFixture> m;
};

void TestRenewingTokens::asksInTime_data()
{
    QTest::addColumn<qint64>("validForMs");
    QTest::addColumn<int>("plannedMs");
    QTest::newRow("an hour") << anHour << 1'800'000;
    QTest::newRow("two milliseconds") << qint64(2) << 1;
    QTest::newRow("over already") << qint64(0) << 0;
    QTest::newRow("in the past") << qint64(-5) << 0;
    QTest::newRow("for ever") << std::numeric_limits<qint64>::max() << std::numeric_limits<int>::max();
}

void TestRenewingTokens::asksInTime()
{
    QFETCH(const qint64, validForMs);
    QFETCH(const int, plannedMs);
    SocketIoClient client(std::make_unique<FakeTransport>(), 1s);
    TokenRenewal renewal(client);
    renewal.setToken(ana(validForMs));
    const auto *timer = renewal.findChild<QTimer *>(u"renewalTimer"_s);
    QVERIFY(timer->isActive());
    QCOMPARE(timer->interval(), plannedMs);
}

void TestRenewingTokens::asksForAnOldOneAtOnce()
{
    m->session->start(m->url, ana(std::nullopt));
    QTest::qWait(0); // before there is a connection
    m->server->letIn();
    QCOMPARE(asked(), 1);

    init();
    connectWith(ana(std::nullopt)); // and within the same turn of the loop
    QTRY_COMPARE(asked(), 1);
}

void TestRenewingTokens::asksWithinTheHalf()
{
    connectWith(ana(anHour));
    QCoreApplication::processEvents();
    QCOMPARE(asked(), 0);

    init();
    connectWith(ana(20));
    QTRY_COMPARE(asked(), 1);
    QVERIFY(m->server->events(event::renew).first().ackId > 0);
}

void TestRenewingTokens::takesTheFreshOne()
{
    connectWith(ana(0));
    QTRY_COMPARE(asked(), 1);
    QSignalSpy renewed(m->session.get(), &ChatSession::tokenRenewed);
    grant();
    QCOMPARE(m->session->self().token, u"fresh"_s);
    QCOMPARE(m->session->self().validForMs, anHour);
    QCOMPARE(m->session->self().username, u"ana"_s);
    QCOMPARE(renewed.size(), 1);
    QCOMPARE(renewed.first().first().value<SignedIn>(), m->session->self());
    m->breakOff();
    m->session->retryNow();
    m->server->greet();
    QCOMPARE(m->transport->sent.first(), u"40{\"token\":\"fresh\"}"_s);
}

void TestRenewingTokens::plansTheNext()
{
    connectWith(ana(0));
    QTRY_COMPARE(asked(), 1);
    grant(20);
    QTRY_COMPARE(asked(), 2);
    grant();
    QCoreApplication::processEvents();
    QCOMPARE(asked(), 2);
}

void TestRenewingTokens::keepsWhatItHasWhenRefused_data()
{
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code : {ErrorCode::TokenExpired, ErrorCode::TokenInvalid,
                                 ErrorCode::PermissionDenied, ErrorCode::TooFast, ErrorCode::Internal})
        QTest::newRow(qPrintable(toWire(code))) << code;
}

// The session goes on with the old one for as long as it lives.
void TestRenewingTokens::keepsWhatItHasWhenRefused()
{
    QFETCH(const ErrorCode, code);
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    connectWith(ana(0));
    QTRY_COMPARE(asked(), 1);
    answer(ackError({code, u"no"_s}));
    QCOMPARE(signInRequired.size(), 0);
    QCOMPARE(m->session->status().state, ConnectionState::Connected);
    QCOMPARE(m->session->self().token, u"token"_s);
}

void TestRenewingTokens::tellsWhenItIsNeeded_data()
{
    QTest::addColumn<bool>("askedBefore");
    QTest::newRow("first") << false;
    QTest::newRow("while it asks anyhow") << true;
}

void TestRenewingTokens::tellsWhenItIsNeeded()
{
    QFETCH(const bool, askedBefore);
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    connectWith(ana(askedBefore ? 0 : anHour));
    if (askedBefore)
        QTRY_COMPARE(asked(), 1);
    QVERIFY(m->session->renewToken());
    QCOMPARE(asked(), 1);
    answer(ackError({ErrorCode::TokenExpired, u"no"_s}));
    QCOMPARE(signInRequired.size(), 1);
    QCOMPARE(signInRequired.first().first().value<ErrorCode>(), ErrorCode::TokenExpired);
}

void TestRenewingTokens::tellsOfARefusalThatComesLater()
{
    auto owned = std::make_unique<FakeTransport>();
    FakeTransport &transport = *owned;
    FakeChatServer server(transport);
    SocketIoClient client(std::move(owned), 10s);
    client.open(m->url, u"token"_s);
    server.letIn();
    TokenRenewal renewal(client);
    QSignalSpy refused(&renewal, &TokenRenewal::refused);
    renewal.setToken(ana(anHour));
    renewal.resume();
    QVERIFY(renewal.renewNow());
    server.answerLast(event::renew, ackError({ErrorCode::TooFast, u"later"_s}));
    QCOMPARE(refused.size(), 0);
    auto *timer = renewal.findChild<QTimer *>(u"renewalTimer"_s);
    QCOMPARE(timer->interval(), 60'000);
    timer->start(0);
    QTRY_COMPARE(server.events(event::renew).size(), 2);
    server.answerLast(event::renew, ackError({ErrorCode::TokenExpired, u"no"_s}));
    QCOMPARE(refused.size(), 1);
}

void TestRenewingTokens::asksOnlyOnce()
{
    connectWith(ana(anHour));
    QVERIFY(m->session->renewToken());
    QVERIFY(m->session->renewToken());
    QCOMPARE(asked(), 1);
    grant();
    QVERIFY(m->session->renewToken());
    QCOMPARE(asked(), 2);
}

void TestRenewingTokens::asksNothingWithoutAConnection()
{
    QVERIFY(!m->session->renewToken());
    m->session->start(m->url, ana(anHour));
    QVERIFY(!m->session->renewToken());
    m->server->letIn();
    QCOMPARE(asked(), 0);
    m->breakOff();
    QVERIFY(!m->session->renewToken());
}

void TestRenewingTokens::asksAgainAfterABreak()
{
    QSignalSpy signInRequired(m->session.get(), &ChatSession::signInRequired);
    connectWith(ana(anHour));
    QVERIFY(m->session->renewToken());
    m->reconnect();
    QCOMPARE(asked(), 1);
    answer(ackError({ErrorCode::TokenExpired, u"no"_s})); // the server has just taken the old one
    QCOMPARE(signInRequired.size(), 0);
}

void TestRenewingTokens::survivesOddAnswers_data()
{
    QTest::addColumn<QJsonObject>("odd");
    QTest::newRow("empty") << QJsonObject();
    QTest::newRow("success without a token") << ackOk();
    QJsonObject wrong = ackOk(ana(anHour, u"fresh"_s).toJson());
    wrong.insert(u"caduca"_s, 7);
    QTest::newRow("a time that is none") << wrong;
}

void TestRenewingTokens::survivesOddAnswers()
{
    QFETCH(const QJsonObject, odd);
    connectWith(ana(0));
    QTRY_COMPARE(asked(), 1);
    answer(odd);
    QCOMPARE(m->session->self().token, u"token"_s);
    QCOMPARE(m->session->status().state, ConnectionState::Connected);
    QVERIFY(m->session->renewToken());
    QCOMPARE(asked(), 2);
}

QTEST_GUILESS_MAIN(TestRenewingTokens)
#include "tst_renewingtokens.moc"
