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
    /// which to refuse the request and close. Bytes it did not use are to be given again, with more
    /// behind them once nothing is used any more. Stops behind the head, so that the body can be
    /// limited by what the head asks for, and never uses bytes beyond the end of the request.
    Result<qint64, HttpResponse> put(QByteArrayView bytes);

    /// Between the head and the body: how many bytes this body may have, instead of the limits'.
    void limitBody(qint64 bytes);

    bool isHeadComplete() const;
    bool isComplete() const;
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, 10.1.1).
    bool expectsContinue() const;
    bool keepsAlive() const;
    /// An HTTP/1.1 GET that asks for an upgrade to WebSocket. Any other upgrade that is offered is
    /// not heeded (RFC 9110, 7.8).
    bool isUpgrade() const;

    /// The request without its body. Only after isHeadComplete(), once.
    HttpRequest takeHead();
    /// Only after isComplete(), once.
    QByteArray takeBody();
    /// Bytes of the body that have come so far.
    qint64 bodySize() const;

private:
    struct State;

    void judgeHead();
    std::optional<HttpResponse> headProblem() const;
    std::optional<HttpResponse> bodyProblem() const;
    Result<qint64, HttpResponse> putHead(QByteArrayView bytes);
    Result<qint64, HttpResponse> putBody(QByteArrayView bytes);
    Result<qint64, HttpResponse> putToBeast(QByteArrayView bytes);

    std::unique_ptr<State> m_state;
};

/// Where a request's head ends in these bytes, just behind the empty line; -1 if it does not yet.
qsizetype endOfHead(QByteArrayView bytes);

} // namespace ventanilla
