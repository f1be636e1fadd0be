#include "protocol/wireerror.h"

#include "core/jsonreader.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace ventanilla {

namespace {

struct CodeName {
    ErrorCode code;
    QStringView name;
};

constexpr std::array codeNames {
    CodeName {ErrorCode::NotAuthenticated, u"no_autenticado"},
    CodeName {ErrorCode::TokenMissing, u"token_ausente"},
    CodeName {ErrorCode::TokenInvalid, u"token_invalido"},
    CodeName {ErrorCode::TokenExpired, u"token_caducado"},
    CodeName {ErrorCode::InvalidData, u"datos_invalidos"},
    CodeName {ErrorCode::TextEmpty, u"texto_vacio"},
    CodeName {ErrorCode::TextTooLong, u"texto_largo"},
    CodeName {ErrorCode::RecipientUnknown, u"destino_desconocido"},
    CodeName {ErrorCode::RecipientNotAllowed, u"destino_no_permitido"},
    CodeName {ErrorCode::PermissionDenied, u"sin_permiso"},
    CodeName {ErrorCode::TooFast, u"demasiado_rapido"},
    CodeName {ErrorCode::NotStored, u"no_guardado"},
    CodeName {ErrorCode::NotFound, u"no_encontrado"},
    CodeName {ErrorCode::Internal, u"interno"},
};

} // namespace

QString toWire(ErrorCode code)
{
    const auto found = std::find_if(codeNames.begin(), codeNames.end(),
                                    [code](const CodeName &entry) { return entry.code == code; });
    Q_ASSERT(found != codeNames.end());
    return found->name.toString();
}

std::optional<ErrorCode> errorCodeFromWire(QStringView text)
{
    const auto found = std::find_if(codeNames.begin(), codeNames.end(),
                                    [text](const CodeName &entry) { return entry.name == text; });
    return found != codeNames.end() ? std::optional(found->code) : std::nullopt;
}

QJsonObject WireError::toJson() const
{
    QJsonObject json {{QStringLiteral("codigo"), toWire(code)}, {QStringLiteral("mensaje"), message}};
    if (retryAfterMs)
        json.insert(QStringLiteral("reintentar_ms"), *retryAfterMs);
    return json;
}

WireError WireError::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    const QString code = read.string(u"codigo");
    const QString message = read.optionalString(u"mensaje").value_or(QString());
    const auto retryAfterMs = read.optionalInteger(u"reintentar_ms");
    return {errorCodeFromWire(code).value_or(ErrorCode::Internal), message, retryAfterMs};
}

QJsonObject ackOk(QJsonObject content)
{
    content.insert(QStringLiteral("ok"), true);
    return content;
}

QJsonObject ackError(const WireError &error)
{
    return {{QStringLiteral("ok"), false}, {QStringLiteral("error"), error.toJson()}};
}

} // namespace ventanilla
