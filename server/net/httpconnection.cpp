#include "net/httpconnection.h"

#include "core/logging.h"

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

struct HttpResponder::State {
    QPointer<HttpConnection> connection;

    ~State()
    {
        if (connection) {
            qCCritical(logNet) << "a request was dropped without an answer";
            connection->respond(
                HttpResponse::error(500, QStringLiteral("Error interno"), QStringLiteral("interno")));
        }
    }
};

HttpResponder::HttpResponder(HttpConnection *connection)
    : m_state(std::make_shared<State>())
{
    m_state->connection = connection;
}

void HttpResponder::respond(const HttpResponse &response) const
{
    if (HttpConnection *connection = std::exchange(m_state->connection, nullptr))
        connection->respond(response);
}

bool HttpResponder::isWaiting() const
{
    return !m_state->connection.isNull();
}

HttpConnection::HttpConnection(std::unique_ptr<QTcpSocket> socket, const HttpConnectionConfig &config,
                               HttpHandlers handlers, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_config(config)
    , m_handlers(std::move(handlers))
    , m_parser(std::make_unique<HttpParser>(config.limits))
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &HttpConnection::onTimeout);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &HttpConnection::onReadable);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &HttpConnection::onWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &QObject::deleteLater);
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
    // Only peeked: if this turns out to be an upgrade, QWebSocketServer reads the head itself.
    const bool headWasComplete = m_parser->isHeadComplete();
    const QByteArray bytes = m_socket->peek(m_socket->bytesAvailable());
    const auto used = m_parser->put(bytes);
    if (!used) {
        respond(used.error());
        return;
    }
    if (m_parser->isHeadComplete() && m_parser->isUpgrade()) {
        upgrade();
        return;
    }
    m_socket->skip(*used);
    if (m_parser->isComplete()) {
        dispatch();
        return;
    }
    if (!headWasComplete && m_parser->isHeadComplete()) {
        m_timer->start(m_config.requestTimeoutMs);
        if (m_parser->expectsContinue() && !std::exchange(m_continued, true))
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    }
}

void HttpConnection::dispatch()
{
    m_phase = Phase::Handling;
    m_timer->stop();
    HttpRequest request = m_parser->takeRequest();
    request.peerAddress = m_socket->peerAddress();
    request.peerPort = m_socket->peerPort();
    m_headRequest = request.method == "HEAD";
    m_handlers.onRequest(std::move(request), HttpResponder(this));
}

void HttpConnection::upgrade()
{
    bool complete = m_parser->isComplete();
    HttpRequest request = m_parser->takeRequest();
    complete = complete && request.body.isEmpty() && !request.hasHeader("transfer-encoding");
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
    m_timer->stop();
    disconnect(m_socket.get(), nullptr, this, nullptr);
    deleteLater();
    m_handlers.onUpgrade(std::move(request), std::move(m_socket));
}

void HttpConnection::respond(const HttpResponse &response)
{
    if (m_phase == Phase::Lingering || !m_socket)
        return;
    const bool close = response.close || m_lastRequest || !m_parser->isComplete() || !m_parser->keepsAlive();
    m_socket->write(encode(response, close));
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
    m_continued = false;
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
    respond(HttpResponse::error(408, QStringLiteral("The request took too long"),
                                QStringLiteral("datos_invalidos")));
}

QByteArray HttpConnection::encode(const HttpResponse &response, bool close) const
{
    QByteArray text =
        "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    const auto addHeader = [&text](const QByteArray &name, const QByteArray &value) {
        text += name + ": " + value + "\r\n";
    };
    if (!response.contentType.isEmpty())
        addHeader("Content-Type", response.contentType);
    if (response.status != 204)
        addHeader("Content-Length", QByteArray::number(response.body.size()));
    addHeader("Cache-Control", "no-store");
    addHeader("X-Content-Type-Options", "nosniff");
    for (const auto &[name, value] : response.headers)
        addHeader(name, value);
    addHeader("Connection", close ? "close" : "keep-alive");
    text += "\r\n";
    if (!m_headRequest)
        text += response.body;
    return text;
}

} // namespace ventanilla
