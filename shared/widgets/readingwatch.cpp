#include "widgets/readingwatch.h"

#include "widgets/messagelistview.h"

#include <QEvent>

namespace ventanilla {

ReadingWatch::ReadingWatch(QWidget &window, MessageListView &messages, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_messages(messages)
{
    window.installEventFilter(this);
    connect(&messages, &MessageListView::newestShownChanged, this, &ReadingWatch::changed);
}

bool ReadingWatch::isLooking() const
{
    return m_window.isActiveWindow() && !m_window.isMinimized() && m_messages.isNewestShown();
}

bool ReadingWatch::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (watched == &m_window
        && (type == QEvent::WindowActivate || type == QEvent::WindowDeactivate
            || type == QEvent::WindowStateChange))
        emit changed();
    return QObject::eventFilter(watched, event);
}

} // namespace ventanilla
