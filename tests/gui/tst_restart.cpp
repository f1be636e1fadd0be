// What the console still has after it was closed and started again.

#include "consolefixture.h"

using namespace ventanilla;

class TestRestart : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsDrafts();
    void keepsNoDraftOfWhatIsSent();
    void keepsAnothersDraftsToThemselves();
    void sendsWhatWasWrittenOffline();
    void sendsAgainWhatWasNotAcknowledged();
    void keepsWhatFailed();

private:
    std::unique_ptr<ConsoleFixture> m;
};

void TestRestart::init()
{
    m = std::make_unique<ConsoleFixture>();
    m->backend.add(m->message(1, m->ana, m->ana));
    m->backend.add(m->message(2, m->bob, m->bob));
    m->backend.readAll(m->luis);
    m->enter();
}

void TestRestart::keepsDrafts()
{
    m->open(m->bob);
    m->write(QStringLiteral("half a sen"));
    m->open(m->ana);
    QCOMPARE(previewLine(m->row(m->bob)), QStringLiteral("Draft: half a sen"));
    m->write(QStringLiteral("open")); // still there when the window is closed
    m->restart();
    m->enter();
    QCOMPARE(previewLine(m->row(m->bob)), QStringLiteral("Draft: half a sen"));
    QCOMPARE(previewLine(m->row(m->ana)), QStringLiteral("Draft: open"));
    m->open(m->bob);
    QCOMPARE(m->edit()->toPlainText(), QStringLiteral("half a sen"));
    QCOMPARE(previewLine(m->row(m->bob)), QStringLiteral("message 2")); // it stands below
    m->send(QStringLiteral("tence"));
    m->open(m->ana);
    QVERIFY(!previewLine(m->row(m->bob)).startsWith(QStringLiteral("Draft")));
    m->restart();
    m->enter();
    QVERIFY(!previewLine(m->row(m->bob)).startsWith(QStringLiteral("Draft")));
}

void TestRestart::keepsNoDraftOfWhatIsSent()
{
    m->open(m->bob);
    m->write(QStringLiteral("sent"));
    QTRY_VERIFY(m->keptDrafts().contains("sent"));
    QTest::keyClick(m->edit(), Qt::Key_Return);
    QVERIFY(!m->keptDrafts().contains("sent")); // nor after a kill at this moment
}

void TestRestart::keepsAnothersDraftsToThemselves()
{
    m->open(m->bob);
    m->write(QStringLiteral("mine"));
    m->backend.account.username = QStringLiteral("carmen");
    m->restart();
    m->enter();
    QVERIFY(!previewLine(m->row(m->bob)).contains(QStringLiteral("mine")));
    m->open(m->bob);
    QVERIFY(m->edit()->toPlainText().isEmpty());
    QVERIFY(m->server->messages().isEmpty());
}

void TestRestart::sendsWhatWasWrittenOffline()
{
    m->open(m->bob);
    m->lose();
    m->send(QStringLiteral("one"));
    m->send(QStringLiteral("two"));
    m->restart();
    m->enter();
    QCOMPARE(m->server->messages().size(), 1);
    QCOMPARE(m->server->messages().first().message.text, QStringLiteral("one"));
    QCOMPARE(m->server->messages().first().message.to, m->bob);
    m->open(m->bob);
    QTRY_COMPARE(m->texts(),
                 QStringList({QStringLiteral("message 2"), QStringLiteral("one"), QStringLiteral("two")}));
    QCOMPARE(m->last().state, MessageState::Waiting);
    m->storeLast(1001);
    QCOMPARE(m->server->messages().size(), 2);
    m->storeLast(1002);
    QCOMPARE(m->last().state, MessageState::Stored);
    m->restart();
    m->enter();
    QVERIFY(m->server->messages().isEmpty());
    m->open(m->bob);
    QCOMPARE(m->texts().size(), 3);
}

void TestRestart::sendsAgainWhatWasNotAcknowledged()
{
    m->open(m->bob);
    m->send(QStringLiteral("once"));
    const auto first = m->server->messages().first().message;
    Message stored = m->message(1001, m->luis, m->bob, QStringLiteral("once"));
    stored.key = *first.key;
    m->backend.add(stored); // the server has it, but its answer never came
    m->restart();
    m->enter();
    QCOMPARE(m->server->messages().size(), 1);
    QCOMPARE(m->server->messages().first().message, first); // the same key: it cannot be doubled
    m->open(m->bob);
    QTRY_COMPARE(m->texts(), QStringList({QStringLiteral("message 2"), QStringLiteral("once")}));
    m->server->acknowledge(m->server->messages().first().ackId, ackOk(SendAck {1001, 5'000}.toJson()));
    QCOMPARE(m->texts().size(), 2);
    QCOMPARE(m->last().state, MessageState::Stored);
}

void TestRestart::keepsWhatFailed()
{
    m->open(m->bob);
    m->send(QStringLiteral("refused"));
    m->server->acknowledge(m->server->messages().last().ackId,
                           ackError({ErrorCode::NotStored, QStringLiteral("no")}));
    m->restart();
    m->enter();
    QVERIFY(m->server->messages().isEmpty());
    m->open(m->bob);
    QCOMPARE(m->last().state, MessageState::Failed);
    emit m->thread()->retryRequested(m->last().key);
    QCOMPARE(m->server->messages().size(), 1);
}

QTEST_MAIN(TestRestart)
#include "tst_restart.moc"
