#pragma once

#include "client/connectionstatus.h"

#include <QString>

namespace ventanilla {

/// What the banner says about a connection.
struct BannerContent {
    enum class Tone {
        /// All is well: no banner.
        None,
        /// It is being worked on.
        Trying,
        /// It will not get well by itself.
        NeedsPerson,
    };

    Tone tone = Tone::None;
    QString words {};
    /// For a tooltip.
    QString detail {};
    bool offersRetry = false;
    /// Not worth a banner unless it takes long.
    bool canWait = false;
};

/// `steadyMs` as Clock::steadyMs(), for "next try in 4 s"; `catchingUp` if what was missed in a break is
/// not all here yet.
BannerContent bannerFor(const ConnectionStatus &status, qint64 steadyMs, bool catchingUp = false);

/// The same in a few words for a status line: "Connected to chat.example:3000".
QString connectionWords(const ConnectionStatus &status);

} // namespace ventanilla
