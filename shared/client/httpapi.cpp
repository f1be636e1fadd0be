#include "client/httpapi.h"

#include "client/httpreply.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <chrono>
#include <utility>

namespace ventanilla {

namespace {

constexpr std::chrono::milliseconds longestWait = std::chrono::seconds(20);
constexpr int conversationsPerPage = 200;
constexpr int entriesPerPage = 500;

using Query = QList<std::pair<QString, QString>>;

/// Not by QUrlQuery, which leaves a `+` as it is: servers read that as a space.
QString encodeQuery(const Query &query)
{
    QByteArrayList pairs;
    for (const auto &[key, value] : query)
        pairs.append(QUrl::toPercentEncoding(key) + '=' + QUrl::toPercentEncoding(value));
    return QString::fromLatin1(pairs.join('&'));
}

void append(Query &pairs, const HistoryQuery &query)
{
    pairs.append({QStringLiteral("limite"), QString::number(query.limit)});
    if (query.before)
        pairs.append({QStringLiteral("antes"), QString::number(*query.before)});
    if (query.after)
        pairs.append({QStringLiteral("despues"), QString::number(*query.after)});
}

ApiError malformed(const QString &text)
{
    return {ApiError::Kind::Malformed, text, std::nullopt, std::nullopt};
}

Result<QList<Message>, ApiError> messagesFrom(const QJsonValue &json)
{
    if (!json.isArray())
        return failure(malformed(QStringLiteral("the history is not an array")));
    QList<Message> messages;
    const QJsonArray rows = json.toArray();
    for (const auto &row : rows) {
        auto message = Message::fromHistoryRow(row);
        if (!message)
            return failure(malformed(message.error().message));
        messages.append(*std::move(message));
    }
    return messages;
}

/// Passes on what `parse` makes of a body, or what kept the body from coming.
template<typename T, typename Parse>
HttpApi::Answer<QJsonValue> parsed(Parse parse, HttpApi::Answer<T> answer)
{
    return [parse, answer = std::move(answer)](const Result<QJsonValue, ApiError> &body) {
        if (!body)
            return answer(failure(body.error()));
        Result<T> value = parse(*body);
        if (!value)
            return answer(failure(malformed(value.error().message)));
        answer(*std::move(value));
    };
}

} // namespace

HttpApi::HttpApi(QNetworkAccessManager *network, QObject *parent)
    : QObject(parent)
    , m_network(network)
{
}

void HttpApi::setServer(const QUrl &server)
{
    m_server = server;
}

void HttpApi::setToken(const QString &token)
{
    m_token = token;
}

void HttpApi::signIn(const QString &username, const QString &password, QObject *context,
                     Answer<SignedIn> answer)
{
    QNetworkRequest signInRequest = request(QStringLiteral("/auth"));
    signInRequest.setRawHeader("Authorization", QByteArray()); // an older token proves nothing here
    signInRequest.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const QJsonObject body {{QStringLiteral("user"), username}, {QStringLiteral("pass"), password}};
    whenFinished(m_network->post(signInRequest, QJsonDocument(body).toJson(QJsonDocument::Compact)), context,
                 parsed<SignedIn>(&SignedIn::fromJson, std::move(answer)));
}

void HttpApi::signOut()
{
    QNetworkRequest signOutRequest = request(QStringLiteral("/logout"));
    signOutRequest.setHeader(QNetworkRequest::ContentTypeHeader,
                             QStringLiteral("application/x-www-form-urlencoded"));
    QNetworkReply *reply = m_network->post(signOutRequest, QByteArray());
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

void HttpApi::ownHistory(const HistoryQuery &query, QObject *context, Answer<QList<Message>> answer)
{
    Query pairs;
    append(pairs, query);
    getMessages(request(QStringLiteral("/api/mensajes/mios"), pairs), context, std::move(answer));
}

void HttpApi::history(const QString &user, const HistoryQuery &query, QObject *context,
                      Answer<QList<Message>> answer)
{
    Query pairs {{QStringLiteral("con"), user}};
    append(pairs, query);
    getMessages(request(QStringLiteral("/api/mensajes"), pairs), context, std::move(answer));
}

void HttpApi::conversations(const QString &after, QObject *context, Answer<ConversationPage> answer)
{
    Query pairs {{QStringLiteral("limite"), QString::number(conversationsPerPage)}};
    if (!after.isEmpty())
        pairs.append({QStringLiteral("tras"), after});
    whenFinished(m_network->get(request(QStringLiteral("/api/conversaciones"), pairs)), context,
                 parsed<ConversationPage>(&ConversationPage::fromJson, std::move(answer)));
}

void HttpApi::synchronize(qint64 after, QObject *context, Answer<SyncPage> answer)
{
    const Query pairs {{QStringLiteral("desde"), QString::number(after)},
                       {QStringLiteral("limite"), QString::number(entriesPerPage)}};
    whenFinished(m_network->get(request(QStringLiteral("/api/sincronizar"), pairs)), context,
                 parsed<SyncPage>(&SyncPage::fromJson, std::move(answer)));
}

void HttpApi::ownThread(QObject *context, Answer<OwnThread> answer)
{
    whenFinished(m_network->get(request(QStringLiteral("/api/conversaciones/mia"))), context,
                 parsed<OwnThread>(&OwnThread::fromJson, std::move(answer)));
}

void HttpApi::presence(QObject *context, Answer<PresenceList> answer)
{
    whenFinished(m_network->get(request(QStringLiteral("/api/presencia"))), context,
                 parsed<PresenceList>(&PresenceList::fromJson, std::move(answer)));
}

QNetworkRequest HttpApi::request(const QString &path, const QList<std::pair<QString, QString>> &query) const
{
    QUrl url;
    url.setScheme(m_server.scheme());
    url.setHost(m_server.host());
    url.setPort(m_server.port());
    url.setPath(path);
    if (!query.isEmpty())
        url.setQuery(encodeQuery(query), QUrl::StrictMode);

    QNetworkRequest request(url);
    request.setTransferTimeout(static_cast<int>(longestWait.count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    // The server looks at its cookie before the header: one of an earlier sign-in would win.
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token.toUtf8());
    return request;
}

void HttpApi::getMessages(const QNetworkRequest &request, QObject *context, Answer<QList<Message>> answer)
{
    whenFinished(m_network->get(request), context,
                 [answer = std::move(answer)](const Result<QJsonValue, ApiError> &body) {
                     answer(body ? messagesFrom(*body) : failure(body.error()));
                 });
}

void HttpApi::whenFinished(QNetworkReply *reply, QObject *context, Answer<QJsonValue> handle)
{
    Q_ASSERT(context);
    watchTls(reply);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(reply, &QNetworkReply::finished, context,
            [reply, handle = std::move(handle)] { handle(readReply(*reply)); });
}

} // namespace ventanilla
