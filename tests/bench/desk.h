#pragma once

#include "protocol/session.h"

#include <QAbstractItemView>
#include <QUrl>

#include <functional>
#include <memory>

namespace ventanilla {

class AdminApplication;
class UserApplication;

/// Somebody at one of the two programs, already signed in, without a screen: the program paints all
/// the same. Tells when something stands on the screen.
class Desk
{
public:
    /// `folder` is where the program keeps what it keeps.
    Desk(const SignedIn &who, const QUrl &server, const QString &folder);
    ~Desk();

    /// From nothing to a program that connects.
    void start();
    void quit();

    QAbstractItemView *list() const { return view("conversationList"); }
    QAbstractItemView *thread() const { return view("messageList"); }

    void open(const QString &user);
    void retryConnection();
    bool isConnected() const;

    /// Runs the event loop until the view has painted while this held. False if it never does.
    static bool waitUntilPainted(QAbstractItemView *view, const std::function<bool()> &holds);

private:
    QWidget *window() const;
    QAbstractItemView *view(const char *name) const;

    const SignedIn m_who;
    const QString m_folder;
    std::unique_ptr<AdminApplication> m_console;
    std::unique_ptr<UserApplication> m_chat;
};

} // namespace ventanilla
