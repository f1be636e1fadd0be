#pragma once

#include <QList>
#include <QString>

class QSslCertificate;
class QSslError;

namespace ventanilla {

/// Why a certificate is not trusted, and its SHA-256 fingerprint, so that a person can compare it
/// with what the server's operator says. `peer` is the server's certificate, null if unknown.
QString describeTlsProblem(const QList<QSslError> &errors, const QSslCertificate &peer);

} // namespace ventanilla
