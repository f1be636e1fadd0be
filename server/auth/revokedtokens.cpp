#include "auth/revokedtokens.h"

#include <QCryptographicHash>

#include <algorithm>

namespace ventanilla {

RevokedTokens::RevokedTokens(const QList<RevokedToken> &known, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    for (const RevokedToken &token : known)
        m_expiry.insert(token.fingerprint, token.expiresAt);
}

QByteArray RevokedTokens::fingerprintOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

void RevokedTokens::add(const RevokedToken &token)
{
    if (m_expiry.size() >= m_sweepAt) {
        m_expiry.removeIf([now = m_clock.nowSeconds()](const auto &entry) { return entry.value() <= now; });
        m_sweepAt = std::max<qsizetype>(1024, m_expiry.size() * 2);
    }
    m_expiry.insert(token.fingerprint, token.expiresAt);
    emit revoked(token.fingerprint);
}

} // namespace ventanilla
