#include "threadfixture.h"
#include "widgets/newmessagespill.h"
#include "widgets/theme.h"

#include <utility>

using namespace ventanilla;

namespace {

/// Counts the rows that are laid out: each layout reads its text once.
class CountingModel final : public MessageListModel
{
public:
    using MessageListModel::MessageListModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == TextRole)
            ++laidOut;
        return MessageListModel::data(index, role);
    }

    mutable int laidOut = 0;
};

} // namespace

class TestMessagePainting : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<ThreadFixture>(); }
    void paintsBubbles();
    void paintsHowFarAMessageHasCome_data();
    void paintsHowFarAMessageHasCome();
    void laysOutOnlyWhatIsNear();

private:
    /// The mark in the only message's bubble, which stands at the lower right.
    QImage mark() const;

    std::unique_ptr<ThreadFixture> m;
};

void TestMessagePainting::paintsBubbles()
{
    m->view.setPalette(paletteFrom(darkColours()));
    m->fill(1, 1);
    m->model.merge({thread::message(2, thread::agent)});
    const QImage image = m->view.viewport()->grab().toImage();
    const auto at = [&](int x, qint64 id) { return image.pixelColor(x, m->bottomOf(id) - 4); };
    QCOMPARE(at(metric::wideMargin + 20, 1), darkColours().othersMessage);
    QCOMPARE(at(m->view.viewport()->width() - metric::wideMargin - 50, 2), darkColours().ownMessage);
    QCOMPARE(at(m->view.viewport()->width() / 2, 1), darkColours().window);
}

QImage TestMessagePainting::mark() const
{
    const QImage image = m->view.viewport()->grab().toImage();
    const int right = m->view.viewport()->width() - metric::wideMargin - metric::bubblePadding;
    const int bottom = m->view.visualRect(m->model.index(0)).bottom() - metric::bubbleVerticalPadding;
    return image.copy(right - metric::smallIcon, bottom - metric::smallIcon, metric::smallIcon,
                      metric::smallIcon);
}

void TestMessagePainting::paintsHowFarAMessageHasCome_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestMessagePainting::paintsHowFarAMessageHasCome()
{
    QFETCH(bool, dark);
    const Colours &colours = dark ? darkColours() : lightColours();
    m->view.setPalette(paletteFrom(colours));
    const auto ink = [&](const QImage &image) {
        int pixels = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                pixels += image.pixelColor(x, y) == colours.ownMessage ? 0 : 1;
        }
        return pixels;
    };
    m->model.merge(thread::outgoing(QStringLiteral("key")));
    const QImage waiting = mark();
    m->model.merge(thread::outgoing(QStringLiteral("key"), MessageState::Durable));
    const QImage durable = mark();
    m->model.merge(thread::stored(QStringLiteral("key"), 1));
    const QImage stored = mark();
    m->model.setReach(1, 0);
    const QImage got = mark();
    m->model.setReach(1, 1);
    const QImage read = mark();
    QVERIFY(ink(stored) > 0);
    QVERIFY(waiting != stored);
    QCOMPARE(durable, stored);
    QVERIFY(ink(got) > ink(stored)); // two ticks
    QVERIFY(read != got);
    QCOMPARE(ink(read), ink(got)); // the same ticks in another colour
}

void TestMessagePainting::laysOutOnlyWhatIsNear()
{
    CountingModel model(thread::agent, thread::user);
    m->view.setModel(&model);
    constexpr int screenful = 20; // of the shortest messages
    const auto laidOut = [&] { return std::exchange(model.laidOut, 0); };
    model.merge(thread::page(1, 100'000));
    m->view.grab();
    QVERIFY(m->isAtEnd());
    QVERIFY2(model.laidOut <= 3 * screenful, qPrintable(QString::number(model.laidOut)));
    laidOut();
    m->scrollTo(m->view.verticalScrollBar()->maximum() / 2);
    m->view.grab();
    QVERIFY2(model.laidOut <= 3 * screenful, qPrintable(QString::number(model.laidOut)));
    laidOut();
    model.merge(thread::page(100'001, 100'010)); // below the screen
    model.setReach(100'000, 50'000);
    m->view.grab();
    QVERIFY2(model.laidOut <= 3 * screenful, qPrintable(QString::number(model.laidOut)));
    QCOMPARE(m->view.findChild<NewMessagesPill *>()->count(), 10);
    m->view.setModel(nullptr);
}

QTEST_MAIN(TestMessagePainting)
#include "tst_messagepainting.moc"
