#pragma once

#include "support/pollingclient.h"

namespace ventanilla {

/// A polling session of the server's that has joined the chat: polls until it is told that it has.
/// False if it is refused.
inline bool joinByPolling(PollingClient &client, const QString &token)
{
    if (!client.open() || client.post("40{\"token\":\"" + token.toLatin1() + "\"}").answer().status != 200)
        return false;
    QByteArray heard;
    while (!heard.contains("listo")) {
        const HttpAnswer answer = client.poll().answer();
        if (answer.status != 200 || answer.body.contains("44{"))
            return false;
        heard += answer.body;
    }
    return true;
}

} // namespace ventanilla
