#include "storage/messagecodec.h"
#include "storage/spool.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestSpool : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void keepsEveryField_data();
    void keepsEveryField();
    void refusesWhatIsNoMessage();
    void keepsMessagesForTheNextProcess();
    void answersInTheOrderOfTheCalls();
    void failsUntilItIsOpen();
    void failsWhenItIsFull();
    void isForOneDatabase();

private:
    QString open(const QByteArray &epoch = "epoch")
    {
        std::optional<Result<Spool::Content>> opened;
        m_spool->open(epoch, [&](const Result<Spool::Content> &content) { opened = content; });
        if (!QTest::qWaitFor([&] { return opened.has_value(); }))
            return u"no answer"_s;
        if (!*opened)
            return opened->error().message;
        m_content = **opened;
        return {};
    }
    QString append(const QList<NewMessage> &messages)
    {
        std::optional<Result<Done>> appended;
        m_spool->append(messages, [&](const Result<Done> &done) { appended = done; });
        if (!QTest::qWaitFor([&] { return appended.has_value(); }))
            return u"no answer"_s;
        return *appended ? QString() : appended->error().message;
    }
    void restart(qint64 capacity = 64 * 1024)
    {
        m_spool.reset();
        m_spool = std::make_unique<Spool>(SpoolFile::Config {m_folder->filePath(u"spool"_s), {}, capacity});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Spool> m_spool;
    Spool::Content m_content;
};

void TestSpool::init()
{
    m_content = {};
    m_spool.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void TestSpool::keepsEveryField_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"hola"_s;
    QTest::newRow("beyond the BMP") << u"ñ😀"_s;
    QTest::newRow("a byte order mark") << u"\uFEFFhola"_s;
    QTest::newRow("lines") << u"a\r\n\tb"_s;
    QTest::newRow("long") << u"😀"_s.repeated(2000);
}

void TestSpool::keepsEveryField()
{
    QFETCH(QString, text);
    const NewMessage message {u"root"_s,         u"Root Ñ."_s, u"alice"_s, text,
                              1'795'406'400'123, u"k-1"_s,     u"alice"_s, true};
    const auto again = decodeFromSpool(encodeForSpool(message));
    QVERIFY(again);
    QCOMPARE(*again, message);
}

void TestSpool::refusesWhatIsNoMessage()
{
    const QByteArray record = encodeForSpool(messageFrom(u"alice"_s, u"hi"_s, u"k"_s));
    QVERIFY(!decodeFromSpool({}));
    QVERIFY(!decodeFromSpool(record.chopped(1)));
    QVERIFY(!decodeFromSpool(record + 'x'));
    QVERIFY(!decodeFromSpool('\x09' + record.sliced(1)));
}

void TestSpool::keepsMessagesForTheNextProcess()
{
    QCOMPARE(open(), QString());
    QVERIFY(m_content.messages.isEmpty());
    const QList<NewMessage> messages {messageFrom(u"alice"_s, u"1"_s, u"1"_s),
                                      messageTo(u"alice"_s, u"2"_s, u"2"_s),
                                      messageFrom(u"alice"_s, u"3"_s, u"3"_s)};
    QCOMPARE(append(messages.first(2)), QString());
    QCOMPARE(append(messages.sliced(2)), QString());
    restart();
    QCOMPARE(open(), QString());
    QCOMPARE(m_content.messages, messages);
    m_spool->drop(2);
    restart();
    QCOMPARE(open(), QString());
    QCOMPARE(m_content.messages, messages.sliced(2));
}

void TestSpool::answersInTheOrderOfTheCalls()
{
    QCOMPARE(open(), QString());
    QList<int> answered;
    for (int i = 0; i < 50; ++i) {
        m_spool->append({messageFrom(u"alice"_s, QString::number(i), QString::number(i))},
                        [&answered, i](const Result<Done> &done) {
                            if (done)
                                answered.append(i);
                        });
    }
    QVERIFY(answered.isEmpty());
    QTRY_COMPARE(answered.size(), 50);
    QVERIFY(std::is_sorted(answered.begin(), answered.end()));
}

void TestSpool::failsUntilItIsOpen()
{
    QCOMPARE(append({messageFrom(u"alice"_s, u"1"_s, u"1"_s)}), u"the spool is not open"_s);
}

void TestSpool::failsWhenItIsFull()
{
    restart(8192);
    QCOMPARE(open(), QString());
    const NewMessage large = messageFrom(u"alice"_s, QString(1500, u'x'), u"1"_s);
    QCOMPARE(append({large}), QString());
    QVERIFY(append({large, large}).contains(u"full"));
    m_spool->drop(1);
    QCOMPARE(append({large}), QString());
}

void TestSpool::isForOneDatabase()
{
    QCOMPARE(open("one"), QString());
    QCOMPARE(append({messageFrom(u"alice"_s, u"1"_s, u"1"_s)}), QString());
    restart();
    QVERIFY(open("other").contains(u"another database"));
    restart();
    QCOMPARE(open("one"), QString());
    QCOMPARE(m_content.messages.size(), 1);
}

QTEST_GUILESS_MAIN(TestSpool)
#include "tst_spool.moc"
