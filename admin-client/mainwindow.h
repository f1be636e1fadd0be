#pragma once

#include "admin-client/navigation.h"

#include <QWidget>

class QSplitter;

namespace ventanilla {

class Clock;
class ClientSettings;
class ConversationListPanel;
class ConversationPane;
class StatusStrip;

/// The console's window. Lays out the list, the thread and the status strip, and turns its keys
/// into signals; decides nothing.
class MainWindow : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the window.
    MainWindow(const Clock &clock, ClientSettings &settings, QWidget *parent = nullptr);

    ConversationListPanel *list() const { return m_list; }
    ConversationPane *pane() const { return m_pane; }
    StatusStrip *status() const { return m_status; }

signals:
    void stepRequested(ventanilla::Direction direction, bool unreadOnly);
    void markUnreadRequested();
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void layOut();
    void addKeys();
    void addKey(const QString &name, const QKeySequence &keys, Direction direction, bool unreadOnly);
    void restore();

    ClientSettings &m_settings;
    QSplitter *m_splitter;
    ConversationListPanel *m_list;
    ConversationPane *m_pane;
    StatusStrip *m_status;
};

} // namespace ventanilla
