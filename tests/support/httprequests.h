#pragma once

#include "support/httpcall.h"

namespace ventanilla {

// Whole requests as text; `headers` are whole lines, each with its end.

inline QByteArray getRequest(const QByteArray &target, const QByteArray &headers = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

inline QByteArray postRequest(const QByteArray &target, const QByteArray &body, const QByteArray &headers)
{
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// The header that shows this token.
inline QByteArray bearer(const QString &token)
{
    return "Authorization: Bearer " + token.toLatin1() + "\r\n";
}

/// The answer to one request on a connection of its own.
inline HttpAnswer ask(quint16 port, const QByteArray &request, const QHostAddress &from = {})
{
    return HttpCall(std::make_shared<RawClient>(port, from), request).answer();
}

} // namespace ventanilla
