#include "client/tlsproblem.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslError>

namespace ventanilla {

QString describeTlsProblem(const QList<QSslError> &errors, const QSslCertificate &peer)
{
    QStringList reasons;
    QSslCertificate certificate = peer;
    for (const QSslError &error : errors) {
        if (!reasons.contains(error.errorString()))
            reasons.append(error.errorString());
        if (certificate.isNull())
            certificate = error.certificate();
    }
    QString text = reasons.join(QStringLiteral("; "));
    if (!certificate.isNull()) {
        const QByteArray print = certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper();
        text += QStringLiteral(" (SHA-256 %1)").arg(QString::fromLatin1(print));
    }
    return text;
}

} // namespace ventanilla
