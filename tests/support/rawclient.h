#pragma once

#include <QHostAddress>
#include <QTcpSocket>

namespace ventanilla {

/// A TCP client that says exactly the bytes it is told to and keeps all that comes back.
class RawClient : public QObject
{
public:
    explicit RawClient(quint16 port)
    {
        connect(&socket, &QTcpSocket::readyRead, this, [this] { received += socket.readAll(); });
        connect(&socket, &QTcpSocket::disconnected, this, [this] { closed = true; });
        socket.connectToHost(QHostAddress::LocalHost, port);
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        socket.flush();
    }

    /// The status of each response so far, by their status lines.
    QList<int> statuses() const
    {
        QList<int> list;
        for (qsizetype at = received.indexOf("HTTP/1.1 "); at >= 0;
             at = received.indexOf("HTTP/1.1 ", at + 1))
            list.append(received.mid(at + 9, 3).toInt());
        return list;
    }

    QTcpSocket socket;
    QByteArray received;
    bool closed = false;
};

} // namespace ventanilla
