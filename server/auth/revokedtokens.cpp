#include "auth/revokedtokens.h"

#include <QCryptographicHash>

#include <algorithm>

namespace ventanilla {

RevokedTokens::RevokedTokens(const QList<RevokedToken> &known, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    for (const RevokedToken &token : known)
        m_entries.insert(token.fingerprint, {token.expiresAt});
}

QByteArray RevokedTokens::fingerprintOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

bool RevokedTokens::contains(const QByteArray &fingerprint) const
{
    const auto found = m_entries.constFind(fingerprint);
    return found != m_entries.constEnd()
        && (!found->refusedFromMs || *found->refusedFromMs <= m_clock.steadyMs());
}

void RevokedTokens::add(const RevokedToken &token)
{
    // Twice, by two tokens of one chain: the longer one holds.
    const qint64 before = m_entries.value(token.fingerprint).expiresAt;
    insert(token.fingerprint, {std::max(token.expiresAt, before)});
    emit revoked(token.fingerprint);
}

void RevokedTokens::supersede(const RevokedToken &token)
{
    if (token.expiresAt <= m_clock.nowSeconds() || m_entries.contains(token.fingerprint))
        return;
    insert(token.fingerprint, {token.expiresAt, m_clock.steadyMs() + graceMs});
    emit superseded(token);
}

void RevokedTokens::insert(const QByteArray &fingerprint, const Entry &entry)
{
    if (m_entries.size() >= m_sweepAt) {
        m_entries.removeIf(
            [now = m_clock.nowSeconds()](const auto &each) { return each.value().expiresAt <= now; });
        m_sweepAt = std::max<qsizetype>(1024, m_entries.size() * 2);
    }
    m_entries.insert(fingerprint, entry);
}

} // namespace ventanilla
