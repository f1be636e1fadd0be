#include "auth/accesspolicy.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestAccessPolicy : public QObject
{
    Q_OBJECT

private slots:
    void decides_data();
    void decides();
};

void TestAccessPolicy::decides_data()
{
    QTest::addColumn<QString>("sender");
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<bool>("option");
    QTest::addColumn<QString>("outcome");
    const QString no = u"destino_no_permitido"_s;
    const QString unknown = u"destino_desconocido"_s;
    const auto row = [](const char *name, const char *from, const char *to, bool option,
                        const QString &outcome) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << option << outcome;
    };
    for (const bool option : {false, true}) {
        const QByteArray tag = option ? ", users may" : "";
        const auto both = [&](const char *name, const char *from, const char *to, const QString &outcome) {
            row(QByteArray(name + tag).constData(), from, to, option, outcome);
        };
        both("user to the mailbox", "user", "mailbox", u"me"_s);
        both("user to an agent", "user", "admin", u"me"_s);
        both("user to a disabled agent", "user", "admin disabled", u"me"_s);
        both("user to a deleted agent", "user", "admin deleted", unknown);
        both("user to a deleted user", "user", "user deleted", unknown);
        both("user to itself", "user", "self", no);
        both("agent to a user", "admin", "user", u"other"_s);
        both("agent to a disabled user", "admin", "user disabled", u"other"_s);
        both("agent to a deleted user", "admin", "user deleted", unknown);
        both("agent to an agent", "admin", "admin", no);
        both("agent to a deleted agent", "admin", "admin deleted", unknown);
        both("agent to the mailbox", "admin", "mailbox", no);
    }
    row("user to a user", "user", "user", false, no);
    row("user to a user where allowed", "user", "user", true, u"me"_s);
    row("user to a disabled user where allowed", "user", "user disabled", true, u"me"_s);
}

void TestAccessPolicy::decides()
{
    QFETCH(QString, sender);
    QFETCH(QString, recipient);
    QFETCH(bool, option);
    std::optional<Account> account;
    if (recipient != u"mailbox") {
        account = Account {recipient == u"self" ? u"me"_s : u"other"_s, u"Other"_s};
        account->role = recipient.startsWith(u"admin") ? Role::Admin : Role::User;
        if (recipient.endsWith(u"disabled"))
            account->state = AccountState::Disabled;
        if (recipient.endsWith(u"deleted"))
            account->state = AccountState::Deleted;
    }
    const auto outcome = conversationFor({u"me"_s, *roleFromWire(sender)}, account, option);
    QTEST(outcome ? *outcome : toWire(outcome.error()), "outcome");
}

QTEST_GUILESS_MAIN(TestAccessPolicy)
#include "tst_accesspolicy.moc"
