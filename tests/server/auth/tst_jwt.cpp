#include "auth/jwt.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 now = 1'795'406'400;
const QByteArray secret = "a secret of at least thirty-two bytes";

QByteArray base64(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signature(const QByteArray &text, const QByteArray &key = secret,
                     QCryptographicHash::Algorithm hash = QCryptographicHash::Sha256)
{
    return base64(QMessageAuthenticationCode::hash(text, key, hash));
}

/// A token as a stranger would make it, from any header and payload.
QByteArray forge(const QByteArray &header, const QByteArray &payload, const QByteArray &key = secret)
{
    const QByteArray text = base64(header) + '.' + base64(payload);
    return text + '.' + signature(text, key);
}

const QByteArray header = R"({"alg":"HS256","typ":"JWT"})";
const QByteArray payload =
    R"({"user":"alice","name":"Alice","rol":"user","iat":1795406000,"exp":1795409600})";

/// The payload with one field set, or taken out.
QByteArray with(const QString &field, const QJsonValue &value)
{
    QJsonObject object = QJsonDocument::fromJson(payload).object();
    object.insert(field, value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

class TestJwt : public QObject
{
    Q_OBJECT

private slots:
    void readsItsOwn();
    void neverShortensAName();
    void readsTokensOfOthers_data();
    void readsTokensOfOthers();
    void refuses_data();
    void refuses();
    void refusesEveryChangedCharacter();
    void refusesOtherSpellingsOfASignature();
    void expiresToTheSecond_data();
    void expiresToTheSecond();
    void makesEachTokenAnew();
};

void TestJwt::readsItsOwn()
{
    const TokenClaims claims {u"josé"_s, u"José \"Pepe\""_s, Role::Admin, now, now + 60};
    const auto read = verifyToken(signToken(claims, secret), secret, now);
    QVERIFY(read.ok());
    QCOMPARE(read->username, claims.username);
    QCOMPARE(read->displayName, claims.displayName);
    QCOMPARE(read->role, Role::Admin);
    QCOMPARE(read->issuedAt, now);
    QCOMPARE(read->expiresAt, now + 60);
}

void TestJwt::neverShortensAName()
{
    const QString name = u"\uFEFFalice"_s; // a reader might take it for a byte order mark, and for alice
    const auto ours = verifyToken(signToken({name, name, Role::User, now, now + 60}, secret), secret, now);
    QVERIFY(ours.ok());
    QCOMPARE(ours->username, name);
    const auto others = verifyToken(forge(header, with(u"user"_s, name)), secret, now);
    QVERIFY(others.ok());
    QCOMPARE(others->username, name);
}

void TestJwt::readsTokensOfOthers_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("plain") << forge(header, payload);
    QTest::newRow("without typ") << forge(R"({"alg":"HS256"})", payload);
    QTest::newRow("with a kid") << forge(R"({"alg":"HS256","kid":"../../dev/null"})", payload);
    QTest::newRow("with more claims") << forge(header, with(u"imagen"_s, u"x.png"_s));
    QTest::newRow("nbf in the past") << forge(header, with(u"nbf"_s, now));
    QTest::newRow("times with fractions") << forge(header, with(u"exp"_s, 1795409600.5));
    QTest::newRow("with white space") << forge("{ \"alg\" : \"HS256\" }", payload);
}

void TestJwt::readsTokensOfOthers()
{
    QFETCH(QByteArray, token);
    const auto read = verifyToken(token, secret, now);
    QVERIFY(read.ok());
    QCOMPARE(read->username, u"alice"_s);
}

void TestJwt::refuses_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = forge(header, payload);
    const QByteArray text = good.left(good.lastIndexOf('.'));
    const QJsonValue gone = QJsonValue::Undefined;
    const auto row = [](const char *name, const QByteArray &token) { QTest::newRow(name) << token; };
    row("empty", {});
    row("dots", "..");
    row("one part", "abc");
    row("no signature", text);
    row("empty signature", text + '.');
    row("four parts", good + ".x");
    row("another secret", forge(header, payload, "another"));
    row("an empty secret", forge(header, payload, ""));
    row("alg none", base64(R"({"alg":"none"})") + '.' + base64(payload) + '.');
    row("alg none, signed", forge(R"({"alg":"none"})", payload));
    row("alg None", forge(R"({"alg":"None"})", payload));
    row("alg hs256", forge(R"({"alg":"hs256"})", payload));
    row("alg HS512", forge(R"({"alg":"HS512"})", payload));
    row("alg RS256", forge(R"({"alg":"RS256"})", payload));
    row("alg a list", forge(R"({"alg":["HS256"]})", payload));
    row("no alg", forge(R"({"typ":"JWT"})", payload));
    row("crit", forge(R"({"alg":"HS256","crit":["exp"]})", payload));
    row("crit empty", forge(R"({"alg":"HS256","crit":[]})", payload));
    row("header no object", forge("[]", payload));
    row("header no JSON", forge("{", payload));
    row("payload no object", forge(header, "[]"));
    row("payload no JSON", forge(header, "{user:1}"));
    row("no user", forge(header, with(u"user"_s, gone)));
    row("user empty", forge(header, with(u"user"_s, u""_s)));
    row("user a number", forge(header, with(u"user"_s, 1)));
    row("user a list", forge(header, with(u"user"_s, QJsonArray {u"alice"_s})));
    row("no role", forge(header, with(u"rol"_s, gone)));
    row("role unknown", forge(header, with(u"rol"_s, u"root"_s)));
    row("role a list", forge(header, with(u"rol"_s, QJsonArray {u"admin"_s})));
    row("no exp", forge(header, with(u"exp"_s, gone)));
    row("exp a string", forge(header, with(u"exp"_s, u"1795409600"_s)));
    row("exp null", forge(header, with(u"exp"_s, QJsonValue())));
    row("no iat", forge(header, with(u"iat"_s, gone)));
    row("iat a string", forge(header, with(u"iat"_s, u"1795406000"_s)));
    row("exp beyond all clocks", forge(header, with(u"exp"_s, 1e300)));
    row("iat before all clocks", forge(header, with(u"iat"_s, -1e300)));
    row("nbf in the future", forge(header, with(u"nbf"_s, now + 1)));
    row("nbf a string", forge(header, with(u"nbf"_s, u"0"_s)));
    row("over-long", forge(header, with(u"name"_s, QString(10'000, u'x'))));
    row("white space around it", ' ' + good);
    row("base64 with a line break", good.left(5) + '\n' + good.mid(5));
    const QByteArray standard = base64(header) + '.' + base64(payload);
    row("SHA-512", standard + '.' + signature(standard, secret, QCryptographicHash::Sha512));
    row("half a signature", good.chopped(20));
}

void TestJwt::refuses()
{
    QFETCH(QByteArray, token);
    const auto read = verifyToken(token, secret, now);
    QVERIFY(!read.ok());
    QCOMPARE(read.error(), TokenProblem::Invalid);
}

void TestJwt::refusesEveryChangedCharacter()
{
    const QByteArray good = forge(header, payload);
    QVERIFY(verifyToken(good, secret, now).ok());
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!verifyToken(bad, secret, now).ok(), bad.constData());
    }
}

void TestJwt::refusesOtherSpellingsOfASignature()
{
    // A signature has 256 bits, 43 characters 258: another last character could stand for the same
    // bytes. A revoked token is known by its text, so there must be one spelling only.
    const QByteArray good = forge(header, payload);
    int accepted = 0;
    for (char last : QByteArray("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
        accepted += verifyToken(good.chopped(1) + last, secret, now).ok() ? 1 : 0;
    QCOMPARE(accepted, 1);
    QVERIFY(!verifyToken(good + '=', secret, now).ok());
    QVERIFY(!verifyToken(good + "==", secret, now).ok());
}

void TestJwt::expiresToTheSecond_data()
{
    QTest::addColumn<qint64>("at");
    QTest::addColumn<bool>("good");
    QTest::newRow("before") << now + 59 << true;
    QTest::newRow("then") << now + 60 << false;
    QTest::newRow("after") << now + 61 << false;
}

void TestJwt::expiresToTheSecond()
{
    QFETCH(qint64, at);
    QFETCH(bool, good);
    const QByteArray token = signToken({u"a"_s, u"A"_s, Role::User, now, now + 60}, secret);
    const auto read = verifyToken(token, secret, at);
    QCOMPARE(read.ok(), good);
    if (!good)
        QCOMPARE(read.error(), TokenProblem::Expired);
    // Expired counts only for what is signed.
    QCOMPARE(verifyToken(token, "other", at).error(), TokenProblem::Invalid);
}

void TestJwt::makesEachTokenAnew()
{
    // Two sign-ins within a second: to revoke one token must not revoke the other.
    const TokenClaims claims {u"a"_s, u"A"_s, Role::User, now, now + 60};
    QVERIFY(signToken(claims, secret) != signToken(claims, secret));
}

QTEST_GUILESS_MAIN(TestJwt)
#include "tst_jwt.moc"
