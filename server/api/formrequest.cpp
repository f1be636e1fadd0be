#include "api/formrequest.h"

#include "api/formdata.h"
#include "api/requestauth.h"
#include "net/origin.h"

namespace ventanilla {

std::optional<QHash<QString, QString>> acceptForm(const HttpRequest &request, const HttpResponder &responder,
                                                  const QStringList &allowedOrigins)
{
    if (!isOriginAllowed(request, allowedOrigins)) {
        responder.respond(originRefused(request));
        return std::nullopt;
    }
    const auto fields = formFields(request);
    if (!fields) {
        responder.respond(badRequest(fields.error().message));
        return std::nullopt;
    }
    return *fields;
}

} // namespace ventanilla
