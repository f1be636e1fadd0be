#include "unreadscene.h"

#include "protocol/limits.h"
#include "support/eventually.h"
#include "widgets/messagelistview.h"

using namespace ventanilla;

/// What the windows say is unread. Two consoles of one agent, one of another, and a user's window, while
/// everybody writes, looks, looks away, marks as unread, is cut off and starts again: in each the number in
/// the title is the sum of the rows, and all are what the database says by counting. VENTANILLA_ROUNDS tries
/// more sequences, and VENTANILLA_SEED other ones.
class TestUnreadCounts : public QObject
{
    Q_OBJECT

private slots:
    void everyNumberIsTrue_data();
    void everyNumberIsTrue();
    void aMessageComesBeforeTheLastOneIsRead();

private:
    static constexpr int steps = 60;
    static constexpr int patienceMs = 30'000;

    void verifyNumbers();
    void verifyReading();
    QStringList wrongReading(const QString &agent, const QString &user, const Truth &now) const;

    std::unique_ptr<UnreadScene> m_scene;
    /// Before the step.
    Truth m_before;
};

void TestUnreadCounts::everyNumberIsTrue_data()
{
    QTest::addColumn<quint32>("seed");
    const int rounds = std::max(qEnvironmentVariableIntValue("VENTANILLA_ROUNDS"), 4);
    const quint32 first = std::max(qEnvironmentVariable("VENTANILLA_SEED").toUInt(), 1U);
    for (quint32 seed = first; seed - first < static_cast<quint32>(rounds); ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestUnreadCounts::everyNumberIsTrue()
{
    QFETCH(quint32, seed);
    m_scene = std::make_unique<UnreadScene>(seed);
    m_before = {};
    QVERIFY(m_scene->begin());
    for (int step = 0; step < steps && !QTest::currentTestFailed(); ++step) {
        m_scene->take();
        verifyNumbers();
        verifyReading();
    }
    m_scene.reset();
}

/// What everybody's window says is what is in the database.
void TestUnreadCounts::verifyNumbers()
{
    QStringList wrong;
    const auto agree = [&] {
        const Truth now = m_scene->office.truth().value_or(Truth());
        wrong = {m_scene->step().words};
        wrong += m_scene->alba->unreadDifferences(now);
        for (const Person *console : m_scene->consoles)
            wrong += console->unreadDifferences(now);
        return wrong.size() == 1;
    };
    (void)QTest::qWaitFor(agree, patienceMs);
    QCOMPARE(wrong.join(u'\n'), m_scene->step().words);
}

/// And what is in the database is what people have done.
void TestUnreadCounts::verifyReading()
{
    Truth now;
    QStringList wrong;
    const auto agree = [&] {
        for (Person *console : m_scene->consoles)
            console->scrollDown();
        now = m_scene->office.truth().value_or(Truth());
        wrong = {m_scene->step().words};
        for (const QString &agent : m_scene->staff) {
            for (const QString &user : m_scene->users)
                wrong += wrongReading(agent, user, now);
        }
        return wrong.size() == 1;
    };
    (void)QTest::qWaitFor(agree, patienceMs);
    QCOMPARE(wrong.join(u'\n'), m_scene->step().words);
    m_before = now;
}

QStringList TestUnreadCounts::wrongReading(const QString &agent, const QString &user, const Truth &now) const
{
    const UnreadScene::Spot spot {agent, user};
    const UnreadScene::Step &step = m_scene->step();
    const qint64 before = m_before.conversations.value(user).unread.value(agent);
    const qint64 unread = now.conversations.value(user).unread.value(agent);
    QStringList wrong;
    if (!step.lookedAt.contains(spot) && !step.marked.contains(spot)
        && unread != before + step.sent.value(user))
        wrong.append(QStringLiteral("%1 has %2 unread of %3 after %4")
                         .arg(agent, QString::number(unread), user, QString::number(before)));
    if (step.markedSomething.contains(spot) && unread == 0)
        wrong.append(QStringLiteral("%1 has nothing unread of %2").arg(agent, user));
    for (const Person *console : m_scene->consoles) {
        if (UnreadScene::isLookingAt(*console, spot) && unread > 0 && !m_scene->mayLeaveUnread(*console))
            wrong.append(QStringLiteral("%1 looks at %2 and reads nothing").arg(console->seat(), user));
    }
    return wrong;
}

/// What the server says of the earlier reading is no word on the later one.
void TestUnreadCounts::aMessageComesBeforeTheLastOneIsRead()
{
    const QString user = QStringLiteral("alba");
    Office office;
    office.addAccounts({user}, {QStringLiteral("luis")});
    QVERIFY(office.server.start());
    Chatter alba(office.server.tokenFor(user, Role::User));
    QVERIFY(alba.join(office.server.url()));
    const auto says = [&] { alba.say(supportMailbox.toString()); };
    Person &console = office.addPerson(QStringLiteral("luis"));
    FaultProxy &network = office.networkOf(console);
    const auto shown = [&] { return console.window()->findChild<MessageListView *>()->model()->rowCount(); };
    console.start();
    console.look();
    console.open(user);
    QVERIFY(QTest::qWaitForWindowActive(console.window()));
    says();
    const auto unread = [&] { return office.truth()->conversations[user].unread[console.account()]; };
    EVENTUALLY(office.truth()->messages.size() == 1 && unread() == 0);

    network.hold(FaultProxy::Toward::Server);
    says();
    EVENTUALLY(network.bufferedBytes(FaultProxy::Toward::Server) > 0);
    says();
    EVENTUALLY_COMPARE(shown(), 3);
    network.pass();
    EVENTUALLY_COMPARE(unread(), 0);
    says();
    EVENTUALLY_COMPARE(shown(), 4);
    EVENTUALLY_COMPARE(unread(), 0);
    QCOMPARE(office.settle(), QString());
}

QTEST_MAIN(TestUnreadCounts)
#include "tst_unreadcounts.moc"
