#include "net/peerlimit.h"

#include <algorithm>

namespace ventanilla {

QHostAddress networkOf(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4);
    constexpr int networkBytes = 8;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(bytes.c + networkBytes, bytes.c + sizeof bytes.c, quint8(0));
    return QHostAddress(bytes);
}

PeerLimit::PeerLimit(qint64 inAll, qint64 perNetwork)
    : m_inAll(inAll)
    , m_perNetwork(perNetwork)
{
}

bool PeerLimit::hasRoomFor(const QHostAddress &address) const
{
    const bool roomInAll = m_inAll == 0 || m_total < m_inAll;
    return roomInAll && (m_perNetwork == 0 || m_counts.value(networkOf(address)) < m_perNetwork);
}

void PeerLimit::add(const QHostAddress &address)
{
    ++m_total;
    ++m_counts[networkOf(address)];
}

void PeerLimit::remove(const QHostAddress &address)
{
    --m_total;
    const auto count = m_counts.find(networkOf(address));
    Q_ASSERT(count != m_counts.end());
    if (--*count == 0)
        m_counts.erase(count);
}

} // namespace ventanilla
