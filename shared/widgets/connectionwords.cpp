#include "widgets/connectionwords.h"

#include <QCoreApplication>

namespace ventanilla {

namespace {

constexpr qint64 secondMs = 1000;

struct ConnectionWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::ConnectionWords)
};

QString problem(const ConnectionStatus &status)
{
    switch (status.failure.value_or(TransportFailure::Lost)) {
    case TransportFailure::Untrusted:
        return ConnectionWords::tr("The certificate of %1 cannot be trusted").arg(status.server);
    case TransportFailure::Protocol:
        return ConnectionWords::tr("What answers at %1 is not a Ventanilla server").arg(status.server);
    case TransportFailure::Closed:
    case TransportFailure::Unreachable:
    case TransportFailure::Lost: break;
    }
    return ConnectionWords::tr("No connection to %1").arg(status.server);
}

/// Rounded up: "in 0 s" would be a lie, and so would be a countdown that skips its first second.
int secondsUntil(qint64 atMs, qint64 nowMs)
{
    return int((qMax<qint64>(0, atMs - nowMs) + secondMs - 1) / secondMs);
}

} // namespace

BannerContent bannerFor(const ConnectionStatus &status, qint64 steadyMs, bool catchingUp)
{
    using Tone = BannerContent::Tone;
    if (status.state == ConnectionState::Connected) {
        if (!catchingUp)
            return {};
        return {
            .tone = Tone::Trying, .words = ConnectionWords::tr("Fetching what was missed…"), .canWait = true};
    }
    if (!status.failure) {
        if (status.state == ConnectionState::Disconnected)
            return {};
        return {.tone = Tone::Trying,
                .words = ConnectionWords::tr("Connecting to %1…").arg(status.server),
                .canWait = true};
    }
    BannerContent content;
    content.tone = status.failure == TransportFailure::Untrusted ? Tone::NeedsPerson : Tone::Trying;
    content.detail = status.detail;
    if (status.nextTryAtMs) {
        content.offersRetry = true;
        content.words =
            ConnectionWords::tr("%1, next try in %2 s", "problem, seconds")
                .arg(problem(status), QString::number(secondsUntil(*status.nextTryAtMs, steadyMs)));
    } else if (status.state == ConnectionState::Disconnected) {
        content.offersRetry = true;
        content.words = problem(status);
    } else {
        content.words = ConnectionWords::tr("%1, trying again…", "problem").arg(problem(status));
    }
    return content;
}

QString connectionWords(const ConnectionStatus &status)
{
    switch (status.state) {
    case ConnectionState::Connected: return ConnectionWords::tr("Connected to %1").arg(status.server);
    case ConnectionState::Connecting: return ConnectionWords::tr("Connecting to %1…").arg(status.server);
    case ConnectionState::Authenticating:
    case ConnectionState::JoiningRooms: return ConnectionWords::tr("Signing in at %1…").arg(status.server);
    case ConnectionState::Disconnected: break;
    }
    return status.server.isEmpty() ? ConnectionWords::tr("Not connected") : problem(status);
}

} // namespace ventanilla
