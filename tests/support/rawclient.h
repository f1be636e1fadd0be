#pragma once

#include <QHostAddress>
#include <QRegularExpression>
#include <QTcpSocket>

namespace ventanilla {

/// A TCP client that says exactly the bytes it is told to and keeps all that comes back.
class RawClient : public QObject
{
public:
    /// `from` is an address of this machine to come from, 127.0.0.2 for instance.
    explicit RawClient(quint16 port, const QHostAddress &from = {})
    {
        if (!from.isNull())
            socket.bind(from);
        connect(&socket, &QTcpSocket::readyRead, this, [this] { received += socket.readAll(); });
        connect(&socket, &QTcpSocket::disconnected, this, [this] { closed = true; });
        socket.connectToHost(QHostAddress::LocalHost, port);
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        if (socket.state() == QAbstractSocket::ConnectedState)
            socket.flush();
    }

    /// From now on what comes stays where it is, until the sender can send no more. Nor is its end
    /// noticed any more, unless something is sent.
    void stopReading()
    {
        QObject::disconnect(&socket, &QTcpSocket::readyRead, nullptr, nullptr);
        socket.setReadBufferSize(1);
    }

    /// The status of each response so far, by their status lines.
    QList<int> statuses() const
    {
        QList<int> list;
        static const QRegularExpression statusLine(QStringLiteral("HTTP/1\\.1 (\\d{3}) "));
        for (auto match = statusLine.globalMatch(QString::fromLatin1(received)); match.hasNext();)
            list.append(match.next().captured(1).toInt());
        return list;
    }

    QByteArray received;
    bool closed = false;
    QTcpSocket socket;
};

} // namespace ventanilla
