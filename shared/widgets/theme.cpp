#include "widgets/theme.h"

#include "widgets/style.h"

#include <QApplication>
#include <QEvent>

namespace ventanilla {

namespace {

constexpr qreal smallRatio = 0.86;
constexpr qreal titleRatio = 1.25;
constexpr int darkBelowLightness = 128;

Colours makeLight()
{
    Colours colours;
    colours.window = QColor(0xFFFFFF);
    colours.pane = QColor(0xF5F6F8);
    colours.line = QColor(0xDDE1E6);
    colours.controlLine = QColor(0x868F9B);
    colours.hover = QColor(0xEAEDF1);
    colours.text = QColor(0x1C2024);
    colours.secondaryText = QColor(0x5B6470);
    colours.unread = QColor(0xC4242F);
    colours.open = QColor(0x1B7A38);
    colours.openTint = QColor(0xE6F4EA);
    colours.waiting = QColor(0x8A5A00);
    colours.waitingTint = QColor(0xFFF4D9);
    colours.alarm = QColor(0xB71F2A);
    colours.alarmTint = QColor(0xFCE9EA);
    colours.accent = QColor(0x0B66C3);
    colours.onAccent = QColor(0xFFFFFF);
    colours.ownMessage = QColor(0xDCEBFB);
    colours.othersMessage = QColor(0xF0F2F5);
    colours.badge = QColor(0xC4242F);
    colours.onBadge = QColor(0xFFFFFF);
    colours.online = QColor(0x0F8B8D);
    colours.textSelection = QColor(0xA9D0F8);
    colours.pill = QColor(0x0B66C3);
    colours.onPill = QColor(0xFFFFFF);
    colours.avatars = {QColor(0xA63D40), QColor(0x96591C), QColor(0x6B6A1B), QColor(0x3C7A3A),
                       QColor(0x17766D), QColor(0x2A6FA3), QColor(0x5A5FB8), QColor(0x8A4A9E)};
    return colours;
}

Colours makeDark()
{
    Colours colours;
    colours.window = QColor(0x16191D);
    colours.pane = QColor(0x1C2025);
    colours.line = QColor(0x2E343C);
    colours.controlLine = QColor(0x667180);
    colours.hover = QColor(0x252A31);
    colours.text = QColor(0xE8EBEE);
    colours.secondaryText = QColor(0x9BA5B1);
    colours.unread = QColor(0xFF7B80);
    colours.open = QColor(0x5CCB7F);
    colours.openTint = QColor(0x1E3326);
    colours.waiting = QColor(0xE3B341);
    colours.waitingTint = QColor(0x362B12);
    colours.alarm = QColor(0xFF8A8F);
    colours.alarmTint = QColor(0x3A1D20);
    colours.accent = QColor(0x6CB2FF);
    colours.onAccent = QColor(0x0B1A2B);
    colours.ownMessage = QColor(0x1D3A57);
    colours.othersMessage = QColor(0x252A31);
    colours.badge = QColor(0xD9363E);
    colours.onBadge = QColor(0xFFFFFF);
    colours.online = QColor(0x3FC1BE);
    colours.textSelection = QColor(0x2F5F91);
    colours.pill = QColor(0x6CB2FF);
    colours.onPill = QColor(0x0B1A2B);
    colours.avatars = makeLight().avatars;
    return colours;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < darkBelowLightness;
}

/// Before our own palette covers it, the system's is what the application starts with, or what the
/// platform makes of the style's standard one.
bool systemIsDark()
{
    QApplication::setPalette(QPalette());
    return isDark(QApplication::palette()) || isDark(QApplication::style()->standardPalette());
}

void setPaletteOfSystem()
{
    QApplication::setPalette(paletteFrom(systemIsDark() ? darkColours() : lightColours()));
}

/// Takes the system's switch between light and dark, which reaches the windows as ThemeChange.
class SystemThemeFollower : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::ThemeChange && watched->isWindowType() && !m_queued) {
            m_queued = true;
            // One change is told to every window; and a palette set while it is told would be
            // overwritten by what the platform still has to send.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_queued = false;
                    setPaletteOfSystem();
                },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_queued = false;
};

QFont scaled(QFont font, qreal ratio)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * ratio);
    else
        font.setPixelSize(qRound(font.pixelSize() * ratio));
    return font;
}

} // namespace

const Colours &lightColours()
{
    static const Colours colours = makeLight();
    return colours;
}

const Colours &darkColours()
{
    static const Colours colours = makeDark();
    return colours;
}

const Colours &coloursFor(const QPalette &palette)
{
    return isDark(palette) ? darkColours() : lightColours();
}

QPalette paletteFrom(const Colours &colours)
{
    QPalette palette(colours.pane);
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.window);
    palette.setColor(QPalette::AlternateBase, colours.pane);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::Button, colours.pane);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.alarm);
    palette.setColor(QPalette::ToolTipBase, colours.pane);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.secondaryText);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Mid, colours.line);
    const QColor disabled = blended(colours.text, colours.window, 0.5);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.line);
    return palette;
}

void applyTheme(QApplication &application)
{
    QApplication::setStyle(new Style); // which is the application's from here on
    setPaletteOfSystem(); // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): see the line before
    auto *follower = new SystemThemeFollower(&application);
    application.installEventFilter(follower);
}

QFont smallFont(const QFont &base)
{
    return scaled(base, smallRatio);
}

QFont titleFont(const QFont &base)
{
    QFont font = scaled(base, titleRatio);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont boldFont(const QFont &base)
{
    QFont font = base;
    font.setBold(true);
    return font;
}

QColor blended(const QColor &colour, const QColor &below, qreal alpha)
{
    const auto mix = [alpha](int over, int under) { return qRound(over * alpha + under * (1 - alpha)); };
    return QColor(mix(colour.red(), below.red()), mix(colour.green(), below.green()),
                  mix(colour.blue(), below.blue()));
}

} // namespace ventanilla
