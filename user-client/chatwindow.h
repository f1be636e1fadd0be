#pragma once

#include <QWidget>

namespace ventanilla {

class AccountButton;
class Clock;
class ClientSettings;
class ConversationPane;

/// The window of the user client: one thread. Lays out; decides nothing.
class ChatWindow : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the window.
    ChatWindow(const Clock &clock, ClientSettings &settings, QWidget *parent = nullptr);

    ConversationPane *pane() const { return m_pane; }
    AccountButton *account() const { return m_account; }

signals:
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    ClientSettings &m_settings;
    ConversationPane *m_pane;
    AccountButton *m_account;
};

} // namespace ventanilla
