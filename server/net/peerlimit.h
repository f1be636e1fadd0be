#pragma once

#include <QHash>
#include <QHostAddress>

namespace ventanilla {

/// Whom an address stands for: an IPv4 address for itself, also one that is mapped into IPv6; an IPv6
/// address for its /64, which is what one household or office has (RFC 6177).
QHostAddress networkOf(const QHostAddress &address);

/// Counts what is there of each peer, and says whether there is room for one more. Lives on the
/// network's thread.
class PeerLimit
{
public:
    /// At once, in all and of one network (networkOf()); 0 for no limit.
    PeerLimit(qint64 inAll, qint64 perNetwork);

    bool hasRoomFor(const QHostAddress &address) const;
    void add(const QHostAddress &address);
    /// One that was added.
    void remove(const QHostAddress &address);

private:
    const qint64 m_inAll;
    const qint64 m_perNetwork;
    QHash<QHostAddress, qint64> m_counts;
    qint64 m_total = 0;
};

} // namespace ventanilla
