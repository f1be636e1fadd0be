#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace ventanilla {

/// One complete, validated HTTP/1.x request, or the head of one that asks for an upgrade.
struct HttpRequest {
    QByteArray method;
    /// The path of the target, percent-decoded once, without the query.
    QString path;
    /// What stands behind the target's question mark, as it was sent; see queryItem(). Kept so because
    /// a decoded query of many short items takes forty times as much memory.
    QByteArray query;
    /// 10 or 11.
    int version = 11;
    /// In the order received; names in lower case.
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QHostAddress peerAddress;
    quint16 peerPort = 0;

    /// The header's value, the first if it is repeated; empty if absent. `name` in lower case.
    QByteArray header(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;
    /// Whether a comma-separated header has this token, without regard to case.
    bool headerHasToken(QByteArrayView name, QByteArrayView token) const;
    /// The value of a cookie (RFC 6265, 5.4), the first with that name.
    std::optional<QByteArray> cookie(QByteArrayView name) const;
    /// The value of the first query item with this name, percent-decoded, with '+' as a space as HTML
    /// forms write it. Scans the query each time.
    std::optional<QString> queryItem(QStringView name) const;

    /// Roughly what it takes in memory.
    qint64 bytesHeld() const;
};

} // namespace ventanilla
