#pragma once

#include "core/result.h"
#include "protocol/conversation.h"
#include "protocol/message.h"
#include "protocol/presence.h"
#include "protocol/session.h"
#include "protocol/syncpage.h"
#include "protocol/wireerror.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

class QJsonValue;
class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace ventanilla {

/// Why an HTTP request failed, as far as a client acts on it.
struct ApiError {
    enum class Kind {
        /// No answer: try again later.
        Network,
        /// The certificate is not to be trusted; `text` has the reason and the fingerprint.
        Untrusted,
        /// 401: wrong name or password, or no token.
        NotAuthenticated,
        /// 403: the token is no longer good, or the role does not suffice.
        Forbidden,
        /// 429: again after `retryAfterMs`.
        Throttled,
        /// Any other refusal.
        Refused,
        /// An answer that cannot be read: not our server.
        Malformed,
    };

    Kind kind = Kind::Network;
    /// For a log or a tooltip; not translated.
    QString text;
    std::optional<ErrorCode> code;
    std::optional<qint64> retryAfterMs;

    /// Whether only another sign-in helps.
    bool isTokenProblem() const { return kind == Kind::NotAuthenticated || kind == Kind::Forbidden; }
};

/// Which part of a history to fetch. `before` and `after` exclude the message they name.
struct HistoryQuery {
    int limit = 50;
    std::optional<qint64> before;
    std::optional<qint64> after;
};

/// The server's HTTP endpoints as typed calls. Each call answers exactly once on this object's
/// thread, later, unless `context` has been destroyed by then. Nothing is retried here.
class HttpApi : public QObject
{
    Q_OBJECT

public:
    template<typename T>
    using Answer = std::function<void(Result<T, ApiError>)>;

    explicit HttpApi(QNetworkAccessManager *network, QObject *parent = nullptr);

    /// Scheme, host and port; a path is ignored.
    void setServer(const QUrl &server);
    /// What the calls below signIn() prove themselves with. Empty: without.
    void setToken(const QString &token);

    void signIn(const QString &username, const QString &password, QObject *context, Answer<SignedIn> answer);
    /// Revokes the token at the server. Nobody waits for the answer.
    void signOut();

    /// An end user's own thread, oldest first.
    void ownHistory(const HistoryQuery &query, QObject *context, Answer<QList<Message>> answer);
    /// A conversation's messages, oldest first; support staff only.
    void history(const QString &user, const HistoryQuery &query, QObject *context,
                 Answer<QList<Message>> answer);
    /// A page of the conversation list, newest message first; `after` is the last page's `next`.
    void conversations(const QString &after, QObject *context, Answer<ConversationPage> answer);
    /// What concerns this person and has a number above `after`, in order, as much as one answer holds.
    void synchronize(qint64 after, QObject *context, Answer<SyncPage> answer);
    /// Where an end user stands in the own thread.
    void ownThread(QObject *context, Answer<OwnThread> answer);
    /// Everybody who is there; support staff only.
    void presence(QObject *context, Answer<PresenceList> answer);

private:
    QNetworkRequest request(const QString &path, const QList<std::pair<QString, QString>> &query = {}) const;
    void getMessages(const QNetworkRequest &request, QObject *context, Answer<QList<Message>> answer);
    /// Calls `handle` with the body once the reply is in, or with what went wrong.
    void whenFinished(QNetworkReply *reply, QObject *context, Answer<QJsonValue> handle);

    QNetworkAccessManager *m_network;
    QUrl m_server;
    QString m_token;
};

} // namespace ventanilla
