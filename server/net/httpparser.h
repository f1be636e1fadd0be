#pragma once

#include "core/result.h"
#include "net/httprequest.h"
#include "net/httpresponse.h"

#include <QByteArrayView>

#include <memory>

namespace ventanilla {

/// What a request may weigh, in bytes and numbers.
struct HttpLimits {
    qint64 headBytes = 16 * 1024;
    qint64 headerCount = 100;
    qint64 bodyBytes = 64 * 1024;
};

/// Parses one request from a stream. Wraps Boost.Beast's parser and refuses what that lets through
/// but what two parties could read differently (RFC 9112, 6.3; RFC 9110, 7.2): duplicate Host,
/// unknown transfer codings, obsolete line folding, both framings at once.
class HttpParser
{
public:
    explicit HttpParser(const HttpLimits &limits);
    ~HttpParser();
    HttpParser(const HttpParser &) = delete;
    HttpParser &operator=(const HttpParser &) = delete;

    /// Takes bytes from the front of the stream and returns how many it used, or the answer with
    /// which to refuse the request and close. Bytes it did not use are to be given again with more
    /// behind them. Never uses bytes beyond the end of the request.
    Result<qint64, HttpResponse> put(QByteArrayView bytes);

    bool isHeadComplete() const;
    bool isComplete() const;
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, 10.1.1).
    bool expectsContinue() const;
    bool keepsAlive() const;
    /// An HTTP/1.1 GET that asks for an upgrade to WebSocket. Any other upgrade that is offered is
    /// not heeded (RFC 9110, 7.8).
    bool isUpgrade() const;

    /// The request; its body only once isComplete(). Only after isHeadComplete(), once.
    HttpRequest takeRequest();

private:
    struct State;

    std::optional<HttpResponse> headProblem() const;

    std::unique_ptr<State> m_state;
};

/// Where a request's head ends in these bytes, just behind the empty line; -1 if it does not yet.
qsizetype endOfHead(QByteArrayView bytes);

} // namespace ventanilla
