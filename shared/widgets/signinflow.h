#pragma once

#include "protocol/session.h"
#include "widgets/clientoptions.h"
#include "widgets/logindialog.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

namespace ventanilla {

class ClientSettings;
class SignInController;

/// The way from a started program to a signed-in one, and back to it when the server refuses the
/// token: without a dialog if it can, else with one over the window, which stays as it is.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the flow; `window` is what the dialog stands over.
    SignInFlow(SignInController &controller, const ClientSettings &settings, QWidget *window);

    /// `password` only with options.passwordFromStdin.
    void begin(const ClientOptions &options, const QString &password);
    /// The server does not take this token, for a `reason` in words: goes on with another that was kept,
    /// as by another window of the same person that has renewed its own, or asks.
    void again(const QString &reason, const QString &refusedToken);
    bool isAsking() const { return m_dialog; }

signals:
    void signedIn(const QUrl &server, const ventanilla::SignedIn &self);
    /// The dialog was closed without signing in.
    void givenUp();

private:
    void ask(const QString &reason, const QString &problem);
    void onSubmitted(const LoginDialog::Input &input);
    void onSignedIn(const QUrl &server, const SignedIn &self);
    void onFailed(const QString &words);

    SignInController &m_controller;
    const ClientSettings &m_settings;
    QWidget *m_window;
    QPointer<LoginDialog> m_dialog;
    QUrl m_server;
    QString m_username;
};

} // namespace ventanilla
