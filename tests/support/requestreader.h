#pragma once

#include <QByteArray>
#include <QList>

namespace ventanilla {

/// Finds the HTTP requests in what a client sends on one connection, up to a WebSocket. Understands
/// what well-behaved clients send, and changes nothing.
class RequestReader
{
public:
    /// The targets of the requests whose heads have come with this.
    QList<QByteArray> feed(const QByteArray &bytes);

private:
    QByteArray m_bytes;
    /// What is left of a body.
    qsizetype m_body = 0;
    bool m_upgraded = false;
};

} // namespace ventanilla
