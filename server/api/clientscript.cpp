#include "api/clientscript.h"

#include <QCryptographicHash>
#include <QFile>

namespace ventanilla {

namespace {
constexpr qint64 largest = 8 * 1024 * 1024;
}

Result<ClientScript> ClientScript::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            Error {QStringLiteral("cannot read the client script %1: %2").arg(path, file.errorString())});
    const QByteArray text = file.read(largest + 1);
    if (text.isEmpty() || text.size() > largest)
        return failure(Error {QStringLiteral("the client script %1 is empty or over 8 MiB").arg(path)});
    return ClientScript(text);
}

ClientScript::ClientScript(QByteArray text)
    : m_text(std::move(text))
    , m_entityTag('"' + QCryptographicHash::hash(m_text, QCryptographicHash::Sha256).toHex().left(32) + '"')
{
}

void ClientScript::addTo(Router &router, const QString &path) const
{
    router.add("GET", path, [*this](const HttpRequest &request, const HttpResponder &responder) {
        // Weak tags too (RFC 9110, 13.1.2): a proxy that compresses makes them of ours.
        const bool known = request.headerHasToken("if-none-match", m_entityTag)
            || request.headerHasToken("if-none-match", QByteArray("W/" + m_entityTag));
        HttpResponse response {known ? 304 : 200,
                               "application/javascript; charset=utf-8",
                               known ? QByteArray() : m_text,
                               {},
                               false};
        // Kept, but asked for again each time: the operator may have put a newer one there.
        response.withHeader("Cache-Control", "no-cache").withHeader("ETag", m_entityTag);
        responder.respond(response);
    });
}

} // namespace ventanilla
