#include "support/rawwebsocket.h"

#include "support/waiting.h"

#include <QtEndian>

#include <algorithm>

namespace ventanilla {

namespace {

template<typename Number>
QByteArray bigEndian(Number number)
{
    QByteArray bytes(sizeof(Number), '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

} // namespace

QByteArray frames::header(Opcode opcode, quint64 length, Part part)
{
    constexpr int masked = 0x80;
    const QByteArray mask(4, '\0');
    const QByteArray first(1, static_cast<char>(opcode | (part == Part::Whole ? 0x80 : 0)));
    if (length < 126)
        return first + static_cast<char>(masked | static_cast<int>(length)) + mask;
    if (length <= 0xffff)
        return first + static_cast<char>(masked | 126) + bigEndian(static_cast<quint16>(length)) + mask;
    return first + static_cast<char>(masked | 127) + bigEndian(length) + mask;
}

QByteArray frames::frame(Opcode opcode, const QByteArray &payload, Part part)
{
    return header(opcode, static_cast<quint64>(payload.size()), part) + payload;
}

QByteArray frames::text(const QByteArray &payload)
{
    return frame(Text, payload);
}

RawWebSocket::RawWebSocket(quint16 port, const QByteArray &query, const QHostAddress &from)
    : tcp(port, from)
{
    connect(&tcp.socket, &QTcpSocket::readyRead, this, &RawWebSocket::onReadable);
    tcp.send(handshake(query));
}

QByteArray RawWebSocket::handshake(const QByteArray &query)
{
    return "GET /socket.io/?EIO=4&transport=websocket" + query
        + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

bool RawWebSocket::waitForUpgrade()
{
    return waitFor([this] { return m_upgraded || tcp.closed; }) && m_upgraded;
}

bool RawWebSocket::join(const QString &token)
{
    if (!waitForUpgrade())
        return false;
    sendText("40{\"token\":\"" + token.toLatin1() + "\"}");
    return waitForText(QStringLiteral("40{")).contains(QStringLiteral("sid"));
}

QString RawWebSocket::waitForText(const QString &beginning)
{
    QString found;
    const auto isThere = [&] {
        const auto text = std::find_if(texts.begin(), texts.end(), [&](const QString &candidate) {
            return candidate.startsWith(beginning);
        });
        found = text != texts.end() ? *text : QString();
        return !found.isEmpty() || tcp.closed;
    };
    (void)waitFor(isThere);
    return found;
}

void RawWebSocket::onReadable()
{
    if (!m_upgraded) {
        const qsizetype end = tcp.received.indexOf("\r\n\r\n");
        if (end < 0 || !tcp.received.startsWith("HTTP/1.1 101 "))
            return;
        m_upgraded = true;
        tcp.received.remove(0, end + 4);
    }
    while (takeFrame()) { }
}

/// Takes the first frame off what has come, once it is complete.
bool RawWebSocket::takeFrame()
{
    const QByteArray &bytes = tcp.received;
    if (bytes.size() < 2)
        return false;
    const auto *raw = reinterpret_cast<const uchar *>(bytes.constData());
    const int shortLength = raw[1] & 0x7f;
    const qsizetype head = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
    if (bytes.size() < head)
        return false;
    const quint64 length = shortLength < 126 ? static_cast<quint64>(shortLength)
        : shortLength == 126                 ? qFromBigEndian<quint16>(raw + 2)
                                             : qFromBigEndian<quint64>(raw + 2);
    if (static_cast<quint64>(bytes.size() - head) < length)
        return false;
    const int opcode = raw[0] & 0x0f;
    const bool whole = raw[0] & 0x80;
    const QByteArray payload = bytes.mid(head, static_cast<qsizetype>(length));
    tcp.received.remove(0, head + static_cast<qsizetype>(length));

    if (opcode == frames::Pong)
        ++pongs;
    if (opcode == frames::Close && payload.size() >= 2)
        m_closeCode = qFromBigEndian<quint16>(payload.constData());
    if (opcode != frames::Text && opcode != frames::Continuation)
        return true;
    m_text += payload;
    if (whole)
        texts.append(QString::fromUtf8(std::exchange(m_text, {})));
    if (whole && answersHeartbeat && texts.last() == u"2")
        sendText("3");
    return true;
}

} // namespace ventanilla
