#include "client/conversationlistmodel.h"
#include "support/manualclock.h"
#include "widgets/conversationdelegate.h"
#include "widgets/conversationrowlook.h"
#include "widgets/theme.h"

#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QTest>

using namespace ventanilla;
using Model = ConversationListModel;

namespace {

ConversationRowData row(int unread, bool open)
{
    ConversationRowData data;
    data.name = QStringLiteral("Ana García");
    data.user = QStringLiteral("ana");
    data.preview = QStringLiteral("hello");
    data.previewAuthor = QStringLiteral("ana");
    data.unread = unread;
    data.open = open;
    return data;
}

} // namespace

class TestConversationRow : public QObject
{
    Q_OBJECT

private slots:
    void looks_data();
    void looks();
    void countsUpToTheLimit();
    void prefixesThePreview_data();
    void prefixesThePreview();
    void tellsOfDraftsAndTyping();
    void speaks();
    void paints_data();
    void paints();

private:
    static QImage render(int unread, bool open, const QPalette &palette);
    static bool has(const QImage &image, const QRect &part, const QColor &colour);
};

void TestConversationRow::looks_data()
{
    QTest::addColumn<int>("unread");
    QTest::addColumn<bool>("open");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("bold");
    QTest::addColumn<bool>("bar");
    QTest::addColumn<QString>("badge");
    QTest::newRow("nothing new") << 0 << false << "text" << false << false << "";
    QTest::newRow("unread") << 3 << false << "unread" << true << false << "3";
    QTest::newRow("open") << 0 << true << "open" << true << true << "";
    QTest::newRow("open with unread") << 2 << true << "open" << true << true << "2";
}

void TestConversationRow::looks()
{
    QFETCH(int, unread);
    QFETCH(bool, open);
    QFETCH(QString, name);
    for (const Colours &colours : {lightColours(), darkColours()}) {
        const ConversationRowLook look = lookOf(row(unread, open), false, paletteFrom(colours));
        const QHash<QString, QColor> expected {{QStringLiteral("text"), colours.text},
                                               {QStringLiteral("unread"), colours.unread},
                                               {QStringLiteral("open"), colours.open}};
        QCOMPARE(look.name, expected.value(name));
        QCOMPARE(look.background, open ? colours.openTint : colours.pane);
        QTEST(look.bold, "bold");
        QTEST(look.bar, "bar");
        QTEST(look.badge, "badge");
    }
}

void TestConversationRow::countsUpToTheLimit()
{
    const QPalette palette = paletteFrom(lightColours());
    QCOMPARE(lookOf(row(99, false), false, palette).badge, QStringLiteral("99"));
    QCOMPARE(lookOf(row(100, false), false, palette).badge, QStringLiteral("99+"));
}

void TestConversationRow::prefixesThePreview_data()
{
    QTest::addColumn<QString>("author");
    QTest::addColumn<bool>("own");
    QTest::addColumn<QString>("line");
    QTest::newRow("the user's") << "ana" << false << "hello";
    QTest::newRow("mine") << "luis" << true << "You: hello";
    QTest::newRow("a colleague's") << "eva" << false << "eva: hello";
}

void TestConversationRow::prefixesThePreview()
{
    QFETCH(QString, author);
    QFETCH(bool, own);
    ConversationRowData data = row(0, false);
    data.previewAuthor = author;
    data.previewOwn = own;
    QTEST(previewLine(data), "line");
}

void TestConversationRow::tellsOfDraftsAndTyping()
{
    ConversationRowData data = row(0, false);
    data.draft = QStringLiteral("half a sen");
    QCOMPARE(previewLine(data), QStringLiteral("Draft: half a sen"));
    QCOMPARE(accessibleText(data, 0), QStringLiteral("Ana García, Draft: half a sen"));
    data.open = true;
    QCOMPARE(previewLine(data), QStringLiteral("hello")); // it stands in the composer
    data.open = false;
    data.typing = true;
    QCOMPARE(previewLine(data), QStringLiteral("writing…"));
    QCOMPARE(accessibleText(data, 0), QStringLiteral("Ana García, writing…"));
    for (const Colours &colours : {lightColours(), darkColours()})
        QCOMPARE(lookOf(data, false, paletteFrom(colours)).preview, colours.accent);
}

void TestConversationRow::speaks()
{
    const ManualClock clock;
    ConversationRowData data = row(3, false);
    data.online = true;
    data.lastAtMs = clock.nowMs() - 300'000;
    const QString words = accessibleText(data, clock.nowMs());
    QCOMPARE(words, QStringLiteral("Ana García, 3 unread, online, last message 5 min: hello"));
}

QImage TestConversationRow::render(int unread, bool open, const QPalette &palette)
{
    const ManualClock clock;
    QStandardItemModel model(1, 1);
    const QModelIndex index = model.index(0, 0);
    model.setData(index, QStringLiteral("Ana García"), Model::NameRole);
    model.setData(index, QStringLiteral("ana"), Model::UserRole);
    model.setData(index, unread, Model::UnreadRole);
    model.setData(index, open, Model::OpenRole);

    const ConversationDelegate delegate(clock);
    QStyleOptionViewItem option;
    option.palette = palette;
    option.rect = QRect(0, 0, 300, metric::rowHeight);
    QImage image(option.rect.size(), QImage::Format_RGB32);
    QPainter painter(&image);
    delegate.paint(&painter, option, index);
    return image;
}

bool TestConversationRow::has(const QImage &image, const QRect &part, const QColor &colour)
{
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            if (image.pixelColor(x, y) == colour)
                return true;
        }
    }
    return false;
}

void TestConversationRow::paints_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestConversationRow::paints()
{
    QFETCH(bool, dark);
    const Colours &colours = dark ? darkColours() : lightColours();
    const QPalette palette = paletteFrom(colours);
    const QRect badge(250, 32, 40, 24);

    const QImage open = render(0, true, palette);
    QCOMPARE(open.pixelColor(0, 30), colours.open);
    QCOMPARE(open.pixelColor(metric::openBar - 1, 30), colours.open);
    QCOMPARE(open.pixelColor(metric::openBar + 2, 4), colours.openTint);
    QVERIFY(!has(open, badge, colours.badge));

    const QImage unread = render(2, false, palette);
    QCOMPARE(unread.pixelColor(0, 30), colours.pane);
    QVERIFY(has(unread, badge, colours.badge));
    QVERIFY(has(unread, QRect(60, 8, 120, 24), colours.unread));

    const QImage plain = render(0, false, palette);
    QCOMPARE(plain.pixelColor(0, 30), colours.pane);
    QVERIFY(!has(plain, plain.rect(), colours.badge));
}

QTEST_MAIN(TestConversationRow)
#include "tst_conversationrow.moc"
