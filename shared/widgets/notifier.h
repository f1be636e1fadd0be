#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace ventanilla {

/// Tells that something is unread: by the number in the window's title, and by the window manager's
/// urgency hint when it grows while the window is not in front.
class Notifier : public QObject
{
    Q_OBJECT

public:
    /// `title` is the window's title without a number.
    Notifier(QWidget *window, QString title, QObject *parent = nullptr);

    void setTitle(const QString &title);
    void setUnread(int count);

signals:
    /// The urgency hint was asked for.
    void alerted();

private:
    void showTitle();

    QWidget *m_window;
    QString m_title;
    int m_unread = 0;
};

} // namespace ventanilla
