#include "support/requestreader.h"

#include <algorithm>

namespace ventanilla {

namespace {

const QByteArray endOfHead = "\r\n\r\n";
const QByteArray lengthField = "\r\ncontent-length:";

qsizetype bodyOf(const QByteArray &head)
{
    const qsizetype field = head.indexOf(lengthField);
    if (field < 0)
        return 0;
    const qsizetype begin = field + lengthField.size();
    return head.mid(begin, head.indexOf("\r\n", begin) - begin).trimmed().toLongLong();
}

} // namespace

QList<QByteArray> RequestReader::feed(const QByteArray &bytes)
{
    QList<QByteArray> targets;
    if (m_upgraded)
        return targets;
    m_bytes += bytes;
    for (;;) {
        const qsizetype ofBody = std::min(m_body, m_bytes.size());
        m_bytes.remove(0, ofBody);
        m_body -= ofBody;
        const qsizetype end = m_bytes.indexOf(endOfHead);
        if (m_body > 0 || end < 0 || m_upgraded)
            return targets;
        const QByteArray head = m_bytes.first(end + 2);
        const QByteArray lower = head.toLower();
        targets.append(head.split(' ').value(1));
        m_body = bodyOf(lower);
        m_upgraded = lower.contains("\r\nupgrade: websocket\r\n");
        m_bytes.remove(0, end + endOfHead.size());
    }
}

} // namespace ventanilla
