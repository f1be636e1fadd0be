#pragma once

#include "protocol/presence.h"
#include "support/fakearchive.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

namespace ventanilla {

/// The server's HTTP side for the tests of windows: answers from its archive as PROTOCOL.md says. Can
/// be slow or broken when a test wants it.
class FakeBackend : public FakeArchive
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
    /// How many requests there were whose target contains this.
    qsizetype asked(const char *part) const { return targets.filter(QString::fromUtf8(part)).size(); }

    SignedIn account {QStringLiteral("luis"),
                      QStringLiteral("Luis Ortega"),
                      Role::Admin,
                      QStringLiteral("token"),
                      4'000'000'000'000,
                      3'600'000};
    QString password = QStringLiteral("s3cret");
    /// Who is there.
    QList<Presence> present;
    /// Entries in an answer of /api/sincronizar, however many are asked for.
    qsizetype mostEntries = 500;
    /// Answers everything but /auth with 403, as for an expired token.
    bool refusesTokens = false;
    /// Answers everything with 500.
    bool broken = false;
    /// Requests whose target contains this wait for release().
    QString hold;
    /// Path and query of each request.
    QStringList targets;
    /// Messages in all histories that were asked for.
    qsizetype messagesGiven = 0;

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
            return send(socket, "200 OK", page(number("tras", 0), limit).toJson());
        if (url.path() == u"/api/conversaciones/mia")
            return send(socket, "200 OK", ownThread(account.username).toJson());
        if (url.path() == u"/api/presencia")
            return send(socket, "200 OK", PresenceList {present}.toJson());
        if (url.path() == u"/api/sincronizar")
            return send(socket, "200 OK",
                        since(account, number("desde", 0), std::min(limit, mostEntries)).toJson());
        const QString user = url.path() == u"/api/mensajes"
            ? query.queryItemValue(QStringLiteral("con"), QUrl::FullyDecoded)
            : account.username;
        send(socket, "200 OK", historyRows(user, limit, number("antes", 0), number("despues", -1)));
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

    /// `from` is how many rows were on the pages before.
    ConversationPage page(qsizetype from, qsizetype limit) const
    {
        const QList<ConversationRow> all = rowsFor(account.username);
        ConversationPage page;
        page.rows = all.mid(from, limit);
        if (from + limit < all.size())
            page.next = QString::number(from + limit);
        return page;
    }

    QJsonArray historyRows(const QString &user, qsizetype limit, qint64 before, qint64 after)
    {
        QJsonArray rows;
        for (const Message &message : history(user, limit, before, after))
            rows.append(message.toHistoryRow());
        messagesGiven += rows.size();
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
    QList<std::pair<QPointer<QTcpSocket>, QString>> m_held;
};

} // namespace ventanilla
