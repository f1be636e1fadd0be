#include "client/httpapi.h"

#include "support/cannedserver.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ventanilla;
using Kind = ApiError::Kind;

namespace {

const QByteArray signedInBody = R"({"usuario":"ana","nombre":"Ana","rol":"user","token":"t",)"
                                R"("caduca":"2026-11-23T04:00:42.000Z"})";
const QByteArray historyBody = R"([{"de_usuario":"ana","para_usuario":"admin","mensaje":"<b>hola</b>",)"
                               R"("fecha":"2026-11-23T04:00:42.000Z","id":7,"clave":"k",)"
                               R"("conversacion":"ana","nombre":"Ana"}])";
const QByteArray pageBody = R"({"filas":[{"usuario":"ana","nombre":"Ana","estado":"abierta","en_linea":true,)"
                            R"("version":9,"sin_responder_desde":null,"ultimo":{"id":9,"de":"ana",)"
                            R"("mensaje":"x","fecha":"2026-11-23T04:00:42.000Z"}}],"tras":"next/+="})";

} // namespace

class TestHttpApi : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void signsIn();
    void asksForHistory_data();
    void asksForHistory();
    void asksForConversations();
    void asksForWhatWasMissed();
    void asksForTheOwnThread();
    void asksWhoIsThere();
    void signsOut();
    void ignoresCookies();
    void explainsFailures_data();
    void explainsFailures();
    void reportsNobodyThere();
    void reportsBrokenAnswers();
    void namesUntrustedCertificates();
    void doesNotFollowElsewhere();
    void answersNobodyThatIsGone();

private:
    /// Signs in and waits for the answer.
    Result<SignedIn, ApiError> signInNow();
    QByteArray requestLine() const { return m_server->requests.value(0).split('\r').first(); }

    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<CannedServer> m_server;
    std::unique_ptr<HttpApi> m_api;
};

void TestHttpApi::init()
{
    m_network = std::make_unique<QNetworkAccessManager>();
    m_server = std::make_unique<CannedServer>();
    m_api = std::make_unique<HttpApi>(m_network.get());
    m_api->setServer(m_server->url());
}

Result<SignedIn, ApiError> TestHttpApi::signInNow()
{
    std::optional<Result<SignedIn, ApiError>> result;
    m_api->signIn(QStringLiteral("ana"), QStringLiteral("päß \"1\""), this,
                  [&](const Result<SignedIn, ApiError> &answer) { result = answer; });
    Q_ASSERT(!result); // later, never within the call
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 30'000))
        return failure(ApiError {Kind::Network, QStringLiteral("the test got no answer"), {}, {}});
    return *result;
}

void TestHttpApi::signsIn()
{
    m_server->setAnswer("200 OK", signedInBody);
    m_api->setToken(QStringLiteral("stale"));
    const auto result = signInNow();
    QVERIFY(result);
    QCOMPARE(result->username, QStringLiteral("ana"));
    QCOMPARE(result->token, QStringLiteral("t"));
    QCOMPARE(requestLine(), "POST /auth HTTP/1.1");
    const QByteArray request = m_server->requests.first();
    QVERIFY(request.toLower().contains("content-type: application/json"));
    QVERIFY(!request.toLower().contains("authorization"));
    const QJsonObject body = QJsonDocument::fromJson(request.mid(request.indexOf("\r\n\r\n") + 4)).object();
    QCOMPARE(body.value(u"user").toString(), QStringLiteral("ana"));
    QCOMPARE(body.value(u"pass").toString(), QStringLiteral("päß \"1\""));
}

void TestHttpApi::asksForHistory_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("own") << QString()
                         << QByteArray("GET /api/mensajes/mios?limite=50&antes=9&despues=3 HTTP/1.1");
    QTest::newRow("a user's") << QStringLiteral("ana")
                              << QByteArray("GET /api/mensajes?con=ana&limite=50&antes=9&despues=3 HTTP/1.1");
    QTest::newRow("an odd name") << QStringLiteral("a+b&c=d é%41/?#")
                                 << QByteArray("GET /api/mensajes?con=a%2Bb%26c%3Dd%20%C3%A9%2541%2F%3F%23"
                                               "&limite=50&antes=9&despues=3 HTTP/1.1");
}

