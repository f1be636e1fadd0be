#pragma once

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ventanilla {

/// Asks for server, user and password. Says what went wrong in words and stays open until somebody
/// else accepts it. Knows nothing of networks; the password leaves it by one signal and is never
/// kept.
class LoginDialog : public QDialog
{
    Q_OBJECT

public:
    struct Input {
        /// As typed; serverFromInput() judges it.
        QString server;
        QString username;
        QString password;
        bool staySignedIn = false;
    };

    explicit LoginDialog(QWidget *parent = nullptr);

    /// The password field is left empty. The cursor goes to the first empty field.
    void prefill(const QString &server, const QString &username, bool staySignedIn);
    /// Why the dialog is here, e.g. an expired session; empty for nothing.
    void setReason(const QString &words);
    /// What was wrong with the last attempt; empty for nothing.
    void setProblem(const QString &words);
    void setBusy(bool busy);

signals:
    void submitted(const ventanilla::LoginDialog::Input &input);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeTitle();
    QLayout *makeFields();
    QLayout *makeButtons();
    void addField(QLayout *column, QLineEdit *edit, const QString &name, const QString &label);
    void submit();
    void judge();
    void takeColours();
    void focusFirstEmpty();

    QLabel *m_reason;
    QLineEdit *m_server;
    QLineEdit *m_username;
    QLineEdit *m_password;
    QCheckBox *m_stay;
    QLabel *m_problem;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    bool m_busy = false;
};

} // namespace ventanilla
