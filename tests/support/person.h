#pragma once

#include "support/ledger.h"
#include "support/truth.h"

#include "protocol/session.h"

#include <QAbstractItemModel>
#include <QUrl>
#include <QWidget>

#include <memory>

namespace ventanilla {

class AdminApplication;
class Clock;
class UserApplication;

/// Somebody at one of the two programs, as real as without a screen: writes into its composer, opens
/// conversations, looks and looks away, ends the program and starts it again. Knows nothing of faults.
class Person
{
public:
    struct Place {
        /// Of the network to the server, which never changes.
        QUrl server;
        /// Where the program keeps what it keeps.
        QString folder;
        /// The machine's if null.
        const Clock *clock = nullptr;
    };

    /// `seat` tells two windows of one account apart.
    Person(SignedIn who, QString seat, Place place);
    ~Person();

    void start();
    /// As a person quits; what is not sent stays in the outbox.
    void quit();
    /// As kill -9 ends it: nothing that it would do at its end comes to its files. What it would send
    /// then is for the caller to cut off before.
    void kill();

    const QString &account() const { return m_who.username; }
    const QString &seat() const { return m_seat; }
    bool isStaff() const { return m_who.role == Role::Admin; }
    QWidget *window() const;

    /// Staff only.
    void open(const QString &user);
    void leaveUnread();
    /// Into the open conversation; nothing if none is.
    void write(const QString &text);
    void look();
    /// To the newest message.
    void scrollDown();
    void retryConnection();
    /// Everything that stands as failed on the screen.
    void retryFailed();

    /// The open conversation; empty for none.
    QString conversation() const { return isStaff() ? m_open : m_who.username; }
    /// Notes what is on the screen.
    void report(Ledger &ledger) const;
    /// What the screen has that is not so, in words; empty if all is as in the truth. Of the threads
    /// the open one.
    QStringList differences(const Truth &truth) const;
    /// The same of what is unread only: of each conversation, and of all in the window's title.
    QStringList unreadDifferences(const Truth &truth) const;

private:
    void prepare() const;
    QAbstractItemModel *model(const char *view) const;
    QStringList threadDifferences(const Truth &truth) const;
    QStringList listDifferences(const Truth &truth) const;

    SignedIn m_who;
    const QString m_seat;
    const Place m_place;
    QString m_open;
    std::unique_ptr<AdminApplication> m_console;
    std::unique_ptr<UserApplication> m_chat;
};

} // namespace ventanilla
