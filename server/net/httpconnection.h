#pragma once

#include "net/bufferbudget.h"
#include "net/httpparser.h"
#include "net/httprequest.h"
#include "net/httpresponder.h"
#include "net/httpresponse.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class QTcpSocket;
class QTimer;

namespace ventanilla {

/// How long a client may take and how much it may send, per connection.
struct HttpConnectionConfig {
    HttpLimits limits;
    /// From the first byte of a request (or the accept) to the end of its head, and again to the
    /// end of its body.
    int requestTimeoutMs = 10'000;
    /// Between two requests of one connection.
    int idleTimeoutMs = 30'000;
    /// For the client to read an answer.
    int writeTimeoutMs = 30'000;
};

/// What a connection does with what it reads.
struct HttpHandlers {
    /// Judges a request by its head: how many bytes its body may have, or the answer that refuses
    /// it. The responder is the one that onRequest will get. Without it, the limits' bodyBytes hold.
    std::function<Result<qint64, HttpResponse>(const HttpRequest &head, const HttpResponder &)> onHead;
    std::function<void(HttpRequest, HttpResponder)> onRequest;
    /// Takes over a socket whose upgrade request is complete and still unread.
    std::function<void(HttpRequest, std::unique_ptr<QTcpSocket>)> onUpgrade;
    /// Whether a request for an upgrade may have it; otherwise the answer that refuses it.
    std::function<std::optional<HttpResponse>(const HttpRequest &)> upgradeProblem;
};

/// Speaks HTTP/1.1 on one socket: reads a request, waits for its answer, writes it, reads the next.
/// A pipelined request stays unread in the socket meanwhile. Owns the socket until it is closed or
/// upgraded, and then deletes itself. Lives on the network's thread.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    HttpConnection(std::unique_ptr<QTcpSocket> socket, const HttpConnectionConfig &config,
                   HttpHandlers handlers, BufferBudget &budget, QObject *parent);
    ~HttpConnection() override;

    /// Ends it as soon as nobody waits for an answer.
    void closeWhenIdle();

private:
    friend class HttpResponder;

    enum class Phase {
        /// Between two requests; nothing of the next one has come.
        Idle,
        Reading,
        Handling,
        /// Until the client has read the answer: whoever does not read is not answered again.
        Answering,
        /// Until the client has noticed that this is the end.
        Lingering,
    };

    void onReadable();
    void onWritten();
    void onDisconnected();
    void read();
    void readRequest();
    bool acceptHead();
    void dispatch();
    void upgrade();
    void respond(const HttpResponse &response);
    void awaitNextRequest();
    void linger();
    void onTimeout();
    void refuse(const HttpResponse &response);
    void reportBuffers();

    std::unique_ptr<QTcpSocket> m_socket;
    const HttpConnectionConfig m_config;
    const HttpHandlers m_handlers;
    std::unique_ptr<HttpParser> m_parser;
    QTimer *m_timer;
    /// What is buffered here; the request in the hands of its handler is the handler's.
    std::optional<BufferBudget::Share> m_buffers;
    HttpRequest m_request;
    /// From the head's end until the request is handled.
    std::optional<HttpResponder> m_responder;
    /// The request that is not answered yet.
    HttpResponder::Watch m_waiting;
    Phase m_phase = Phase::Reading;
    bool m_headRequest = false;
    bool m_lastRequest = false;
    /// Bytes read and dropped while lingering.
    qint64 m_lingered = 0;
};

} // namespace ventanilla
