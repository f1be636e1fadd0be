#pragma once

#include "client/httpapi.h"

#include <QJsonValue>

class QNetworkReply;

namespace ventanilla {

/// Has the reply remember why its certificate is not trusted. To be called before it finishes;
/// nothing is ever accepted here.
void watchTls(QNetworkReply *reply);

/// What a finished reply says: its JSON body (null if there is none), or why there is none.
Result<QJsonValue, ApiError> readReply(QNetworkReply &reply);

} // namespace ventanilla
