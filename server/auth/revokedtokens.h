#pragma once

#include "core/clock.h"
#include "storage/records.h"

#include <QByteArray>
#include <QHash>
#include <QObject>

#include <optional>

namespace ventanilla {

/// The tokens that are refused before their time: those of chains that were signed out, and those
/// whose successor is in use. In memory; RevocationKeeper keeps them for the next start. Forgets
/// those that have expired. Lives on the network's thread.
class RevokedTokens : public QObject
{
    Q_OBJECT

public:
    /// How long a token is still good once its successor has been used, in ms: what was sent with it
    /// meanwhile must arrive.
    static constexpr qint64 graceMs = 60'000;

    RevokedTokens(const QList<RevokedToken> &known, const Clock &clock, QObject *parent = nullptr);

    /// SHA-256: what is kept of a token is of no use to a thief.
    static QByteArray fingerprintOf(const QByteArray &token);

    /// Whether the token, or the chain, is refused now.
    bool contains(const QByteArray &fingerprint) const;
    /// Refuses it from now on, and ends its sessions.
    void add(const RevokedToken &token);
    /// Refuses a token once the grace is over, and ends no session. Does nothing from the second
    /// time on.
    void supersede(const RevokedToken &token);

signals:
    void revoked(const QByteArray &fingerprint);
    void superseded(const ventanilla::RevokedToken &token);

private:
    struct Entry {
        /// Seconds since 1970.
        qint64 expiresAt = 0;
        /// On the steady clock; nothing for at once.
        std::optional<qint64> refusedFromMs = std::nullopt;
    };

    void insert(const QByteArray &fingerprint, const Entry &entry);

    const Clock &m_clock;
    /// By fingerprint.
    QHash<QByteArray, Entry> m_entries;
    qsizetype m_sweepAt = 1024;
};

} // namespace ventanilla
