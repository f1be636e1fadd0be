#pragma once

#include "auth/authenticator.h"
#include "core/tokenbucket.h"

#include <QHash>

#include <functional>

namespace ventanilla {

/// Gives a fresh token to who has a good one (PROTOCOL.md, Renewal), so often and not more. Ends
/// nothing: the old one goes when the new one is used. Lives on the network's thread; what it is
/// given must outlive it.
class TokenRenewal
{
public:
    /// TokenInvalid, TokenExpired, also for a chain that is over, TooFast or Internal.
    using Answer = std::function<void(Result<RenewedToken, WireError>)>;

    TokenRenewal(Authenticator &authenticator, const Clock &clock);

    void renew(const Identity &identity, const Answer &answer);

private:
    struct Allowance {
        TokenBucket bucket {rate, burst};
        qint64 lastMs = 0;
    };

    std::optional<qint64> takeAllowance(const QString &username);

    // An account's, over all its sessions and requests: each token that is replaced is remembered as
    // long as it would have lived, and stored, and nobody shall fill the memory with them.
    static constexpr double rate = 0.2;
    static constexpr double burst = 20;
    static constexpr auto fullAfterMs = static_cast<qint64>(burst / rate * 1000);

    Authenticator &m_authenticator;
    const Clock &m_clock;
    QHash<QString, Allowance> m_allowances;
    qsizetype m_sweepAt = 1024;
};

} // namespace ventanilla
