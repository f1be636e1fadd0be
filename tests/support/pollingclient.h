#pragma once

#include "support/httpcall.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ventanilla {

/// An Engine.IO client over HTTP long-polling that says what it is told to, right or wrong. Each
/// request has a TCP connection of its own, unless they are to share one.
class PollingClient
{
public:
    PollingClient(quint16 port, QByteArray path)
        : m_port(port)
        , m_path(std::move(path))
    {
    }

    /// From now on one request at a time, on one connection.
    void keepConnection() { m_kept = std::make_shared<RawClient>(m_port); }

    /// `headers` are whole lines, each with its end.
    [[nodiscard]] HttpCall request(const QByteArray &method, const QByteArray &query,
                                   const QByteArray &body = {}, const QByteArray &headers = {}) const
    {
        const QByteArray length =
            method == "GET" ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return raw(method, query, headers + length, body);
    }
    /// The same without a header of ours for the body.
    [[nodiscard]] HttpCall raw(const QByteArray &method, const QByteArray &query, const QByteArray &headers,
                               const QByteArray &body) const
    {
        return {m_kept ? m_kept : std::make_shared<RawClient>(m_port),
                method + ' ' + m_path + '?' + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n"
                    + body};
    }

    /// Does the handshake, and has a sid if that worked.
    bool open()
    {
        const HttpAnswer answer = request("GET", newSession).answer();
        if (answer.status == 200 && answer.body.startsWith('0'))
            m_handshake = QJsonDocument::fromJson(answer.body.sliced(1)).object();
        return !sid().isEmpty();
    }
    const QJsonObject &handshake() const { return m_handshake; }
    QByteArray sid() const { return m_handshake.value(QStringLiteral("sid")).toString().toLatin1(); }
    /// What a request of this session has behind its path.
    QByteArray query() const { return QByteArray(newSession) + "&sid=" + sid(); }

    [[nodiscard]] HttpCall poll() const { return request("GET", query()); }
    [[nodiscard]] HttpCall post(const QByteArray &body, const QByteArray &headers = {}) const
    {
        return request("POST", query(), body, headers);
    }

    /// Several packets as one body.
    static QByteArray payload(const QByteArrayList &packets) { return packets.join('\x1e'); }

    static constexpr const char *newSession = "EIO=4&transport=polling";

private:
    quint16 m_port;
    QByteArray m_path;
    std::shared_ptr<RawClient> m_kept;
    QJsonObject m_handshake;
};

} // namespace ventanilla
