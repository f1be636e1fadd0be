// What becomes of the outbox when ChatSession starts again: it belongs to a person and a server.

#include "support/chatsessionfixture.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestOutboxOwner : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsOrDropsIt_data();
    void keepsOrDropsIt();
    void putsItAway_data();
    void putsItAway();
    void sendsItOnNextStart();
    void keepsFailuresAndTheirOrder();
    void sendsNothingOfAnother();
    void worksWithoutADisk();

private:
    void start(const QString &username, const QString &url = {})
    {
        SignedIn person = ChatSessionFixture::ana();
        person.username = username;
        m->session->start(url.isEmpty() ? m->url : QUrl(url), person);
    }
    QString send(const QString &text) { return m->session->send(u"admin"_s, text); }
    QStringList outgoing() const
    {
        QStringList texts;
        for (const OutgoingMessage &message : m->session->outgoing())
            texts.append(message.text);
        return texts;
    }
    QStringList received() const
    {
        QStringList texts;
        for (const auto &received : m->server->messages())
            texts.append(received.message.text);
        return texts;
    }
    /// Another start of the program.
    void beginAnew()
    {
        m.reset();
        m = std::make_unique<ChatSessionFixture>();
        m->session->setOutboxFolder(m_folder->path());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ChatSessionFixture> m;
};

void TestOutboxOwner::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    beginAnew();
}

void TestOutboxOwner::keepsOrDropsIt_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("username");
    QTest::addColumn<bool>("kept");
    QTest::newRow("same") << u"http://chat.example:3000/"_s << u"ana"_s << true;
    QTest::newRow("other person") << u"http://chat.example:3000"_s << u"bob"_s << false;
    QTest::newRow("other server") << u"http://chat.example:3001"_s << u"ana"_s << false;
}

void TestOutboxOwner::keepsOrDropsIt()
{
    QFETCH(const QString, url);
    QFETCH(const QString, username);
    QFETCH(const bool, kept);
    m = std::make_unique<ChatSessionFixture>(); // without a folder
    m->connectFully();
    send(u"1"_s);
    m->session->stop();
    QCOMPARE(outgoing().size(), 1);
    QSignalSpy discarded(m->session.get(), &ChatSession::outgoingDiscarded);
    start(username, url);
    QCOMPARE(outgoing().size(), kept ? 1 : 0);
    QCOMPARE(discarded.size(), kept ? 0 : 1);
    m->server->letIn();
    QCOMPARE(received().size(), kept ? 1 : 0);
}

void TestOutboxOwner::putsItAway_data()
{
    keepsOrDropsIt_data();
}

void TestOutboxOwner::putsItAway()
{
    QFETCH(const QString, url);
    QFETCH(const QString, username);
    QFETCH(const bool, kept);
    m->connectFully();
    const QString key = send(u"1"_s);
    send(u"2"_s);
    QSignalSpy discarded(m->session.get(), &ChatSession::outgoingDiscarded);
    start(username, url);
    QCOMPARE(outgoing().size(), kept ? 2 : 0);
    QCOMPARE(discarded.size(), kept ? 0 : 2); // they are not shown to another
    m->server->letIn();
    send(u"of the other"_s);
    QCOMPARE(received(), QStringList(kept ? u"1"_s : u"of the other"_s));

    m->start(); // Ana again, where she was
    const QStringList expected {u"1"_s, u"2"_s};
    QCOMPARE(outgoing().first(2), expected);
    QCOMPARE(outgoing().size(), kept ? 3 : 2);
    m->server->letIn();
    QCOMPARE(received(), QStringList(u"1"_s));
    QCOMPARE(m->server->messages().first().message.key, key);
}

void TestOutboxOwner::sendsItOnNextStart()
{
    m->start();
    send(u"\uFEFFwritten offline"_s);
    beginAnew();
    QVERIFY(outgoing().isEmpty()); // nobody has signed in yet
    m->connectFully();
    QCOMPARE(received(), QStringList(u"\uFEFFwritten offline"_s));
    m->server->answerLast(event::privateMessage, SendAck {10, 5'000}.toJson());
    beginAnew();
    m->connectFully();
    QCOMPARE(received(), QStringList());
}

void TestOutboxOwner::keepsFailuresAndTheirOrder()
{
    m->connectFully();
    const QString refused = send(u"refused"_s);
    m->server->answerLast(event::privateMessage, ackError({ErrorCode::RecipientUnknown, u"no"_s}));
    send(u"waiting"_s);
    beginAnew();
    m->connectFully();
    QCOMPARE(outgoing(), QStringList({u"refused"_s, u"waiting"_s}));
    QCOMPARE(m->session->outgoing().first().state, MessageState::Failed);
    QCOMPARE(m->session->outgoing().first().error->code, ErrorCode::RecipientUnknown);
    QCOMPARE(received(), QStringList(u"waiting"_s));
    m->session->retry(refused);
    beginAnew();
    m->start();
    QCOMPARE(outgoing(), QStringList({u"waiting"_s, u"refused"_s}));
    QCOMPARE(m->session->outgoing().last().state, MessageState::Waiting);
}

void TestOutboxOwner::sendsNothingOfAnother()
{
    m->connectFully();
    send(u"of Ana"_s);
    const qint64 ackId = m->server->messages().first().ackId;
    start(u"bob"_s);
    m->server->letIn();
    send(u"of Bob"_s);
    m->server->acknowledge(ackId + 1'000, SendAck {10, 5'000}.toJson()); // nobody waits for it
    QCOMPARE(received(), QStringList(u"of Bob"_s));
    QCOMPARE(outgoing(), QStringList(u"of Bob"_s));
}

void TestOutboxOwner::worksWithoutADisk()
{
    const QString blocker = m_folder->filePath(u"file"_s);
    QFile file(blocker);
    QVERIFY(file.open(QIODevice::WriteOnly));
    m->session->setOutboxFolder(blocker);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"in memory only"_s));
    m->connectFully();
    send(u"1"_s);
    send(u"2"_s);
    QCOMPARE(received(), QStringList(u"1"_s));
    m->reconnect();
    m->server->answerLast(event::privateMessage, SendAck {10, 5'000}.toJson());
    QCOMPARE(received(), QStringList({u"1"_s, u"2"_s}));
}

QTEST_GUILESS_MAIN(TestOutboxOwner)
#include "tst_outboxowner.moc"
