#pragma once

#include <QObject>

class QWidget;

namespace ventanilla {

class MessageListView;

/// Watches whether a person can have the newest message of a thread before the eyes: the window is
/// active and the message on screen. Decides nothing about what that means.
class ReadingWatch : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive the watch.
    ReadingWatch(QWidget &window, MessageListView &messages, QObject *parent = nullptr);

    bool isLooking() const;

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void changed();

private:
    QWidget &m_window;
    MessageListView &m_messages;
};

} // namespace ventanilla
