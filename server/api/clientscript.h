#pragma once

#include "core/result.h"
#include "net/router.h"

namespace ventanilla {

/// Serves the browser's Socket.IO client, which pages of the original load from the server itself,
/// from a file of the operator's. Read once, at the start.
class ClientScript
{
public:
    /// The error names the file and what is wrong with it: unreadable, empty, or over 8 MiB.
    static Result<ClientScript> load(const QString &path);

    void addTo(Router &router, const QString &path) const;

private:
    explicit ClientScript(QByteArray text);

    const QByteArray m_text;
    const QByteArray m_entityTag;
};

} // namespace ventanilla
