#pragma once

#include "support/rawclient.h"
#include "support/waiting.h"

#include <memory>

namespace ventanilla {

/// What came back for one request; the status is 0 if the connection ended without an answer.
struct HttpAnswer {
    int status = 0;
    QByteArray head;
    QByteArray body;

    /// All values of a header, so that one sent twice shows. The name in lowercase.
    QByteArray header(const QByteArray &name) const
    {
        QByteArrayList values;
        for (const QByteArray &line : head.split('\n')) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0 && line.first(colon).toLower() == name)
                values.append(line.sliced(colon + 1).trimmed());
        }
        return values.join(", ");
    }
};

/// One HTTP request and the answer to it. The connection is there as long as a call uses it, so a
/// call that goes out of scope early is a client that leaves.
class HttpCall
{
public:
    HttpCall(std::shared_ptr<RawClient> connection, const QByteArray &request)
        : m_connection(std::move(connection))
        , m_start(m_connection->received.size())
    {
        m_connection->send(request);
    }

    RawClient &connection() const { return *m_connection; }

    bool isSent() const
    {
        return m_connection->socket.state() == QAbstractSocket::ConnectedState
            && m_connection->socket.bytesToWrite() == 0;
    }

    /// The whole answer is here.
    bool isAnswered() const
    {
        const HttpAnswer answer = soFar();
        return answer.status != 0 && answer.body.size() >= answer.header("content-length").toLongLong();
    }

    /// Waits for it, or for the connection's end.
    HttpAnswer answer() const
    {
        (void)waitFor([this] { return isAnswered() || m_connection->closed; });
        return isAnswered() ? soFar() : HttpAnswer();
    }

private:
    HttpAnswer soFar() const
    {
        const QByteArray bytes = m_connection->received.sliced(m_start);
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return {};
        return {bytes.split(' ').value(1).toInt(), bytes.first(end), bytes.sliced(end + 4)};
    }

    std::shared_ptr<RawClient> m_connection;
    qsizetype m_start;
};

} // namespace ventanilla
