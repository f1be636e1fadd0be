#include "auth/tokenrenewal.h"

#include "core/logging.h"

#include <algorithm>

namespace ventanilla {

namespace {

WireError refusalOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TokenExpired: return {code, QStringLiteral("El token ha caducado")};
    case ErrorCode::TokenInvalid: return {code, QStringLiteral("Token inválido")};
    default: return {ErrorCode::Internal, QStringLiteral("Error interno")};
    }
}

WireError chainIsOver()
{
    return {ErrorCode::TokenExpired,
            QStringLiteral("La sesión ha durado lo máximo; hay que volver a entrar")};
}

} // namespace

TokenRenewal::TokenRenewal(Authenticator &authenticator, const Clock &clock)
    : m_authenticator(authenticator)
    , m_clock(clock)
{
}

void TokenRenewal::renew(const Identity &identity, const Answer &answer)
{
    if (const auto waitMs = takeAllowance(identity.username)) {
        answer(failure(
            WireError {ErrorCode::TooFast, QStringLiteral("Demasiadas renovaciones seguidas"), *waitMs}));
        return;
    }
    m_authenticator.judge(identity, [this, answer](const Result<Identity, ErrorCode> &who) {
        if (!who) {
            answer(failure(refusalOf(who.error())));
            return;
        }
        const auto renewed = m_authenticator.renewToken(*who);
        if (!renewed) {
            answer(failure(chainIsOver()));
            return;
        }
        qCInfo(logAuth).noquote() << "renewed the token of" << forLog(who->username);
        answer(*renewed);
    });
}

std::optional<qint64> TokenRenewal::takeAllowance(const QString &username)
{
    const qint64 now = m_clock.steadyMs();
    if (m_allowances.size() >= m_sweepAt) {
        // Those that have filled up again.
        m_allowances.removeIf([now](const auto &entry) { return now - entry.value().lastMs >= fullAfterMs; });
        m_sweepAt = std::max<qsizetype>(1024, m_allowances.size() * 2);
    }
    Allowance &allowance = m_allowances[username];
    allowance.lastMs = now;
    return allowance.bucket.take(now);
}

} // namespace ventanilla
