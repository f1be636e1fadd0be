#pragma once

#include "engineio/engineconfig.h"
#include "net/httprequest.h"
#include "net/httpresponse.h"

#include <optional>

namespace ventanilla {

/// The codes and words of the reference implementation, which clients show.
enum class HandshakeError {
    UnknownTransport = 0,
    UnknownSession = 1,
    BadMethod = 2,
    BadRequest = 3,
    Forbidden = 4,
    UnsupportedVersion = 5,
};

/// What a request to the engine's path asks for.
struct EngineRequest {
    QString transport;
    /// Empty: a new session.
    QString sid;
    bool isUpgrade = false;

    static EngineRequest of(const HttpRequest &request, bool isUpgrade);
};

/// Judges in the order of the reference implementation: transport, origin, session, method, version.
/// `transportOfSession` is where the session with this sid is now; nothing if there is none.
std::optional<HandshakeError> judge(const HttpRequest &request, const EngineRequest &asked,
                                    const std::optional<QString> &transportOfSession,
                                    const EngineConfig &config);

/// `{"code", "message"}`, with status 403 for Forbidden and 400 for the others.
HttpResponse jsonRefusal(HandshakeError error);
/// For an upgrade: 400 with the words as text, and the connection ends.
HttpResponse upgradeRefusal(HandshakeError error);
QString wordsOf(HandshakeError error);

/// A new session id: 120 random bits as base64url, not to be guessed.
QString makeSid();

} // namespace ventanilla
