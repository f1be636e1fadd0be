// What the console tells the server that was read, and what it makes of an agent's other windows.

#include "consolefixture.h"

using namespace ventanilla;

class TestReading : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsOnceWhatWasRead();
    void readsTwoMessagesInOneBreath();
    void tellsAgainAfterABreak();
    void takesWhatAnotherWindowHasRead();
    void leavesUnreadWhatAnotherWindowMarks();
    void marksAsUnread();
    void staysUnreadUntilItIsAnswered();
    void staysUnreadWhenAnEarlierAnswerIsStored();
    void staysUnreadInItsDatabaseAlone();
    void showsHowFarAMessageHasCome();
    void showsHowFarAMessageHadComeBefore();

private:
    void markUnread() { QTest::keyClick(m->edit(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier); }
    qsizetype told() const { return m->events(event::read).size(); }
    qint64 toldUpTo() const { return m->events(event::read).last().payload.value(u"hasta").toInteger(); }

    std::unique_ptr<ConsoleFixture> m;
};

void TestReading::init()
{
    m = std::make_unique<ConsoleFixture>();
    for (qint64 id = 1; id <= 5; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->backend.add(m->message(6, m->bob, m->bob));
    m->backend.readAll(m->luis);
    m->enter();
}

void TestReading::tellsOnceWhatWasRead()
{
    for (qint64 id = 1001; id <= 1003; ++id)
        m->say(m->message(id, m->ana, m->ana));
    QCOMPARE(told(), 0);
    m->open(m->ana);
    QTRY_COMPARE(told(), 1);
    QCOMPARE(toldUpTo(), 1003);
    QCOMPARE(m->events(event::read).last().payload.value(u"conversacion").toString(), m->ana);
    QCOMPARE(m->row(m->ana).unread, 0); // at once
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
    m->leave();
    m->activate();
    m->open(m->bob);
    m->open(m->ana);
    QCOMPARE(told(), 1);
}

void TestReading::readsTwoMessagesInOneBreath()
{
    m->open(m->ana);
    m->say(m->message(1001, m->ana, m->ana));
    m->say(m->message(1002, m->ana, m->ana)); // before the server has answered for the first
    QCOMPARE(told(), 1);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
    QCOMPARE(toldUpTo(), 1002);
    QVERIFY(!m->title().startsWith(QLatin1Char('(')));
    // The answer to the first did not tell of the second, so that is said once more.
    m->answerLast(event::read);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
    m->say(m->message(1010, m->ana, m->ana));
    QCOMPARE(m->row(m->ana).unread, 0);
    QCOMPARE(toldUpTo(), 1010);
    QVERIFY(!m->hasUnreadLine());
}

void TestReading::tellsAgainAfterABreak()
{
    m->open(m->ana);
    m->say(m->message(1001, m->ana, m->ana));
    QCOMPARE(told(), 1);
    m->lose(); // and with it the answer
    m->retry();
    m->letIn();
    QTRY_COMPARE(told(), 1);
    QCOMPARE(toldUpTo(), 1001);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
    QCOMPARE(m->backend.rowsFor(m->luis).first().unread(), 0);
}

void TestReading::takesWhatAnotherWindowHasRead()
{
    m->say(m->message(1001, m->ana, m->ana));
    m->say(m->message(1002, m->bob, m->bob));
    m->read(m->ana, QStringLiteral("carmen"), 1001); // a colleague's reading is her own
    QCOMPARE(m->row(m->ana).unread, 1);
    m->read(m->ana, m->luis, 1001);
    QCOMPARE(m->row(m->ana).unread, 0);
    QVERIFY(m->title().startsWith(QStringLiteral("(1) ")));
    QCOMPARE(told(), 0);
}

void TestReading::leavesUnreadWhatAnotherWindowMarks()
{
    m->open(m->ana);
    m->say(m->message(1001, m->ana, m->ana));
    m->answerLast(event::read);
    m->tell(m->backend.markUnread(m->luis, {m->ana, 1000}));
    QCOMPARE(m->row(m->ana).unread, 1);
    QVERIFY(m->hasUnreadLine());
    m->leave();
    m->activate();
    m->say(m->message(1010, m->ana, m->ana));
    QCOMPARE(m->row(m->ana).unread, 2);
    QCOMPARE(told(), 1);
    m->open(m->bob);
    m->open(m->ana);
    QTRY_COMPARE(told(), 2);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
}

void TestReading::marksAsUnread()
{
    m->open(m->ana);
    markUnread();
    const auto marks = m->events(event::unread);
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.first().payload.value(u"hasta").toInteger(), 4);
    m->answerLast(event::unread);
    QCOMPARE(m->row(m->ana).unread, 1);
    QVERIFY(m->shown(4).unreadMarker);
    m->leave();
    m->activate();
    m->thread()->showNewest();
    QCOMPARE(m->row(m->ana).unread, 1);
    QCOMPARE(told(), 0);
    m->open(m->bob);
    QCOMPARE(m->row(m->ana).unread, 1);
    m->open(m->ana);
    QTRY_COMPARE(told(), 1);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
}

