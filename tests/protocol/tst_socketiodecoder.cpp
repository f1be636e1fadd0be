#include "protocol/socketiodecoder.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QString twoAttachments =
    u"52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"_s;
}

class TestSocketIoDecoder : public QObject
{
    Q_OBJECT

private slots:
    void passesTextsThrough();
    void putsAttachmentsInTheirPlace();
    void countsWhatItHolds();
    void refusesATextInBetween();
    void refusesBytesThatBelongToNothing();
};

void TestSocketIoDecoder::passesTextsThrough()
{
    SocketIoDecoder decoder;
    const auto packet = decoder.addText(u"2[\"a\",1]");
    QVERIFY(packet.ok() && *packet);
    QCOMPARE((*packet)->data, QJsonValue(QJsonArray {u"a"_s, 1}));
    QVERIFY((*packet)->attachments.isEmpty());
    QVERIFY(!decoder.addText(u"abc").ok());
}

void TestSocketIoDecoder::putsAttachmentsInTheirPlace()
{
    SocketIoDecoder decoder;
    for (int round = 0; round < 2; ++round) {
        const auto begun = decoder.addText(twoAttachments);
        QVERIFY(begun.ok() && !*begun);
        const auto first = decoder.addBinary("one");
        QVERIFY(first.ok() && !*first);
        const auto second = decoder.addBinary(QByteArray());
        QVERIFY(second.ok() && *second);
        QCOMPARE((*second)->attachments, QByteArrayList({"one", ""}));
        QCOMPARE((*second)->encode(), twoAttachments);
    }
}

void TestSocketIoDecoder::countsWhatItHolds()
{
    SocketIoDecoder decoder;
    QCOMPARE(decoder.bytesHeld(), 0);
    QVERIFY(decoder.addText(twoAttachments).ok());
    QCOMPARE(decoder.bytesHeld(), twoAttachments.size() * 2);
    QVERIFY(decoder.addBinary(QByteArray(1000, 'x')).ok());
    QCOMPARE(decoder.bytesHeld(), twoAttachments.size() * 2 + 1000);
    QVERIFY(decoder.addBinary("y").ok());
    QCOMPARE(decoder.bytesHeld(), 0);
}

void TestSocketIoDecoder::refusesATextInBetween()
{
    SocketIoDecoder decoder;
    QVERIFY(decoder.addText(twoAttachments).ok());
    QVERIFY(!decoder.addText(u"2[\"a\"]").ok());
}

void TestSocketIoDecoder::refusesBytesThatBelongToNothing()
{
    SocketIoDecoder decoder;
    QVERIFY(!decoder.addBinary("x").ok());
    SocketIoDecoder another;
    QVERIFY(another.addText(u"50-[\"a\"]").ok());
    QVERIFY(!another.addBinary("x").ok());
}

QTEST_GUILESS_MAIN(TestSocketIoDecoder)
#include "tst_socketiodecoder.moc"
