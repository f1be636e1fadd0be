#include "widgets/connectionbanner.h"

#include "core/clock.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

namespace ventanilla {

namespace {

constexpr int countdownMs = 250;
constexpr int patienceMs = 800;

QPushButton *makeAction(const QString &name, const QString &words, QWidget *parent)
{
    auto *button = new QPushButton(words, parent);
    button->setObjectName(name);
    button->setFlat(true);
    button->setCursor(Qt::PointingHandCursor);
    button->setFont(boldFont(smallFont(parent->font())));
    button->setAutoDefault(false);
    button->hide();
    return button;
}

} // namespace

ConnectionBanner::ConnectionBanner(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_words(new QLabel(this))
    , m_retry(makeAction(QStringLiteral("retryNow"), tr("Retry now"), this))
    , m_signIn(makeAction(QStringLiteral("signInAgain"), tr("Sign in"), this))
    , m_countdown(new QTimer(this))
    , m_patience(new QTimer(this))
{
    setObjectName(QStringLiteral("connectionBanner"));
    m_words->setObjectName(QStringLiteral("connectionWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(smallFont(font()));
    // The words may be longer than a narrow window; they must not widen it.
    m_words->setWordWrap(true);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMinimumHeight(metric::bannerHeight);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::wideMargin, metric::gap, metric::gap2, metric::gap);
    layout->setSpacing(metric::gap2);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_retry);
    layout->addWidget(m_signIn);

    connect(m_retry, &QPushButton::clicked, this, &ConnectionBanner::retryRequested);
    connect(m_signIn, &QPushButton::clicked, this, &ConnectionBanner::signInRequested);
    m_countdown->setInterval(countdownMs);
    connect(m_countdown, &QTimer::timeout, this, &ConnectionBanner::refresh);
    m_patience->setSingleShot(true);
    m_patience->setInterval(patienceMs);
    connect(m_patience, &QTimer::timeout, this,
            [this] { present(bannerFor(m_status, m_clock.steadyMs(), m_catchingUp)); });
    hide();
}

void ConnectionBanner::setStatus(const ConnectionStatus &status)
{
    m_status = status;
    refresh();
}

void ConnectionBanner::setCatchingUp(bool catchingUp)
{
    m_catchingUp = catchingUp;
    refresh();
}

void ConnectionBanner::setSignInNeeded(const QString &words)
{
    m_signInWords = words;
    refresh();
}

void ConnectionBanner::refresh()
{
    const BannerContent content = bannerFor(m_status, m_clock.steadyMs(), m_catchingUp);
    const bool counts = m_signInWords.isEmpty() && m_status.nextTryAtMs;
    if (!counts)
        m_countdown->stop();
    else if (!m_countdown->isActive())
        m_countdown->start();
    if (!m_signInWords.isEmpty()) {
        m_patience->stop();
        present({.tone = BannerContent::Tone::NeedsPerson, .words = m_signInWords});
    } else if (content.canWait && isHidden()) {
        if (!m_patience->isActive())
            m_patience->start();
    } else {
        m_patience->stop();
        present(content);
    }
}

void ConnectionBanner::present(const BannerContent &content)
{
    if (m_words->text() != content.words) {
        m_words->setText(content.words);
        setAccessibleName(content.words);
    }
    // A tooltip would take text that looks like HTML for HTML.
    m_words->setToolTip(content.detail.isEmpty()
                            ? QString()
                            : QStringLiteral("<p>%1</p>").arg(content.detail.toHtmlEscaped()));
    m_retry->setVisible(content.offersRetry);
    m_signIn->setVisible(!m_signInWords.isEmpty());
    if (m_tone != content.tone) {
        m_tone = content.tone;
        takeColours();
    }
    setVisible(content.tone != BannerContent::Tone::None);
}

void ConnectionBanner::takeColours()
{
    QPalette colours = palette();
    const Colours &theme = coloursFor(colours);
    const QColor ink = m_tone == BannerContent::Tone::NeedsPerson ? theme.alarm : theme.waiting;
    colours.setColor(QPalette::WindowText, ink);
    colours.setColor(QPalette::ButtonText, ink);
    for (QWidget *part :
         {static_cast<QWidget *>(m_words), static_cast<QWidget *>(m_retry), static_cast<QWidget *>(m_signIn)})
        part->setPalette(colours);
    update();
}

void ConnectionBanner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

void ConnectionBanner::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    const bool needsPerson = m_tone == BannerContent::Tone::NeedsPerson;
    QPainter(this).fillRect(rect(), needsPerson ? colours.alarmTint : colours.waitingTint);
}

} // namespace ventanilla
