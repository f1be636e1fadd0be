#include "api/clientscript.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestClientScript : public QObject
{
    Q_OBJECT

private slots:
    void loads();
    void refuses_data();
    void refuses();
};

namespace {

QString fileWith(const QTemporaryDir &folder, const QByteArray &content)
{
    QFile file(folder.filePath(u"client.js"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    return file.fileName();
}

} // namespace

void TestClientScript::loads()
{
    const QTemporaryDir folder;
    QVERIFY(ClientScript::load(fileWith(folder, "io();")).ok());
    QVERIFY(ClientScript::load(fileWith(folder, QByteArray(8 * 1024 * 1024, ' '))).ok());
}

void TestClientScript::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too large") << QByteArray(8 * 1024 * 1024 + 1, ' ');
}

void TestClientScript::refuses()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = fileWith(folder, content);
    for (const QString &bad : {path, folder.path(), folder.filePath(u"missing.js"_s)}) {
        const auto script = ClientScript::load(bad);
        QVERIFY(!script.ok());
        QVERIFY2(script.error().message.contains(bad), qPrintable(script.error().message));
    }
}

QTEST_GUILESS_MAIN(TestClientScript)
#include "tst_clientscript.moc"
