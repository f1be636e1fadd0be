#pragma once

#include "widgets/connectionwords.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace ventanilla {

class Clock;

/// One slim line that says in words that the connection is not well, counts down to the next try
/// and offers to try now; amber while that may help, red when it needs a person, gone when well.
/// Decides nothing about connecting.
class ConnectionBanner : public QWidget
{
    Q_OBJECT

public:
    /// `clock` must outlive the banner.
    explicit ConnectionBanner(const Clock &clock, QWidget *parent = nullptr);

    void setStatus(const ConnectionStatus &status);
    /// While it lasts, what is on screen may not be all; said only if it takes a while.
    void setCatchingUp(bool catchingUp);
    /// While not empty these words stand there instead, with an offer to sign in.
    void setSignInNeeded(const QString &words);

signals:
    void retryRequested();
    void signInRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void present(const BannerContent &content);
    void takeColours();

    const Clock &m_clock;
    QLabel *m_words;
    QPushButton *m_retry;
    QPushButton *m_signIn;
    QTimer *m_countdown;
    QTimer *m_patience;
    ConnectionStatus m_status;
    bool m_catchingUp = false;
    QString m_signInWords;
    BannerContent::Tone m_tone = BannerContent::Tone::None;
};

} // namespace ventanilla
