#include "client/typingwatch.h"

#include "support/chatsessionfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QString ana = u"ana"_s;
const QString bob = u"bob"_s;
const QString lucas = u"lucas"_s;
} // namespace

class TestTypingWatch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void knowsWhoIsWriting();
    void keepsConversationsApart();
    void forgetsWhoHasStopped();
    void forgetsWhoHasSent();
    void forgetsAllWithTheConnection();
    void forgetsAfterAWhile();
    void holdsLongerWhenSaidAgain();

private:
    void say(const QString &who, const QString &conversation, bool active = true)
    {
        m->server->emitEvent(event::typing, Typing {who, who.toUpper(), conversation, active}.toJson());
    }
    QStringList typists(const QString &conversation) const
    {
        QStringList names;
        for (const Typing &typing : m_watch->typists(conversation))
            names.append(typing.fromName);
        return names;
    }
    QList<QTimer *> timers() const { return m_watch->findChildren<QTimer *>(u"typingExpiryTimer"_s); }

    std::unique_ptr<ChatSessionFixture> m;
    std::unique_ptr<TypingWatch> m_watch;
    QStringList m_changed;
};

void TestTypingWatch::init()
{
    m_watch.reset(); // before its session
    m = std::make_unique<ChatSessionFixture>();
    m_watch = std::make_unique<TypingWatch>(*m->session);
    m_changed.clear();
    connect(m_watch.get(), &TypingWatch::changed, this,
            [this](const QString &conversation) { m_changed.append(conversation); });
    m->connectFully();
}

void TestTypingWatch::knowsWhoIsWriting()
{
    QCOMPARE(typists(ana), QStringList());
    say(ana, ana);
    say(lucas, ana);
    say(ana, ana);
    QCOMPARE(typists(ana), QStringList({u"ANA"_s, u"LUCAS"_s}));
    QCOMPARE(m_watch->typists(ana).first(), (Typing {ana, u"ANA"_s, ana, true}));
    QCOMPARE(m_changed, QStringList({ana, ana})); // said again is no change
}

void TestTypingWatch::keepsConversationsApart()
{
    say(lucas, ana);
    say(lucas, bob);
    say(lucas, ana, false);
    QCOMPARE(typists(ana), QStringList());
    QCOMPARE(typists(bob), QStringList(u"LUCAS"_s));
    QCOMPARE(m_changed, QStringList({ana, bob, ana}));
}

void TestTypingWatch::forgetsWhoHasStopped()
{
    say(ana, ana, false); // never said to have begun
    QCOMPARE(m_changed, QStringList());
    say(ana, ana);
    say(ana, ana, false);
    say(ana, ana, false);
    QCOMPARE(typists(ana), QStringList());
    QCOMPARE(m_changed, QStringList({ana, ana}));
}

void TestTypingWatch::forgetsWhoHasSent()
{
    say(ana, ana);
    say(lucas, ana);
    Message message;
    message.id = 8;
    message.from = ana;
    message.to = u"admin"_s;
    message.text = u"hola"_s;
    message.conversation = ana;
    m->server->emitEvent(event::messageReceived, message.toEvent());
    QCOMPARE(typists(ana), QStringList(u"LUCAS"_s));
}

void TestTypingWatch::forgetsAllWithTheConnection()
{
    say(ana, ana);
    say(lucas, ana);
    say(bob, bob);
    m_changed.clear();
    m->breakOff();
    QCOMPARE(m_changed, QStringList({ana, bob})); // once each
    QVERIFY(m_watch->typists(ana).isEmpty() && m_watch->typists(bob).isEmpty());
    m->session->retryNow();
    m->server->letIn();
    QVERIFY(m_watch->typists(ana).isEmpty());
}

void TestTypingWatch::forgetsAfterAWhile()
{
    say(ana, ana);
    QCOMPARE(timers().size(), 1);
    QCOMPARE(timers().first()->interval(), 6'000);
    timers().first()->start(0);
    QTRY_COMPARE(typists(ana), QStringList());
    QCOMPARE(m_changed, QStringList({ana, ana}));
    QCOMPARE(timers().size(), 0);
}

void TestTypingWatch::holdsLongerWhenSaidAgain()
{
    say(ana, ana);
    // Said again in the very turn of the loop in which it would have been over.
    connect(
        timers().first(), &QTimer::timeout, this, [this] { say(ana, ana); }, Qt::DirectConnection);
    QSignalSpy over(timers().first(), &QTimer::timeout);
    timers().first()->start(0);
    QTRY_COMPARE(over.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(typists(ana), QStringList(u"ANA"_s));
    QVERIFY(timers().first()->isActive());
}

QTEST_GUILESS_MAIN(TestTypingWatch)
#include "tst_typingwatch.moc"
