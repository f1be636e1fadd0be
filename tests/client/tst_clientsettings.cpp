#include "client/clientsettings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;

class TestClientSettings : public QObject
{
    Q_OBJECT

private slots:
    void hasDefaults();
    void remembers();
    void readsBadValuesAsDefaults_data();
    void readsBadValuesAsDefaults();
    void understandsTypedAddresses_data();
    void understandsTypedAddresses();

private:
    QString path() const
    {
        return m_folder.filePath(QString::fromUtf8(QTest::currentTestFunction()) + u".ini");
    }

    QTemporaryDir m_folder;
};

void TestClientSettings::hasDefaults()
{
    const ClientSettings settings = ClientSettings::inFile(path());
    QCOMPARE(settings.server(), QUrl(QStringLiteral("http://localhost:3000")));
    QVERIFY(settings.username().isEmpty());
    QVERIFY(!settings.staysSignedIn());
    QVERIFY(settings.windowGeometry().isEmpty());
    QVERIFY(settings.splitterState().isEmpty());
}

void TestClientSettings::remembers()
{
    const QByteArray bytes("\x00\x01\xff geometry", 12);
    {
        ClientSettings settings = ClientSettings::inFile(path());
        settings.setServer(QUrl(QStringLiteral("https://chat.example:8443")));
        settings.setUsername(QStringLiteral("Ána, \"la\" [1]"));
        settings.setStaysSignedIn(true);
        settings.setWindowGeometry(bytes);
        settings.setSplitterState(bytes);
    }
    const ClientSettings settings = ClientSettings::inFile(path());
    QCOMPARE(settings.server(), QUrl(QStringLiteral("https://chat.example:8443")));
    QCOMPARE(settings.username(), QStringLiteral("Ána, \"la\" [1]"));
    QVERIFY(settings.staysSignedIn());
    QCOMPARE(settings.windowGeometry(), bytes);
    QCOMPARE(settings.splitterState(), bytes);
}

void TestClientSettings::readsBadValuesAsDefaults_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::newRow("not a URL") << QByteArray("::::");
    QTest::newRow("no host") << QByteArray("http://");
    QTest::newRow("other scheme") << QByteArray("file:///etc/passwd");
    QTest::newRow("empty") << QByteArray();
}

void TestClientSettings::readsBadValuesAsDefaults()
{
    QFETCH(const QByteArray, server);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[connection]\nserver=" + server + "\n");
    file.close();
    QCOMPARE(ClientSettings::inFile(path()).server(), QUrl(QStringLiteral("http://localhost:3000")));
}

void TestClientSettings::understandsTypedAddresses_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("url");
    const auto row = [](const char *input, const char *url) {
        QTest::newRow(*input ? input : "empty") << QString::fromUtf8(input) << QString::fromUtf8(url);
    };
    row("chat.example", "https://chat.example");
    row("  chat.example:3000\n", "https://chat.example:3000");
    row("CHAT.Example", "https://chat.example");
    row("http://chat.example", "http://chat.example");
    row("http://chat.example:3000/login?x=1", "http://chat.example:3000");
    row("https://ana:secret@chat.example", "https://chat.example");
    row("localhost", "http://localhost:3000");
    row("localhost:8080", "http://localhost:8080");
    row("127.0.0.1", "http://127.0.0.1:3000");
    row("::1", "http://[::1]:3000");
    row("[::1]:81", "http://[::1]:81");
    row("192.168.1.7:3000", "https://192.168.1.7:3000");
    row("https://localhost", "https://localhost");
    row("", "");
    row("   ", "");
    row("http://", "");
    row("chat example", "");
    row("chat.example:99999", "");
    row("chat.example:port", "");
    row("ftp://chat.example", "");
    row("javascript:alert(1)", "");
}

void TestClientSettings::understandsTypedAddresses()
{
    QFETCH(const QString, input);
    QFETCH(const QString, url);
    QCOMPARE(serverFromInput(input).toString(QUrl::FullyEncoded), url);
}

QTEST_GUILESS_MAIN(TestClientSettings)
#include "tst_clientsettings.moc"
