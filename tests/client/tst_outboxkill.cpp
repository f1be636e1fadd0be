// What a person has written survives the end of the program, whatever ends it. The program that ends
// is this one, started once more as a writer.

#include "support/chatsessionfixture.h"
#include "support/eventually.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QString writerOption = u"--write-without-end"_s;

/// Writes messages as Ana without a connection, and says after each one that it was taken, until it is
/// killed.
[[noreturn]] void writeWithoutEnd(const QString &outboxFolder)
{
    ChatSessionFixture ana;
    ana.session->setOutboxFolder(outboxFolder);
    ana.start();
    for (qint64 number = 1;; ++number) {
        const QString key = ana.session->send(u"admin"_s, QString::number(number));
        std::printf("%s\n", qPrintable(key));
        std::fflush(stdout);
    }
}

} // namespace

class TestOutboxKill : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void losesNothingWhenKilled_data();
    void losesNothingWhenKilled();
    void leavesARunningProgramItsMessages();

private:
    std::unique_ptr<QProcess> startWriter() const;
    /// The session of another start of the program.
    std::unique_ptr<ChatSessionFixture> startAgain() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

std::unique_ptr<QProcess> TestOutboxKill::startWriter() const
{
    auto writer = std::make_unique<QProcess>();
    writer->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer->start(QCoreApplication::applicationFilePath(), {writerOption, m_folder->path()});
    return writer;
}

std::unique_ptr<ChatSessionFixture> TestOutboxKill::startAgain() const
{
    auto fixture = std::make_unique<ChatSessionFixture>();
    fixture->session->setOutboxFolder(m_folder->path());
    fixture->start();
    return fixture;
}

void TestOutboxKill::losesNothingWhenKilled_data()
{
    QTest::addColumn<int>("bytes");
    // Where it is hit within a message is left to chance.
    for (const int bytes : {1, 1'000, 3'500, 10'000})
        QTest::addRow("after %d bytes", bytes) << bytes;
}

void TestOutboxKill::losesNothingWhenKilled()
{
    QFETCH(const int, bytes);
    const auto writer = startWriter();
    EVENTUALLY(writer->bytesAvailable() >= bytes);
    writer->kill();
    EVENTUALLY_COMPARE(writer->state(), QProcess::NotRunning);
    QCOMPARE(writer->exitStatus(), QProcess::CrashExit);
    QByteArrayList taken = writer->readAll().split('\n');
    taken.removeLast(); // a key that was not said in full, or nothing
    QVERIFY(!taken.isEmpty());

    const auto again = startAgain();
    const QList<OutgoingMessage> found = again->session->outgoing();
    // One more may have been written and not said.
    QVERIFY2(found.size() >= taken.size(), qPrintable(QString::number(found.size())));
    for (qsizetype index = 0; index < found.size(); ++index) {
        QCOMPARE(found[index].text, QString::number(index + 1));
        if (index < taken.size())
            QCOMPARE(found[index].key.toLatin1(), taken[index]);
    }
    again->server->letIn();
    QCOMPARE(again->server->messages().first().message.key->toLatin1(), taken.first());
}

void TestOutboxKill::leavesARunningProgramItsMessages()
{
    const auto writer = startWriter();
    EVENTUALLY(writer->bytesAvailable() > 0);
    {
        const auto second = startAgain();
        QVERIFY(second->session->outgoing().isEmpty());
        second->session->send(u"admin"_s, u"of the second"_s);
    }
    writer->kill();
    EVENTUALLY_COMPARE(writer->state(), QProcess::NotRunning);
    const auto third = startAgain();
    const QList<OutgoingMessage> found = third->session->outgoing();
    QCOMPARE(found.first().text, u"1"_s);
    QCOMPARE(found.last().text, u"of the second"_s);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == writerOption)
        writeWithoutEnd(arguments.value(2));
    TestOutboxKill test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_outboxkill.moc"
