#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QPoint>

class QContextMenuEvent;
class QKeyEvent;
class QMenu;
class QMouseEvent;

namespace ventanilla {

class MessageListView;
enum class MessageAction;

/// Mouse, keys and clipboard of a thread: selects text, opens links, offers what can be done with a
/// message. Changes no message itself.
class MessageInteraction : public QObject
{
    Q_OBJECT

public:
    explicit MessageInteraction(MessageListView *view);

    void press(QMouseEvent *event);
    void move(QMouseEvent *event);
    void release(QMouseEvent *event);
    void doubleClick(QMouseEvent *event);
    void openMenu(QContextMenuEvent *event);
    /// Whether the key was one of ours.
    bool handleKey(QKeyEvent *event);

    /// What is selected, else the current message.
    void copy();
    void selectAll();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void extendTo(const QPoint &point);
    void showCursorFor(const QPoint &point);
    void run(MessageAction action, const QModelIndex &index);
    void fillMenu(QMenu &menu, const QPoint &point);
    void scrollWhileSelecting();

    MessageListView *m_view;
    QBasicTimer m_scrollTimer;
    QPoint m_pressedAt;
    QPoint m_lastPoint;
    bool m_selecting = false;
    bool m_dragged = false;
};

} // namespace ventanilla
