#include "widgets/avatar.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QTest>

#include <cmath>

using namespace ventanilla;

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

/// WCAG 2.1, 1.4.3.
double contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

constexpr double forText = 4.5;
constexpr double forShapes = 3.0;

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void isLegible_data();
    void isLegible();
    void followsThePalette();
    void setsThePaletteOfTheApplication();
    void coloursIcons();
    void makesInitials_data();
    void makesInitials();
    void keepsAnAccountsColour();
};

void TestTheme::isLegible_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");
    const auto add = [](const char *set, const char *what, const QColor &ink, const QColor &ground,
                        double least = forText) {
        QTest::addRow("%s: %s", set, what) << ink << ground << least;
    };
    for (const auto &[set, c] : {std::pair("light", lightColours()), std::pair("dark", darkColours())}) {
        add(set, "text on window", c.text, c.window);
        add(set, "text on pane", c.text, c.pane);
        add(set, "secondary on window", c.secondaryText, c.window);
        add(set, "secondary on pane", c.secondaryText, c.pane);
        add(set, "secondary on hovered row", c.secondaryText, c.hover);
        add(set, "secondary on open row", c.secondaryText, c.openTint);
        add(set, "secondary on own message", c.secondaryText, c.ownMessage);
        add(set, "secondary on other's message", c.secondaryText, c.othersMessage);
        add(set, "unread on pane", c.unread, c.pane);
        add(set, "unread on hovered row", c.unread, c.hover);
        add(set, "unread marker on window", c.unread, c.window);
        add(set, "open on its tint", c.open, c.openTint);
        add(set, "waiting on its tint", c.waiting, c.waitingTint);
        add(set, "alarm on its tint", c.alarm, c.alarmTint);
        add(set, "alarm on window", c.alarm, c.window);
        add(set, "accent on window", c.accent, c.window);
        add(set, "link in own message", c.accent, c.ownMessage);
        add(set, "link in other's message", c.accent, c.othersMessage);
        add(set, "text in own message", c.text, c.ownMessage);
        add(set, "text in other's message", c.text, c.othersMessage);
        add(set, "text in failed message", c.text, c.alarmTint);
        add(set, "selected text", c.text, c.textSelection);
        add(set, "button", c.onAccent, c.accent);
        add(set, "pill", c.onPill, c.pill);
        add(set, "badge", c.onBadge, c.badge);
        add(set, "field", c.controlLine, c.window, forShapes);
        add(set, "presence on pane", c.online, c.pane, forShapes);
        for (const QColor &avatar : c.avatars)
            add(set, qPrintable(QStringLiteral("initials on ") + avatar.name()), c.onBadge, avatar);
    }
}

void TestTheme::isLegible()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QFETCH(double, least);
    QCOMPARE_GE(contrast(ink, ground), least);
}

void TestTheme::followsThePalette()
{
    QCOMPARE(coloursFor(paletteFrom(lightColours())).text, lightColours().text);
    QCOMPARE(coloursFor(paletteFrom(darkColours())).text, darkColours().text);
    QCOMPARE(coloursFor(QPalette(Qt::black)).window, darkColours().window);
}

void TestTheme::setsThePaletteOfTheApplication()
{
    applyTheme(*qApp);
    QCOMPARE(QApplication::palette().color(QPalette::Window), lightColours().window);
    QCOMPARE(QApplication::palette().color(QPalette::Highlight), lightColours().accent);
}

void TestTheme::coloursIcons()
{
    QImage image(20, 20, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintIcon(painter, Icon::Check, QRectF(0, 0, 20, 20), QColor(0, 0, 255));
    painter.end();
    int strokes = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > 200) {
                QCOMPARE(image.pixelColor(x, y).rgb(), QColor(0, 0, 255).rgb());
                ++strokes;
            }
        }
    }
    QVERIFY(strokes > 0);
    QVERIFY(!applicationIcon().isNull());
}

void TestTheme::makesInitials_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");
    QTest::newRow("two words") << "Ana García"
                               << "AG";
    QTest::newRow("many words") << "Lucía Fernández de la Vega"
                                << "LV";
    QTest::newRow("one word") << "pablo"
                              << "P";
    QTest::newRow("accent") << "álvaro ñíguez"
                            << "ÁÑ";
    QTest::newRow("markup") << "<b>Ana</b> García"
                            << "G";
    QTest::newRow("not a letter") << "😊 !!"
                                  << "?";
    QTest::newRow("empty") << ""
                           << "?";
    QTest::newRow("beyond the first plane") << QString::fromUtf8("𝒜na") << QString::fromUtf8("𝒜");
    QTest::newRow("combined letter") << QString::fromUtf8("E\u0301va") << QString::fromUtf8("E\u0301");
}

void TestTheme::makesInitials()
{
    QFETCH(QString, name);
    QTEST(initialsOf(name), "initials");
}

void TestTheme::keepsAnAccountsColour()
{
    const QPalette palette = paletteFrom(lightColours());
    QCOMPARE(avatarColour(QStringLiteral("ana"), palette), avatarColour(QStringLiteral("ana"), palette));
    QSet<QRgb> used;
    for (int number = 0; number < 100; ++number)
        used.insert(avatarColour(QStringLiteral("user%1").arg(number), palette).rgb());
    QCOMPARE(used.size(), qsizetype(lightColours().avatars.size()));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