void TestHttpApi::asksForHistory()
{
    QFETCH(const QString, user);
    QFETCH(const QByteArray, line);
    m_server->setAnswer("200 OK", historyBody);
    m_api->setToken(QStringLiteral("secret"));
    std::optional<Result<QList<Message>, ApiError>> result;
    const auto answer = [&](const Result<QList<Message>, ApiError> &got) { result = got; };
    const HistoryQuery query {50, 9, 3};
    if (user.isEmpty())
        m_api->ownHistory(query, this, answer);
    else
        m_api->history(user, query, this, answer);
    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE((*result)->size(), 1);
    QCOMPARE((*result)->first().id, 7);
    QCOMPARE((*result)->first().text, QStringLiteral("<b>hola</b>"));
    QCOMPARE(requestLine(), line);
    QVERIFY(m_server->requests.first().contains("\r\nAuthorization: Bearer secret\r\n"));
}

void TestHttpApi::asksForConversations()
{
    m_server->setAnswer("200 OK", pageBody);
    std::optional<Result<ConversationPage, ApiError>> result;
    m_api->conversations({}, this, [&](const Result<ConversationPage, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE((*result)->rows.first().user, QStringLiteral("ana"));
    QCOMPARE(requestLine(), "GET /api/conversaciones?limite=200 HTTP/1.1");

    const QString next = (*result)->next;
    result.reset();
    m_api->conversations(next, this, [&](const Result<ConversationPage, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(m_server->requests.last().startsWith("GET /api/conversaciones?limite=200&tras=next%2F%2B%3D "));
}

void TestHttpApi::asksForWhatWasMissed()
{
    SyncPage page;
    page.reads.append({QStringLiteral("ana"), QStringLiteral("lucas"), 7, 12, 3, 1});
    page.cursor = 12;
    page.more = true;
    m_server->setAnswer("200 OK", QJsonDocument(page.toJson()).toJson());
    std::optional<Result<SyncPage, ApiError>> result;
    m_api->synchronize(9'007'199'254'740'991, this,
                       [&](const Result<SyncPage, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE(**result, page);
    QCOMPARE(requestLine(), "GET /api/sincronizar?desde=9007199254740991&limite=500 HTTP/1.1");
}

void TestHttpApi::asksForTheOwnThread()
{
    const OwnThread thread {{4, 5}, {7, 12, 3}, 8, 9};
    m_server->setAnswer("200 OK", QJsonDocument(thread.toJson()).toJson());
    std::optional<Result<OwnThread, ApiError>> result;
    m_api->ownThread(this, [&](const Result<OwnThread, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE(**result, thread);
    QCOMPARE(requestLine(), "GET /api/conversaciones/mia HTTP/1.1");
}

void TestHttpApi::asksWhoIsThere()
{
    const PresenceList list {{{QStringLiteral("ana"), Role::User, PresenceState::Away}}};
    m_server->setAnswer("200 OK", QJsonDocument(list.toJson()).toJson());
    std::optional<Result<PresenceList, ApiError>> result;
    m_api->presence(this, [&](const Result<PresenceList, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE(**result, list);
    QCOMPARE(requestLine(), "GET /api/presencia HTTP/1.1");
}

void TestHttpApi::signsOut()
{
    m_server->setAnswer("204 No Content", {});
    m_api->setToken(QStringLiteral("secret"));
    m_api->signOut();
    QTRY_COMPARE(m_server->requests.size(), 1);
    QCOMPARE(requestLine(), "POST /logout HTTP/1.1");
    QVERIFY(m_server->requests.first().contains("\r\nAuthorization: Bearer secret\r\n"));
}

void TestHttpApi::ignoresCookies()
{
    m_server->setAnswer("200 OK", signedInBody, "Set-Cookie: token=other; Path=/\r\n");
    QVERIFY(signInNow());
    QVERIFY(signInNow());
    QVERIFY(!m_server->requests.last().toLower().contains("cookie"));
}

void TestHttpApi::explainsFailures_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<ErrorCode>>("code");
    const auto row = [](const char *name, const char *status, const char *body, Kind kind, const char *text,
                        std::optional<ErrorCode> code = {}) {
        QTest::newRow(name) << QByteArray(status) << QByteArray(body) << kind << QString::fromUtf8(text)
                            << code;
    };
    row("wrong password", "401 Unauthorized", R"({"error":"No","codigo":"no_autenticado"})",
        Kind::NotAuthenticated, "No", ErrorCode::NotAuthenticated);
    row("bad token", "403 Forbidden", R"({"error":"Token inválido","codigo":"token_caducado"})",
        Kind::Forbidden, "Token inválido", ErrorCode::TokenExpired);
    row("throttled", "429 Too Many Requests", R"({"error":"Espera","codigo":"demasiado_rapido"})",
        Kind::Throttled, "Espera", ErrorCode::TooFast);
    row("server error", "500 Internal Server Error", R"({"error":"Error interno","codigo":"interno"})",
        Kind::Refused, "Error interno", ErrorCode::Internal);
    row("unknown code", "400 Bad Request", R"({"error":"x","codigo":"nuevo"})", Kind::Refused, "x");
    row("a proxy's page", "502 Bad Gateway", "<html>", Kind::Refused, "HTTP 502 Bad Gateway");
    row("no body", "404 Not Found", "", Kind::Refused, "HTTP 404 Not Found");
    row("wrong types", "400 Bad Request", R"({"error":7,"codigo":[]})", Kind::Refused,
        "HTTP 400 Bad Request");
    row("not JSON", "200 OK", "<html>", Kind::Malformed, "the answer is not JSON");
    row("empty answer", "200 OK", "", Kind::Malformed, "expected an object");
    row("an array", "200 OK", "[]", Kind::Malformed, "");
    row("a field is missing", "200 OK", R"({"usuario":"ana"})", Kind::Malformed, "missing field \"nombre\"");
}

void TestHttpApi::explainsFailures()
{
    QFETCH(const QByteArray, status);
    QFETCH(const QByteArray, body);
    QFETCH(const Kind, kind);
    QFETCH(const QString, text);
    QFETCH(const std::optional<ErrorCode>, code);
    m_server->setAnswer(status, body, "Retry-After: 7\r\n");
    const auto result = signInNow();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, kind);
    if (!text.isEmpty())
        QCOMPARE(result.error().text, text);
    QCOMPARE(result.error().code, code);
    if (kind == Kind::Throttled)
        QCOMPARE(result.error().retryAfterMs, 7'000);
}

void TestHttpApi::reportsNobodyThere()
{
    const QUrl url = m_server->url();
    m_server.reset();
    m_api->setServer(url);
    const auto result = signInNow();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Network);
}

void TestHttpApi::reportsBrokenAnswers()
{
    m_server->answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half";
    const auto half = signInNow();
    QVERIFY(!half);
    QCOMPARE(half.error().kind, Kind::Network);
    m_server->answer = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
    QVERIFY(!signInNow());
}

void TestHttpApi::namesUntrustedCertificates()
{
    CannedServer tlsServer(CannedServer::Security::Untrusted);
    tlsServer.setAnswer("200 OK", signedInBody);
    m_api->setServer(tlsServer.url(QStringLiteral("https")));
    const auto result = signInNow();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Untrusted);
    QVERIFY2(result.error().text.contains(untrustedFingerprint()), qPrintable(result.error().text));
    QVERIFY(tlsServer.requests.isEmpty());
}

void TestHttpApi::doesNotFollowElsewhere()
{
    CannedServer other;
    other.setAnswer("200 OK", historyBody);
    m_server->setAnswer("302 Found", {}, "Location: " + other.url().toEncoded() + "/api/mensajes/mios\r\n");
    m_api->setToken(QStringLiteral("secret"));
    std::optional<Result<QList<Message>, ApiError>> result;
    m_api->ownHistory({}, this, [&](const Result<QList<Message>, ApiError> &got) { result = got; });
    QTRY_VERIFY(result);
    QVERIFY(!*result);
    QCOMPARE(result->error().kind, Kind::Malformed);
    QVERIFY(other.requests.isEmpty());
}

void TestHttpApi::answersNobodyThatIsGone()
{
    m_server->setAnswer("200 OK", signedInBody);
    auto context = std::make_unique<QObject>();
    bool answered = false;
    m_api->signIn({}, {}, context.get(), [&](const Result<SignedIn, ApiError> &) { answered = true; });
    context.reset();
    QVERIFY(signInNow()); // the later one is through, so the earlier one would be as well
    QTRY_COMPARE(m_server->requests.size(), 2);
    QVERIFY(!answered);
}

QTEST_GUILESS_MAIN(TestHttpApi)
#include "tst_httpapi.moc"
