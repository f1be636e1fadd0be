#include "auth/jwt.h"

#include <QJsonArray>
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

/// Two digests as base64url has them.
const QString one = QString::fromLatin1(base64(QByteArray(32, '1')));
const QString other = QString::fromLatin1(base64(QByteArray(32, '2')));

/// The payload with a chain of its own.
QByteArray withChain(const QJsonValue &chain)
{
    return with(u"cadena"_s, chain);
}

QJsonObject chain(const QJsonValue &id, const QJsonValue &start)
{
    return {{u"id"_s, id}, {u"inicio"_s, start}};
}

QJsonObject renewed(const QJsonValue &replaced)
{
    QJsonObject object = chain(one, 1795406000);
    object.insert(u"sustituye"_s, replaced);
    return object;
}

QJsonObject replacing(const QJsonValue &fingerprint, const QJsonValue &expires)
{
    return {{u"huella"_s, fingerprint}, {u"caduca"_s, expires}};
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
    void readsChains();
    void refusesMalformedChains_data();
    void refusesMalformedChains();
    void refusesEveryChangedCharacter();
    void refusesOtherSpellingsOfASignature();
    void expiresToTheSecond_data();
    void expiresToTheSecond();
    void readsWhatIsOver();
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

void TestJwt::readsChains()
{
    const TokenChain first {QByteArray(32, '\xff'), now - 10};
    TokenChain later = first;
    later.replaced = ReplacedToken {QByteArray(32, '\0'), now + 50};
    for (const auto &wanted : {std::optional<TokenChain>(), std::optional(first), std::optional(later)}) {
        const TokenClaims claims {u"a"_s, u"A"_s, Role::User, now, now + 60, wanted};
        const auto read = verifyToken(signToken(claims, secret), secret, now);
        QVERIFY(read.ok());
        QVERIFY(read->chain == wanted);
    }
    const QJsonObject object = renewed(replacing(other, 1795409600));
    const auto read = verifyToken(forge(header, withChain(object)), secret, now);
    QVERIFY(read.ok() && read->chain && read->chain->replaced);
    QCOMPARE(read->chain->id, QByteArray(32, '1'));
    QCOMPARE(read->chain->startedAt, 1795406000);
    QCOMPARE(read->chain->replaced->fingerprint, QByteArray(32, '2'));
    QCOMPARE(read->chain->replaced->expiresAt, 1795409600);
}

void TestJwt::refusesMalformedChains_data()
{
    QTest::addColumn<QJsonValue>("chain");
    const auto row = [](const char *name, const QJsonValue &value) { QTest::newRow(name) << value; };
    const QJsonValue gone = QJsonValue::Undefined;
    row("null", QJsonValue());
    row("a text", one);
    row("a list", QJsonArray {one});
    row("empty", QJsonObject());
    row("no id", chain(gone, now));
    row("no start", chain(one, gone));
    row("id a number", chain(1, 1795406000));
    row("id empty", chain(u""_s, 1795406000));
    row("id short", chain(one.chopped(2), 1795406000));
    row("id long", chain(QString(one + u"AA"_s), 1795406000));
    row("id padded", chain(QString(one + u'='), 1795406000));
    row("id no base64url", chain(QString(u'/' + one.mid(1)), 1795406000));
    // 43 characters have two bits more than 32 bytes: a second name for the same chain.
    row("id spelled otherwise", chain(QString(one.chopped(1) + u'F'), 1795406000));
    row("id with a foreign character", chain(QString(u'\u0431' + one.mid(1)), 1795406000));
    row("start a text", chain(one, u"1795406000"_s));
    row("start beyond all clocks", chain(one, -1e300));
    row("start after the token", chain(one, 1795406001));
    row("replaced null", renewed(QJsonValue()));
    row("replaced a text", renewed(other));
    row("replaced empty", renewed(QJsonObject()));
    row("replaced without expiry", renewed(replacing(other, gone)));
    row("replaced without fingerprint", renewed(replacing(gone, 1795409600)));
    row("replaced short", renewed(replacing(other.chopped(2), 1795409600)));
    row("replaced expiry a text", renewed(replacing(other, u"1795409600"_s)));
}

void TestJwt::refusesMalformedChains()
{
    QFETCH(QJsonValue, chain);
    QVERIFY(verifyToken(forge(header, withChain(renewed(replacing(other, 1795409600)))), secret, now));
    const auto read = verifyToken(forge(header, withChain(chain)), secret, now);
    QVERIFY(!read.ok());
    QCOMPARE(read.error(), TokenProblem::Invalid);
    QVERIFY(!readToken(forge(header, withChain(chain)), secret));
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

void TestJwt::readsWhatIsOver()
{
    const QByteArray token = signToken({u"a"_s, u"A"_s, Role::User, now - 60, now - 30}, secret);
    QVERIFY(readToken(token, secret));
    QCOMPARE(readToken(token, secret)->expiresAt, now - 30);
    QVERIFY(readToken(forge(header, with(u"nbf"_s, now + 1)), secret));
    QVERIFY(!readToken(token, "other")); // but never what is not signed
    QVERIFY(!readToken(token.chopped(1), secret));
    QVERIFY(!readToken({}, secret));
}

void TestJwt::makesEachTokenAnew()
{
    // Two sign-ins within a second: to revoke one token must not revoke the other.
    const TokenClaims claims {u"a"_s, u"A"_s, Role::User, now, now + 60};
    QVERIFY(signToken(claims, secret) != signToken(claims, secret));
}

QTEST_GUILESS_MAIN(TestJwt)
#include "tst_jwt.moc"
