#pragma once

#include "widgets/messagelistview.h"

#include <QWidget>

class QAbstractItemModel;
class QStackedWidget;

namespace ventanilla {

class AccessibleRows;
class Clock;
class Composer;
class ConnectionBanner;
class EmptyState;
class ThreadHeader;

/// A thread with everything around it: banner, header, messages, composer. Lays out and shows the
/// empty states; which thread, and what happens with what is written, others decide.
class ConversationPane : public QWidget
{
    Q_OBJECT

public:
    /// `clock` must outlive the pane.
    explicit ConversationPane(const Clock &clock, QWidget *parent = nullptr);

    ConnectionBanner *banner() const { return m_banner; }
    ThreadHeader *header() const { return m_header; }
    MessageListView *messages() const { return m_messages; }
    Composer *composer() const { return m_composer; }
    /// Shown while no thread is.
    EmptyState *nothingOpen() const { return m_nothingOpen; }
    /// Shown for a thread that has no message, or could not be loaded.
    EmptyState *emptyThread() const { return m_emptyThread; }

    /// A model with the roles of MessageListModel, not owned; null to show none.
    void setThread(QAbstractItemModel *model);
    void setHistory(MessageListView::History history);

signals:
    /// The thread could not be loaded, and its reader asks for another attempt.
    void reloadRequested();

protected:
    /// Esc goes to the newest message, wherever in the pane the keyboard is.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut();
    void choosePage();
    void describeEmptyThread();

    ConnectionBanner *m_banner;
    ThreadHeader *m_header;
    QStackedWidget *m_pages;
    MessageListView *m_messages;
    EmptyState *m_nothingOpen;
    EmptyState *m_emptyThread;
    Composer *m_composer;
    AccessibleRows *m_rows;
};

} // namespace ventanilla
