// Who is there and who is writing, as the console shows it, and what it tells of its own agent.

#include "consolefixture.h"

#include <QTimer>

using namespace ventanilla;

class TestWhoIsThere : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsWhoIsThere();
    void knowsOfNobodyWhileDisconnected();
    void showsWhoIsWriting();
    void forgetsWhoIsWriting_data();
    void forgetsWhoIsWriting();
    void showsWritingColleaguesInTheThreadOnly();
    void tellsThatTheAgentIsWriting();

private:
    void come(const QString &user, PresenceState state)
    {
        m->server->emitEvent(event::presence, Presence {user, Role::User, state}.toJson());
    }
    QString preview(const QString &user) const { return previewLine(m->row(user)); }
    bool lastNotice() const { return m->events(event::typing).last().payload.value(u"activo").toBool(); }

    std::unique_ptr<ConsoleFixture> m;
};

void TestWhoIsThere::init()
{
    m = std::make_unique<ConsoleFixture>();
    m->backend.add(m->message(1, m->ana, m->ana));
    m->backend.add(m->message(2, m->bob, m->bob));
    m->backend.readAll(m->luis);
    m->backend.present = {{m->ana, Role::User, PresenceState::Online},
                          {m->luis, Role::Admin, PresenceState::Online}};
    m->enter();
    QTRY_VERIFY(m->row(m->ana).online);
}

void TestWhoIsThere::showsWhoIsThere()
{
    QVERIFY(!m->row(m->bob).online);
    come(m->bob, PresenceState::Online);
    QVERIFY(m->row(m->bob).online);
    come(m->ana, PresenceState::Offline);
    QVERIFY(!m->row(m->ana).online);
    m->open(m->bob);
    QVERIFY(m->header()->subtitle().contains(QStringLiteral("online")));
    come(m->bob, PresenceState::Offline);
    QVERIFY(!m->header()->subtitle().contains(QStringLiteral("online")));
    // Somebody of whom there is no row yet is there as soon as there is one.
    come(QStringLiteral("new"), PresenceState::Online);
    m->say(m->message(1001, QStringLiteral("new"), QStringLiteral("new")));
    QVERIFY(m->row(QStringLiteral("new")).online);
}

void TestWhoIsThere::knowsOfNobodyWhileDisconnected()
{
    m->open(m->ana);
    m->lose();
    QVERIFY(!m->row(m->ana).online);
    QVERIFY(!m->header()->subtitle().contains(QStringLiteral("online")));
    m->backend.present = {{m->bob, Role::User, PresenceState::Online}};
    m->retry();
    m->letIn();
    QTRY_VERIFY(m->row(m->bob).online);
    QVERIFY(!m->row(m->ana).online);
}

void TestWhoIsThere::showsWhoIsWriting()
{
    m->open(m->ana);
    m->type(m->ana, m->ana);
    QCOMPARE(m->header()->subtitle(), QStringLiteral("Ana is writing…"));
    QCOMPARE(preview(m->ana), QStringLiteral("writing…"));
    QCOMPARE(preview(m->bob), QStringLiteral("message 2"));
    m->open(m->bob);
    QVERIFY(!m->header()->subtitle().contains(QStringLiteral("writing")));
    m->open(m->ana);
    QCOMPARE(m->header()->subtitle(), QStringLiteral("Ana is writing…"));
    m->type(m->ana, m->ana, false);
    QCOMPARE(preview(m->ana), QStringLiteral("message 1"));
    QCOMPARE(m->header()->subtitle(), QStringLiteral("ana · online"));
}

void TestWhoIsThere::forgetsWhoIsWriting_data()
{
    using Act = void (*)(ConsoleFixture &);
    QTest::addColumn<Act>("act");
    QTest::newRow("has sent it") << Act {
        [](ConsoleFixture &it) { it.say(it.message(1001, it.ana, it.ana)); }};
    QTest::newRow("is out of sight") << Act {[](ConsoleFixture &it) { it.lose(); }};
    QTest::newRow("said nothing more for long") << Act {[](ConsoleFixture &it) {
        auto *expiry = it.application->findChild<QTimer *>(QStringLiteral("typingExpiryTimer"));
        QVERIFY(expiry && expiry->isActive());
        expiry->start(0);
    }};
}

void TestWhoIsThere::forgetsWhoIsWriting()
{
    using Act = void (*)(ConsoleFixture &);
    QFETCH(const Act, act);
    m->open(m->ana);
    m->type(m->ana, m->ana);
    QCOMPARE(preview(m->ana), QStringLiteral("writing…"));
    act(*m);
    QTRY_VERIFY(preview(m->ana) != QStringLiteral("writing…"));
    QVERIFY(!m->header()->subtitle().contains(QStringLiteral("writing")));
}

void TestWhoIsThere::showsWritingColleaguesInTheThreadOnly()
{
    m->open(m->ana);
    m->type(QStringLiteral("carmen"), m->ana);
    QCOMPARE(m->header()->subtitle(), QStringLiteral("Carmen is writing…"));
    QCOMPARE(preview(m->ana), QStringLiteral("message 1"));
    m->type(m->ana, m->ana);
    const QString both = m->header()->subtitle();
    QVERIFY(both.startsWith(QStringLiteral("Ana")) && both.endsWith(QStringLiteral("Carmen are writing…")));
}

void TestWhoIsThere::tellsThatTheAgentIsWriting()
{
    m->open(m->ana);
    m->write(QStringLiteral("hel"));
    QCOMPARE(m->events(event::typing).size(), 1); // not for each key
    QCOMPARE(m->events(event::typing).first().payload.value(u"para").toString(), m->ana);
    QVERIFY(lastNotice());
    m->send(QStringLiteral("lo"));
    QVERIFY(!lastNotice());
    m->write(QStringLiteral("x"));
    QVERIFY(lastNotice());
    m->open(m->bob);
    QVERIFY(!lastNotice());
    QCOMPARE(m->events(event::typing).last().payload.value(u"para").toString(), m->ana);
    m->open(m->ana); // the draft is there again, but nobody writes
    QVERIFY(!lastNotice());
    QTest::keyClick(m->edit(), Qt::Key_Backspace);
    QVERIFY(!lastNotice());
}

QTEST_MAIN(TestWhoIsThere)
#include "tst_whoisthere.moc"
