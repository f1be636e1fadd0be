#pragma once

#include "client/connectionstatus.h"

#include <QWidget>

class QLabel;

namespace ventanilla {

class AccountButton;

/// The line at the foot of the console: the connection in words, how much is unread, who is signed
/// in.
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget *parent = nullptr);

    void setStatus(const ConnectionStatus &status);
    void setUnread(int count);
    AccountButton *account() const { return m_account; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_connection;
    QLabel *m_unread;
    AccountButton *m_account;
    ConnectionState m_state = ConnectionState::Disconnected;
    bool m_triesAgain = false;
};

} // namespace ventanilla
