#include "client/httpreply.h"

#include "client/tlsproblem.h"
#include "core/jsonreader.h"
#include "core/jsontext.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

namespace ventanilla {

namespace {

using Kind = ApiError::Kind;

constexpr const char *tlsProblemProperty = "ventanillaTlsProblem";
constexpr qint64 longestRetryAfterSeconds = 86'400;

ApiError errorOf(Kind kind, const QString &text)
{
    return {kind, text, std::nullopt, std::nullopt};
}

Kind kindOf(int status)
{
    switch (status) {
    case 401:
        return Kind::NotAuthenticated;
    case 403:
        return Kind::Forbidden;
    case 429:
        return Kind::Throttled;
    default:
        // A redirect that was not followed leads to another origin: not our server.
        return status < 400 ? Kind::Malformed : Kind::Refused;
    }
}

/// `{"error", "codigo"}` if it is that, and the status line's words otherwise.
ApiError refusal(int status, QNetworkReply &reply)
{
    ApiError error;
    error.kind = kindOf(status);
    const QJsonObject body = QJsonDocument::fromJson(reply.readAll()).object();
    error.text = body.value(u"error").toString();
    if (error.text.isEmpty()) {
        const QString reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        error.text = QStringLiteral("HTTP %1 %2").arg(QString::number(status), reason).trimmed();
    }
    error.code = errorCodeFromWire(body.value(u"codigo").toString());

    bool isNumber = false;
    const qint64 seconds = reply.rawHeader("Retry-After").trimmed().toLongLong(&isNumber);
    if (isNumber && seconds >= 0)
        error.retryAfterMs = std::min(seconds, longestRetryAfterSeconds) * 1000;
    return error;
}

ApiError transportError(QNetworkReply &reply)
{
    const QString tlsProblem = reply.property(tlsProblemProperty).toString();
    if (!tlsProblem.isEmpty())
        return errorOf(Kind::Untrusted, tlsProblem);
    switch (reply.error()) {
    case QNetworkReply::OperationCanceledError:
        return errorOf(Kind::Network, QStringLiteral("the server did not answer in time"));
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError:
        return errorOf(Kind::Malformed, reply.errorString());
    default:
        return errorOf(Kind::Network, reply.errorString());
    }
}

} // namespace

void watchTls(QNetworkReply *reply)
{
    QObject::connect(reply, &QNetworkReply::sslErrors, reply, [reply](const QList<QSslError> &errors) {
        reply->setProperty(tlsProblemProperty,
                           describeTlsProblem(errors, reply->sslConfiguration().peerCertificate()));
    });
}

Result<QJsonValue, ApiError> readReply(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool refused = status >= 300 && reply.error() != QNetworkReply::OperationCanceledError;
    if (refused)
        return failure(refusal(status, reply));
    if (reply.error() != QNetworkReply::NoError)
        return failure(transportError(reply)); // also an answer that broke off half-way
    const QByteArray body = reply.readAll();
    if (body.isEmpty())
        return QJsonValue();
    const auto document = jsonFromText(body);
    if (!document)
        return failure(errorOf(Kind::Malformed, QStringLiteral("the answer is not JSON")));
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

} // namespace ventanilla
