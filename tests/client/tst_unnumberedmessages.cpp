#include "client/unnumberedmessages.h"

#include "client/messagelistmodel.h"
#include "support/threadmessages.h"

#include <QTest>

using namespace ventanilla;
using namespace ventanilla::thread;
using State = OutgoingMessage::State;

class TestUnnumberedMessages : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_unnumbered = std::make_unique<UnnumberedMessages>(agent); }
    void keepsWhatHasNoId();
    void keepsNoneTwice();
    void letsGoOfConfirmedOnes();
    void letsGoOfOwnOnesConfirmed_data();
    void letsGoOfOwnOnesConfirmed();
    void keepsWhatOthersSendUnderTheSameKey();
    void keepsTheNewestOfTooMany();
    void forgets();

private:
    static Message unstored(const QString &key, const QString &from = user)
    {
        Message made = message(std::nullopt, from, key);
        made.text = key;
        return made;
    }
    QStringList shown() const
    {
        MessageListModel thread(agent, user);
        m_unnumbered->mergeInto(thread);
        QStringList texts;
        for (int row = 0; row < thread.rowCount(); ++row)
            texts.append(thread.index(row).data(MessageListModel::TextRole).toString());
        return texts;
    }

    std::unique_ptr<UnnumberedMessages> m_unnumbered;
};

void TestUnnumberedMessages::keepsWhatHasNoId()
{
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(outgoing(QStringLiteral("b"), State::Durable));
    m_unnumbered->take(outgoing(QStringLiteral("waiting")));
    m_unnumbered->take(stored(QStringLiteral("stored"), 3));
    m_unnumbered->take(message(4));
    m_unnumbered->take(unstored({}));
    Message elsewhere = unstored(QStringLiteral("elsewhere"));
    elsewhere.conversation = QStringLiteral("bob");
    m_unnumbered->take(elsewhere);
    QCOMPARE(shown(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void TestUnnumberedMessages::keepsNoneTwice()
{
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(outgoing(QStringLiteral("b"), State::Durable));
    m_unnumbered->take(outgoing(QStringLiteral("b"), State::Durable));
    QCOMPARE(shown(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void TestUnnumberedMessages::letsGoOfConfirmedOnes()
{
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(unstored(QStringLiteral("b")));
    m_unnumbered->take(message(7, user, QStringLiteral("a")));
    QCOMPARE(shown(), QStringList({QStringLiteral("b")}));
}

void TestUnnumberedMessages::letsGoOfOwnOnesConfirmed_data()
{
    QTest::addColumn<bool>("byTheServer");
    QTest::newRow("by the server's word for everybody") << true;
    QTest::newRow("by an acknowledgement") << false;
}

void TestUnnumberedMessages::letsGoOfOwnOnesConfirmed()
{
    QFETCH(const bool, byTheServer);
    m_unnumbered->take(outgoing(QStringLiteral("a"), State::Durable));
    m_unnumbered->take(outgoing(QStringLiteral("b"), State::Durable));
    if (byTheServer)
        m_unnumbered->take(message(7, agent, QStringLiteral("a")));
    else
        m_unnumbered->take(stored(QStringLiteral("a"), 7));
    QCOMPARE(shown(), QStringList({QStringLiteral("b")}));
}

void TestUnnumberedMessages::keepsWhatOthersSendUnderTheSameKey()
{
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(outgoing(QStringLiteral("a"), State::Durable));
    m_unnumbered->take(message(7, QStringLiteral("olga"), QStringLiteral("a")));
    QCOMPARE(shown().size(), 2);
    m_unnumbered->take(message(8, user, QStringLiteral("a")));
    QCOMPARE(shown().size(), 1);
}

void TestUnnumberedMessages::keepsTheNewestOfTooMany()
{
    for (int number = 0; number < 501; ++number)
        m_unnumbered->take(unstored(QString::number(number)));
    QCOMPARE(shown().size(), 500);
    QCOMPARE(shown().first(), QStringLiteral("1"));
}

void TestUnnumberedMessages::forgets()
{
    m_unnumbered->take(unstored(QStringLiteral("a")));
    m_unnumbered->take(outgoing(QStringLiteral("b"), State::Durable));
    m_unnumbered->clear();
    QCOMPARE(shown(), QStringList());
}

QTEST_GUILESS_MAIN(TestUnnumberedMessages)
#include "tst_unnumberedmessages.moc"
