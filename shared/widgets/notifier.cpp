#include "widgets/notifier.h"

#include <QApplication>
#include <QWidget>

namespace ventanilla {

Notifier::Notifier(QWidget *window, QString title, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_title(std::move(title))
{
    showTitle();
}

void Notifier::setTitle(const QString &title)
{
    m_title = title;
    showTitle();
}

void Notifier::setUnread(int count)
{
    const bool grown = count > m_unread;
    m_unread = count;
    showTitle();
    if (grown && !m_window->isActiveWindow()) {
        QApplication::alert(m_window);
        emit alerted();
    }
}

void Notifier::showTitle()
{
    m_window->setWindowTitle(m_unread > 0 ? QStringLiteral("(%1) %2").arg(QString::number(m_unread), m_title)
                                          : m_title);
}

} // namespace ventanilla
