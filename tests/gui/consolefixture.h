#pragma once

#include "admin-client/application.h"
#include "admin-client/mainwindow.h"
#include "programfixture.h"
#include "widgets/conversationrowlook.h"
#include "widgets/messageedit.h"
#include "widgets/messagelistview.h"
#include "widgets/messagerowdata.h"
#include "widgets/threadheader.h"

#include <QAbstractButton>
#include <QListView>

namespace ventanilla {

/// The console of the agent Luis, and what is done in it.
struct ConsoleFixture : ProgramFixture<AdminApplication> {
    const QString ana = QStringLiteral("ana");
    const QString bob = QStringLiteral("bob");
    const QString luis = QStringLiteral("luis");

    QListView *list() const { return find<QListView>("conversationList"); }
    MessageListView *thread() const { return find<MessageListView>("messageList"); }
    MessageEdit *edit() const { return find<MessageEdit>("messageEdit"); }
    ThreadHeader *header() const { return find<ThreadHeader>("threadHeader"); }

    QModelIndex indexOf(const QString &user) const
    {
        for (int number = 0; number < list()->model()->rowCount(); ++number) {
            const QModelIndex index = list()->model()->index(number, 0);
            if (ConversationRowData::from(index).user == user)
                return index;
        }
        return {};
    }
    ConversationRowData row(const QString &user) const
    {
        const QModelIndex index = indexOf(user);
        return index.isValid() ? ConversationRowData::from(index) : ConversationRowData();
    }
    MessageRowData shown(int row) const { return MessageRowData::from(thread()->model()->index(row, 0)); }
    MessageRowData last() const { return shown(thread()->model()->rowCount() - 1); }
    QStringList texts() const
    {
        QStringList found;
        for (int row = 0; row < thread()->model()->rowCount(); ++row)
            found.append(shown(row).text);
        return found;
    }
    bool hasUnreadLine() const
    {
        for (int row = 0; row < thread()->model()->rowCount(); ++row) {
            if (shown(row).unreadMarker)
                return true;
        }
        return false;
    }

    /// Signed in, with the list on screen.
    void enter()
    {
        signInFully();
        QTRY_VERIFY(list()->model()->rowCount() > 0);
        activate();
    }
    void click(const QString &user)
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(indexOf(user)).center());
    }
    /// Opens it and waits for its messages.
    void open(const QString &user)
    {
        click(user);
        QTRY_VERIFY(thread()->model()->rowCount() > 0);
    }
    void write(const QString &text) { QTest::keyClicks(edit(), text); }
    void send(const QString &text)
    {
        write(text);
        QTest::keyClick(edit(), Qt::Key_Return);
    }
    void lose() { transport->breakOff(TransportFailure::Lost); }
    /// The connection is back, but not let in yet.
    void retry()
    {
        QTest::mouseClick(find<QAbstractButton>("retryNow"), Qt::LeftButton);
        QTRY_VERIFY(transport->isOpen);
    }
    /// Another window takes the focus.
    void leave()
    {
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
    }

    QWidget other;
};

} // namespace ventanilla
