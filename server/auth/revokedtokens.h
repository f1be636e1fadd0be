#pragma once

#include "core/clock.h"
#include "storage/records.h"

#include <QByteArray>
#include <QHash>
#include <QObject>

namespace ventanilla {

/// The tokens that were given back before their time. In memory; the store keeps them for the next
/// start. Forgets those that have expired. Lives on the network's thread.
class RevokedTokens : public QObject
{
    Q_OBJECT

public:
    RevokedTokens(const QList<RevokedToken> &known, const Clock &clock, QObject *parent = nullptr);

    /// SHA-256: what is kept of a token is of no use to a thief.
    static QByteArray fingerprintOf(const QByteArray &token);

    bool contains(const QByteArray &fingerprint) const { return m_expiry.contains(fingerprint); }
    void add(const RevokedToken &token);

signals:
    void revoked(const QByteArray &fingerprint);

private:
    const Clock &m_clock;
    /// Seconds since 1970, by fingerprint.
    QHash<QByteArray, qint64> m_expiry;
    qsizetype m_sweepAt = 1024;
};

} // namespace ventanilla