void TestReading::staysUnreadUntilItIsAnswered()
{
    m->open(m->ana);
    markUnread();
    m->answerLast(event::unread);
    m->send(QStringLiteral("an answer"));
    QTRY_COMPARE(told(), 1);
    m->answerLast(event::read);
    QCOMPARE(m->row(m->ana).unread, 0);
}

void TestReading::staysUnreadWhenAnEarlierAnswerIsStored()
{
    m->open(m->ana);
    m->lose();
    m->send(QStringLiteral("an answer"));
    markUnread();
    m->retry();
    m->letIn();
    m->answerLast(event::unread);
    QCOMPARE(m->row(m->ana).unread, 1);
    m->storeLast(1001);
    QCOMPARE(m->last().state, MessageState::Stored);
    QCOMPARE(m->row(m->ana).unread, 1);
    QCOMPARE(told(), 0);
}

void TestReading::staysUnreadInItsDatabaseAlone()
{
    m->open(m->ana);
    markUnread();
    m->answerLast(event::unread);
    m->lose();
    m->backend.clear();
    m->backend.add(m->message(7, m->ana, m->ana));
    m->retry();
    m->letIn(true, QStringLiteral("other"));
    QTRY_COMPARE(told(), 1);
    QCOMPARE(toldUpTo(), 7);
}

void TestReading::showsHowFarAMessageHasCome()
{
    m->open(m->ana);
    m->send(QStringLiteral("hello"));
    QCOMPARE(m->last().state, MessageState::Waiting);
    const auto sent = m->server->messages().last();
    m->server->acknowledge(sent.ackId, ackOk(SendAck {std::nullopt, 5'000}.toJson()));
    QCOMPARE(m->last().state, MessageState::Durable);
    QCOMPARE(stateWords(m->last()), QStringLiteral("Sent"));
    Message stored = m->message(1001, m->luis, m->ana, QStringLiteral("hello"));
    stored.key = *sent.message.key;
    m->server->emitEvent(event::messageConfirmed, m->backend.add(stored).toEvent());
    QCOMPARE(m->last().state, MessageState::Stored);
    m->deliver(m->ana, m->ana, 1001);
    QCOMPARE(m->last().state, MessageState::Got);
    m->read(m->ana, m->ana, 1001);
    QCOMPARE(m->last().state, MessageState::Read);
    QCOMPARE(stateWords(m->last()), QStringLiteral("Read"));
    m->read(m->ana, QStringLiteral("carmen"), 1001); // says nothing of ana
    m->send(QStringLiteral("more"));
    m->storeLast(1010);
    m->read(m->ana, QStringLiteral("carmen"), 1010);
    QCOMPARE(m->last().state, MessageState::Stored);
    QCOMPARE(m->shown(5).state, MessageState::Read);
}

void TestReading::showsHowFarAMessageHadComeBefore()
{
    m->backend.add(m->message(1001, m->luis, m->ana));
    m->backend.add(m->message(1002, m->luis, m->ana));
    m->backend.add(m->message(1003, m->luis, m->ana));
    m->backend.deliver(m->ana, {m->ana, 1002});
    m->backend.read(m->ana, {m->ana, 1001});
    m->restart();
    m->enter();
    m->open(m->ana);
    QCOMPARE(m->shown(5).state, MessageState::Read);
    QCOMPARE(m->shown(6).state, MessageState::Got);
    QCOMPARE(m->shown(7).state, MessageState::Stored);
    m->lose();
    m->backend.read(m->ana, {m->ana, 1003});
    m->retry();
    m->letIn();
    QTRY_COMPARE(m->shown(7).state, MessageState::Read);
}

QTEST_MAIN(TestReading)
#include "tst_reading.moc"
