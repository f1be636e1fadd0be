#include "net/httpconnection.h"

#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

namespace ventanilla {

namespace {

// After a refusal the rest of what the client sends is read and dropped for a while: closing with
// unread bytes makes TCP reset the connection, and the client would never see the answer.
constexpr int lingerMs = 2'000;
constexpr qint64 lingerBytes = 1'000'000;

} // namespace

HttpConnection::HttpConnection(std::unique_ptr<QTcpSocket> socket, const HttpConnectionConfig &config,
                               HttpHandlers handlers, BufferBudget &budget, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_config(config)
    , m_handlers(std::move(handlers))
    , m_parser(std::make_unique<HttpParser>(config.limits))
    , m_timer(new QTimer(this))
{
    m_buffers.emplace(budget, [this] {
        if (m_socket)
            m_socket->abort();
    });
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &HttpConnection::onTimeout);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &HttpConnection::onReadable);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &HttpConnection::onWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &HttpConnection::onDisconnected);
    m_timer->start(m_config.requestTimeoutMs);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        deleteLater();
    else if (m_socket->bytesAvailable() > 0)
        onReadable();
}

HttpConnection::~HttpConnection()
{
    if (m_socket)
        disconnect(m_socket.get(), nullptr, this, nullptr);
    m_waiting.clientGoes();
}

void HttpConnection::closeWhenIdle()
{
    if (!m_socket)
        return; // handed over, about to be deleted
    m_lastRequest = true;
    if (m_phase == Phase::Idle || m_phase == Phase::Reading)
        m_socket->disconnectFromHost();
}

void HttpConnection::onReadable()
{
    read();
    reportBuffers();
}

void HttpConnection::read()
{
    switch (m_phase) {
    case Phase::Idle:
        m_phase = Phase::Reading;
        m_timer->start(m_config.requestTimeoutMs);
        readRequest();
        break;
    case Phase::Reading: readRequest(); break;
    case Phase::Handling:
    case Phase::Answering: break; // the next request waits in the socket, whose buffer is bounded
    case Phase::Lingering:
        m_lingered += m_socket->readAll().size();
        if (m_lingered > lingerBytes)
            m_socket->abort();
        break;
    }
}

void HttpConnection::readRequest()
{
    for (;;) {
        // Only peeked: if this turns out to be an upgrade, QWebSocketServer reads the head itself.
        const bool inHead = !m_parser->isHeadComplete();
        // One byte more than there is: a socket whose buffer was full while a request was handled
        // only reads on when it is asked for what it does not have, or is emptied.
        const auto used = m_parser->put(m_socket->peek(m_socket->bytesAvailable() + 1));
        if (!used) {
            refuse(used.error());
            return;
        }
        if (m_parser->isHeadComplete() && m_parser->isUpgrade()) {
            upgrade();
            return;
        }
        m_socket->skip(*used);
        const bool headEnded = inHead && m_parser->isHeadComplete();
        if (headEnded && !acceptHead())
            return;
        if (m_parser->isComplete()) {
            dispatch();
            return;
        }
        if (!headEnded)
            return;
    }
}

/// Whether the request may go on to its body.
bool HttpConnection::acceptHead()
{
    m_request = m_parser->takeHead();
    m_request.peerAddress = m_socket->peerAddress();
    m_request.peerPort = m_socket->peerPort();
    m_headRequest = m_request.method == "HEAD";
    m_responder.emplace(this);
    m_waiting = HttpResponder::Watch(*m_responder);
    if (m_handlers.onHead) {
        const auto mostBytes = m_handlers.onHead(m_request, *m_responder);
        if (!mostBytes) {
            refuse(mostBytes.error());
            return false;
        }
        m_parser->limitBody(*mostBytes);
    }
    if (!m_parser->isComplete()) {
        m_timer->start(m_config.requestTimeoutMs);
        if (m_parser->expectsContinue())
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return true;
}

void HttpConnection::dispatch()
{
    m_phase = Phase::Handling;
    m_timer->stop();
    m_request.body = m_parser->takeBody();
    const HttpResponder responder = *std::exchange(m_responder, std::nullopt);
    m_handlers.onRequest(std::exchange(m_request, {}), responder);
}

/// Answers what no handler will.
void HttpConnection::refuse(const HttpResponse &response)
{
    if (const auto responder = std::exchange(m_responder, std::nullopt))
        responder->respond(response);
    else
        respond(response);
}

void HttpConnection::upgrade()
{
    bool complete = m_parser->isComplete();
    HttpRequest request = m_parser->takeHead();
    complete = complete && !request.hasHeader("transfer-encoding");
    request.peerAddress = m_socket->peerAddress();
    request.peerPort = m_socket->peerPort();
    auto problem = complete ? m_handlers.upgradeProblem(request)
                            : HttpResponse::error(400, QStringLiteral("An upgrade has no body"),
                                                  QStringLiteral("datos_invalidos"));
    if (problem) {
        problem->close = true;
        respond(*problem);
        return;
    }
    // Judging may have ended other sessions, and by that this very connection.
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    m_timer->stop();
    m_buffers.reset();
    disconnect(m_socket.get(), nullptr, this, nullptr);
    deleteLater();
    m_handlers.onUpgrade(std::move(request), std::move(m_socket));
}

void HttpConnection::respond(const HttpResponse &response)
{
    if (m_phase == Phase::Lingering || !m_socket)
        return;
    const bool close = response.close || m_lastRequest || !m_parser->isComplete() || !m_parser->keepsAlive();
    m_socket->write(response.encode(!m_headRequest, close));
    reportBuffers();
    if (close) {
        linger();
        return;
    }
    m_phase = Phase::Answering;
    m_timer->start(m_config.writeTimeoutMs);
    m_socket->flush();
    // From the event loop: a client that pipelines must not make the stack grow.
    QMetaObject::invokeMethod(this, &HttpConnection::onWritten, Qt::QueuedConnection);
}

void HttpConnection::onWritten()
{
    reportBuffers();
    if (!m_socket || m_socket->bytesToWrite() > 0)
        return;
    if (m_phase == Phase::Answering && m_lastRequest) {
        m_socket->disconnectFromHost();
    } else if (m_phase == Phase::Answering) {
        awaitNextRequest();
    } else if (m_phase == Phase::Lingering) {
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
        m_timer->start(lingerMs);
    }
}

void HttpConnection::awaitNextRequest()
{
    m_parser = std::make_unique<HttpParser>(m_config.limits);
    m_phase = Phase::Idle;
    m_headRequest = false;
    m_timer->start(m_config.idleTimeoutMs);
    if (m_socket->bytesAvailable() > 0)
        onReadable();
}

void HttpConnection::linger()
{
    m_phase = Phase::Lingering;
    m_timer->start(m_config.writeTimeoutMs);
    m_socket->flush();
    onWritten();
    m_socket->readAll();
}

void HttpConnection::onTimeout()
{
    const bool mayBeTold =
        m_phase == Phase::Reading && (m_parser->isHeadComplete() || m_socket->bytesAvailable() > 0);
    if (!mayBeTold) {
        m_socket->abort();
        deleteLater();
        return;
    }
    refuse(HttpResponse::error(408, QStringLiteral("The request took too long"),
                               QStringLiteral("datos_invalidos")));
}

void HttpConnection::onDisconnected()
{
    m_waiting.clientGoes();
    deleteLater();
}

void HttpConnection::reportBuffers()
{
    if (m_buffers && m_socket)
        m_buffers->set(m_socket->bytesAvailable() + m_socket->bytesToWrite() + m_parser->bodySize());
}

} // namespace ventanilla
