#pragma once

#include "support/testcertificate.h"

#include <QSslServer>
#include <QTcpSocket>

namespace ventanilla {

/// A server on 127.0.0.1 that gives every request the same bytes as its answer and remembers what
/// was asked. It speaks no protocol: a test says byte for byte what a client gets.
class CannedServer
{
public:
    enum class Security { None, Untrusted };

    explicit CannedServer(Security security = Security::None)
    {
        if (security == Security::Untrusted) {
            auto tlsServer = std::make_unique<QSslServer>();
            tlsServer->setSslConfiguration(untrustedTlsConfiguration());
            m_server = std::move(tlsServer);
        } else {
            m_server = std::make_unique<QTcpServer>();
        }
        m_server->listen(QHostAddress::LocalHost);
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(),
                         [this] { serve(m_server->nextPendingConnection()); });
    }

    quint16 port() const { return m_server->serverPort(); }
    QUrl url(const QString &scheme = QStringLiteral("http")) const
    {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(port()));
    }

    /// A whole HTTP answer with this status line, headers and body.
    void setAnswer(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {})
    {
        answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
            + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
    }

    /// What every request gets; the connection ends after it.
    QByteArray answer;
    /// Whether a connection stays open without an answer.
    bool silent = false;
    /// Head and body of each request.
    QByteArrayList requests;

private:
    void serve(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray request = socket->peek(socket->bytesAvailable());
            if (silent || !isComplete(request))
                return;
            requests.append(socket->readAll());
            socket->write(answer);
            socket->disconnectFromHost();
        });
    }

    static bool isComplete(const QByteArray &request)
    {
        const qsizetype headEnd = request.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return false;
        const QByteArray head = request.left(headEnd).toLower();
        const qsizetype length = head.indexOf("content-length:");
        const qsizetype lineEnd = head.indexOf("\r\n", length);
        const qsizetype body = length < 0
            ? 0
            : head.mid(length + 15, lineEnd < 0 ? -1 : lineEnd - length - 15).trimmed().toInt();
        return request.size() >= headEnd + 4 + body;
    }

    std::unique_ptr<QTcpServer> m_server;
};

} // namespace ventanilla
