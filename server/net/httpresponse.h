#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <utility>
#include <vector>

namespace ventanilla {

/// What to answer to one request. Content-Length, Connection and the security headers are added when
/// it is encoded.
struct HttpResponse {
    int status = 200;
    /// Empty: no Content-Type.
    QByteArray contentType;
    QByteArray body;
    /// Further headers; values must be one line each.
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    /// Close the connection after this answer.
    bool close = false;

    HttpResponse &withHeader(const QByteArray &name, const QByteArray &value) &;
    HttpResponse &&withHeader(const QByteArray &name, const QByteArray &value) &&;

    /// As it goes out; `isLast` tells the client that the connection ends.
    QByteArray encode(bool withBody, bool isLast) const;

    static HttpResponse noContent();
    static HttpResponse json(int status, const QJsonObject &body);
    static HttpResponse json(int status, const QJsonArray &body);
    /// `{"error": text, "codigo": code}` (PROTOCOL.md, HTTP).
    static HttpResponse error(int status, const QString &text, const QString &code);
};

/// The reason phrase of a status (RFC 9110, 15).
QByteArray reasonPhrase(int status);

} // namespace ventanilla
