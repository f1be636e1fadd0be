#include "client/credentials.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;

namespace {

SignedIn ana()
{
    return {QStringLiteral("ana"), QStringLiteral("Ana"), Role::User, QStringLiteral("token-of-ana"), 5'000};
}

const QUrl server(QStringLiteral("https://chat.example"));

} // namespace

class TestCredentials : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }
    void returnsWhatWasSaved();
    void knowsWhoseItIs_data();
    void knowsWhoseItIs();
    void keepsNoSpanOfTime();
    void keepsWhatSeemsExpired();
    void keepsOthersOut();
    void forgets();
    void survivesDamage_data();
    void survivesDamage();
    void reportsThatItCannotSave();

private:
    QString folder() const { return m_parent->filePath(QStringLiteral("credentials")); }

    std::unique_ptr<QTemporaryDir> m_parent;
};

void TestCredentials::returnsWhatWasSaved()
{
    const Credentials credentials(folder());
    QVERIFY(credentials.save(server, ana()));
    const auto loaded = credentials.load(server, QStringLiteral("ana"));
    QVERIFY(loaded);
    QCOMPARE(loaded->token, ana().token);
    QCOMPARE(loaded->displayName, ana().displayName);
    QCOMPARE(loaded->expiresAtMs, ana().expiresAtMs);
}

void TestCredentials::knowsWhoseItIs_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("username");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const char *url, const char *user, bool found) {
        QTest::newRow(name) << QString::fromUtf8(url) << QString::fromUtf8(user) << found;
    };
    row("the same", "https://chat.example", "ana", true);
    row("default port spelt out", "https://chat.example:443/", "ana", true);
    row("other case", "https://chat.example", "ANA", true);
    row("other port", "https://chat.example:3000", "ana", false);
    row("without TLS", "http://chat.example:443", "ana", false);
    row("other server", "https://evil.example", "ana", false);
    row("other person", "https://chat.example", "bob", false);
    row("no person", "https://chat.example", "", false);
    row("a path", "https://chat.example", "../ana", false);
}

void TestCredentials::knowsWhoseItIs()
{
    QFETCH(const QString, url);
    QFETCH(const QString, username);
    QFETCH(const bool, found);
    const Credentials credentials(folder());
    QVERIFY(credentials.save(server, ana()));
    QCOMPARE(credentials.load(QUrl(url), username).has_value(), found);
}

void TestCredentials::keepsNoSpanOfTime()
{
    const Credentials credentials(folder());
    SignedIn fresh = ana();
    fresh.validForMs = 3'600'000; // as from now, which is long ago when it is read
    QVERIFY(credentials.save(server, fresh));
    QCOMPARE(credentials.load(server, QStringLiteral("ana")), ana());
    QFile file(QDir(folder()).entryInfoList(QDir::Files).first().filePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("vigencia_ms"));
}

// Only the server can tell: the clocks may differ.
void TestCredentials::keepsWhatSeemsExpired()
{
    const Credentials credentials(folder());
    SignedIn old = ana();
    old.expiresAtMs = 1;
    QVERIFY(credentials.save(server, old));
    QVERIFY(credentials.load(server, QStringLiteral("ana")));
}

void TestCredentials::keepsOthersOut()
{
    const Credentials credentials(folder());
    QVERIFY(credentials.save(server, ana()));
    const auto forOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    QVERIFY(!(QFile::permissions(folder()) & forOthers));
    const auto files = QDir(folder()).entryInfoList(QDir::Files | QDir::Hidden);
    QCOMPARE(files.size(), 1);
    QVERIFY(!(files.first().permissions() & forOthers));
}

void TestCredentials::forgets()
{
    const Credentials credentials(folder());
    QVERIFY(credentials.save(server, ana()));
    credentials.forget(server, QStringLiteral("ana"));
    QVERIFY(!credentials.load(server, QStringLiteral("ana")));
    QVERIFY(QDir(folder()).isEmpty());
    credentials.forget(server, QStringLiteral("ana"));
}

void TestCredentials::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("{\"usuario\":");
    QTest::newRow("not an object") << QByteArray("[1]");
    QTest::newRow("wrong types") << QByteArray("{\"usuario\":1,\"token\":null}");
    QTest::newRow("too large") << QByteArray(1'000'000, ' ');
}

void TestCredentials::survivesDamage()
{
    QFETCH(const QByteArray, content);
    const Credentials credentials(folder());
    QVERIFY(credentials.save(server, ana()));
    QFile file(QDir(folder()).entryInfoList(QDir::Files).first().filePath());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
    file.close();
    QVERIFY(!credentials.load(server, QStringLiteral("ana")));
}

void TestCredentials::reportsThatItCannotSave()
{
    QFile blocker(folder());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    QVERIFY(!Credentials(folder()).save(server, ana()));
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
