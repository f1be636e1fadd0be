#pragma once

#include "net/httpparser.h"

namespace ventanilla::httpchecks {

/// What must hold of every request that is accepted: nothing in its head can be read in two ways
/// (RFC 9112, 6.3; RFC 9110, 5.5 and 7.2), and it is within the limits. Also puts the head through
/// what the server asks of it next.
void checkHead(const HttpRequest &head, const HttpLimits &limits);
/// That what the parser says of the connection is what the head says.
void checkConnection(const HttpRequest &head, bool keepsAlive, bool isUpgrade);
/// That the body is as long as the head says, and no longer than it may be.
void checkBody(const HttpRequest &head, const QByteArray &body, qint64 longest);
void checkRefusal(const HttpResponse &refusal);

bool sameHead(const HttpRequest &a, const HttpRequest &b);

} // namespace ventanilla::httpchecks
