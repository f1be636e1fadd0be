#pragma once

#include "protocol/conversation.h"
#include "protocol/message.h"
#include "protocol/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace ventanilla {

/// The server's HTTP side for the tests of windows: keeps a few messages and conversations and
/// answers as PROTOCOL.md says. Can be slow or broken when a test wants it.
class FakeBackend
{
public:
    FakeBackend()
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }

    /// Adds it to its conversation, whose row follows.
    void add(const Message &message)
    {
        messages.append(message);
        ConversationRow &row = rowOf(message.conversation);
        row.last = {*message.id, message.from, message.text, message.sentAtMs};
        row.version = *message.id;
    }

    /// The conversation's row, made if it is not there.
    ConversationRow &rowOf(const QString &user)
    {
        const auto known = std::find_if(m_rows.begin(), m_rows.end(),
                                        [&](const ConversationRow &row) { return row.user == user; });
        if (known != m_rows.end())
            return *known;
        ConversationRow row;
        row.user = user;
        row.name = user.at(0).toUpper() + user.mid(1);
        m_rows.append(row);
        return m_rows.last();
    }

    /// Answers everything that was held back.
    void release()
    {
        hold.clear();
        for (const auto &[socket, target] : std::exchange(m_held, {})) {
            if (socket)
                answer(socket, target, {});
        }
    }
    qsizetype heldBack() const { return m_held.size(); }

    SignedIn account {QStringLiteral("luis"), QStringLiteral("Luis Ortega"), Role::Admin,
                      QStringLiteral("token"), 4'000'000'000'000};
    QString password = QStringLiteral("s3cret");
    QList<Message> messages;
    /// Answers everything but /auth with 403, as for an expired token.
    bool refusesTokens = false;
    /// Answers everything with 500.
    bool broken = false;
    /// Requests whose target contains this wait for release().
    QString hold;
    /// Path and query of each request.
    QStringList targets;

private:
    void serve(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray request = socket->peek(socket->bytesAvailable());
            const qsizetype headEnd = request.indexOf("\r\n\r\n");
            if (headEnd < 0 || request.size() < headEnd + 4 + bodyLength(request.left(headEnd)))
                return;
            socket->readAll();
            const QString target = QString::fromUtf8(request.split(' ').value(1));
            targets.append(target);
            if (!hold.isEmpty() && target.contains(hold))
                m_held.append({socket, target});
            else
                answer(socket, target, request.mid(headEnd + 4));
        });
    }

    static qsizetype bodyLength(const QByteArray &head)
    {
        const qsizetype at = head.toLower().indexOf("content-length:");
        return at < 0 ? 0 : head.mid(at + 15).split('\r').first().trimmed().toInt();
    }

    void answer(QTcpSocket *socket, const QString &target, const QByteArray &body)
    {
        const QUrl url(target);
        const QUrlQuery query(url);
        const auto number = [&](const char *key, qint64 otherwise) {
            const QString text = query.queryItemValue(QString::fromLatin1(key));
            return text.isEmpty() ? otherwise : text.toLongLong();
        };
        const qsizetype limit = number("limite", 10'000);
        if (broken)
            return send(socket, "500 Internal Server Error", QJsonObject());
        if (url.path() == u"/auth")
            return answerSignIn(socket, QJsonDocument::fromJson(body).object());
        if (refusesTokens)
            return send(socket, "403 Forbidden",
                        QJsonObject {{QStringLiteral("codigo"), QStringLiteral("token_caducado")}});
        if (url.path() == u"/api/conversaciones")
            return send(socket, "200 OK", page().toJson());
        const QString user = url.path() == u"/api/mensajes"
            ? query.queryItemValue(QStringLiteral("con"), QUrl::FullyDecoded)
            : account.username;
        send(socket, "200 OK", history(user, limit, number("antes", 0), number("despues", -1)));
    }

    void answerSignIn(QTcpSocket *socket, const QJsonObject &body)
    {
        const bool right = body.value(QStringLiteral("user")).toString() == account.username
            && body.value(QStringLiteral("pass")).toString() == password;
        if (right)
            send(socket, "200 OK", account.toJson());
        else
            send(socket, "401 Unauthorized", QJsonObject {{QStringLiteral("error"), QStringLiteral("no")}});
    }

    ConversationPage page() const
    {
        ConversationPage page;
        page.rows = m_rows;
        std::sort(page.rows.begin(), page.rows.end(),
                  [](const ConversationRow &one, const ConversationRow &other) {
                      return one.last.id > other.last.id;
                  });
        return page;
    }

    QJsonArray history(const QString &user, qsizetype limit, qint64 before, qint64 after) const
    {
        QList<Message> found;
        for (const Message &message : messages) {
            const bool inRange = (before == 0 || *message.id < before) && *message.id > after;
            if (message.conversation == user && inRange)
                found.append(message);
        }
        if (found.size() > limit)
            found = after >= 0 ? found.first(limit) : found.last(limit);
        QJsonArray rows;
        for (const Message &message : found)
            rows.append(message.toHistoryRow());
        return rows;
    }

    template<typename Json>
    static void send(QTcpSocket *socket, const QByteArray &status, const Json &json)
    {
        const QByteArray body = QJsonDocument(json).toJson(QJsonDocument::Compact);
        socket->write("HTTP/1.1 " + status
                      + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                      + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    QList<ConversationRow> m_rows;
    QList<std::pair<QPointer<QTcpSocket>, QString>> m_held;
};

} // namespace ventanilla
