#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <array>

class QApplication;

namespace ventanilla {

/// Every colour of the two clients, once for light and once for dark.
struct Colours {
    QColor window;
    QColor pane;
    QColor line;
    /// Around what one can write into or press; 3 : 1 against its ground.
    QColor controlLine;
    QColor hover;
    QColor text;
    QColor secondaryText;
    QColor unread;
    QColor open;
    QColor openTint;
    QColor waiting;
    QColor waitingTint;
    QColor alarm;
    QColor alarmTint;
    QColor accent;
    QColor onAccent;
    QColor ownMessage;
    QColor othersMessage;
    QColor badge;
    QColor onBadge;
    QColor online;
    QColor textSelection;
    QColor pill;
    QColor onPill;
    /// White initials stand on these.
    std::array<QColor, 8> avatars;
};

/// The set that goes with this palette: dark where its window is dark. What a widget paints with is
/// `coloursFor(palette())`, so that it follows the palette it was given and needs no global.
const Colours &coloursFor(const QPalette &palette);

/// Both sets, for the test that measures their contrast.
const Colours &lightColours();
const Colours &darkColours();

/// The widgets' palette in one of the two sets.
QPalette paletteFrom(const Colours &colours);

/// Fusion style, our palette, light or dark as the system is now and when it changes.
void applyTheme(QApplication &application);

/// The system's font at the sizes that the design uses.
QFont smallFont(const QFont &base);
QFont titleFont(const QFont &base);
QFont boldFont(const QFont &base);

/// `colour` over `below`; `alpha` from 0 to 1.
QColor blended(const QColor &colour, const QColor &below, qreal alpha);

/// Every length, in device-independent pixels on a grid of 4.
namespace metric {
inline constexpr int gap = 4;
inline constexpr int gap2 = 8;
inline constexpr int margin = 12;
inline constexpr int wideMargin = 16;
inline constexpr int line = 1;
inline constexpr int focusRing = 2;

inline constexpr int controlRadius = 6;
inline constexpr int fieldPadding = 6;
inline constexpr int scrollBar = 10;
inline constexpr int scrollBarInset = 2;
inline constexpr int scrollSliderMinimum = 32;

inline constexpr int icon = 20;
inline constexpr int smallIcon = 14;
inline constexpr int emptyStateIcon = 48;
inline constexpr int emptyStateWidth = 320;

inline constexpr int rowHeight = 64;
inline constexpr int avatar = 40;
inline constexpr int smallAvatar = 32;
inline constexpr int presenceDot = 10;
inline constexpr int presenceDotRim = 2;
inline constexpr int openBar = 3;
inline constexpr int badgeHeight = 18;
inline constexpr int badgePadding = 6;
inline constexpr int badgeLimit = 99;

inline constexpr int listWidth = 312;
inline constexpr int listMinimumWidth = 280;
inline constexpr int listMaximumWidth = 340;
inline constexpr int threadMinimumWidth = 320;
inline constexpr int headerHeight = 56;
inline constexpr int statusHeight = 28;
inline constexpr int statusDot = 8;

inline constexpr int bubbleRadius = 12;
inline constexpr int bubblePadding = 12;
inline constexpr int bubbleVerticalPadding = 7;
inline constexpr int bubbleMaximumWidth = 640;
inline constexpr int bubbleMaximumPercent = 68;
inline constexpr int bubbleMinimumWidth = 48;
inline constexpr int withinGroup = 2;
inline constexpr int betweenGroups = 12;
inline constexpr int aroundSeparator = 12;
inline constexpr int footerGap = 10;
inline constexpr int historyCaption = 40;

inline constexpr int pillHeight = 32;
inline constexpr int pillMargin = 12;

inline constexpr int composerMaximumLines = 6;
inline constexpr int composerRadius = 12;
inline constexpr int sendButton = 32;
inline constexpr int bannerHeight = 32;

inline constexpr int dialogWidth = 380;
inline constexpr int adminWindowWidth = 1080;
inline constexpr int adminWindowHeight = 720;
inline constexpr int userWindowWidth = 480;
inline constexpr int userWindowHeight = 680;
} // namespace metric

} // namespace ventanilla
