#include "client/clientsettings.h"
#include "client/credentials.h"
#include "support/fakebackend.h"
#include "widgets/errorwords.h"
#include "widgets/signincontroller.h"
#include "widgets/signinflow.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;

class TestSignIn : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void signsInWithoutADialog();
    void changesNothingKeptForStandardInput();
    void asksWhenThatFails();
    void asksAtTheFirstStart();
    void triesAgainFromTheDialog();
    void refusesWhatIsNoServer();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void refusesTheWrongRole();
    void staysSignedIn();
    void doesNotStaySignedInUnasked();
    void dropsAnOlderTokenWhenUnticked();
    void asksAgainAndForgets();
    void goesOnWithWhatAnotherWindowRenewed();
    void givesUp();

private:
    struct Parts {
        QTemporaryDir folder;
        FakeBackend backend;
        QNetworkAccessManager network;
        HttpApi api {&network};
        ClientSettings settings = ClientSettings::inFile(folder.filePath(QStringLiteral("settings.ini")));
        Credentials credentials {folder.filePath(QStringLiteral("credentials"))};
        SignInController controller {{api, settings, credentials}, Role::Admin};
        QWidget window;
        SignInFlow *flow = new SignInFlow(controller, settings, &window);
    };

    ClientOptions options(bool passwordFromStdin) const
    {
        ClientOptions made;
        made.server = m->backend.url();
        made.username = m->backend.account.username;
        made.passwordFromStdin = passwordFromStdin;
        return made;
    }
    LoginDialog *dialog() const { return m->window.findChild<LoginDialog *>(); }
    QLineEdit *field(const char *name) const
    {
        return dialog()->findChild<QLineEdit *>(QString::fromUtf8(name));
    }
    QString words(const char *name) const
    {
        return dialog()->findChild<QLabel *>(QString::fromUtf8(name))->text();
    }
    void enter(const QString &password)
    {
        field("password")->clear();
        QTest::keyClicks(field("password"), password);
        QTest::keyClick(field("password"), Qt::Key_Return);
    }

    std::unique_ptr<Parts> m;
};

void TestSignIn::init()
{
    m = std::make_unique<Parts>();
    m->window.show();
}

void TestSignIn::signsInWithoutADialog()
{
    QSignalSpy signedIn(m->flow, &SignInFlow::signedIn);
    m->flow->begin(options(true), m->backend.password);
    QVERIFY(signedIn.wait());
    QVERIFY(!dialog());
}

void TestSignIn::changesNothingKeptForStandardInput()
{
    m->settings.setUsername(QStringLiteral("carmen"));
    m->settings.setServer(QUrl(QStringLiteral("https://chat.example")));
    m->settings.setStaysSignedIn(true);
    QVERIFY(m->credentials.save(m->backend.url(), m->backend.account));
    QSignalSpy signedIn(m->flow, &SignInFlow::signedIn);
    m->flow->begin(options(true), m->backend.password);
    QVERIFY(signedIn.wait());
    QCOMPARE(m->settings.username(), QStringLiteral("carmen"));
    QCOMPARE(m->settings.server(), QUrl(QStringLiteral("https://chat.example")));
    QVERIFY(m->settings.staysSignedIn());
    QVERIFY(m->credentials.load(m->backend.url(), QStringLiteral("luis")));
}

void TestSignIn::asksWhenThatFails()
{
    m->flow->begin(options(true), QStringLiteral("wrong"));
    QTRY_VERIFY(dialog());
    QCOMPARE(words("problem"), QStringLiteral("The user or the password is not right."));
    QCOMPARE(field("username")->text(), QStringLiteral("luis"));
    QVERIFY(field("password")->text().isEmpty());
}

void TestSignIn::asksAtTheFirstStart()
{
    m->flow->begin({}, {});
    QVERIFY(dialog());
    QCOMPARE(field("server")->text(), QStringLiteral("http://localhost:3000"));
    QVERIFY(words("problem").isEmpty());
}

void TestSignIn::triesAgainFromTheDialog()
{
    QSignalSpy signedIn(m->flow, &SignInFlow::signedIn);
    m->flow->begin(options(false), {});
    enter(QStringLiteral("wrong"));
    QVERIFY(!dialog()->findChild<QPushButton *>(QStringLiteral("signIn"))->isEnabled());
    QTRY_VERIFY(!words("problem").isEmpty());
    enter(m->backend.password);
    QVERIFY(signedIn.wait());
    QTRY_VERIFY(!dialog());
    QCOMPARE(m->settings.username(), QStringLiteral("luis"));
    QCOMPARE(m->settings.server(), m->backend.url());
}

void TestSignIn::refusesWhatIsNoServer()
{
    m->flow->begin(options(false), {});
    field("server")->setText(QStringLiteral("ftp://a b"));
    enter(QStringLiteral("x"));
    QVERIFY(words("problem").contains(QStringLiteral("ftp://a b")));
    QVERIFY(m->backend.targets.isEmpty());
}

void TestSignIn::tellsWhatIsWrong_data()
{
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::addColumn<QString>("part");
    using Kind = ApiError::Kind;
    QTest::newRow("no answer") << Kind::Network << "does not answer";
    QTest::newRow("certificate") << Kind::Untrusted << "SHA-256 AA:BB";
    QTest::newRow("password") << Kind::NotAuthenticated << "password";
    QTest::newRow("throttled") << Kind::Throttled << "Try again in 2 minute";
    QTest::newRow("broken") << Kind::Refused << "Try again in a moment";
    QTest::newRow("not ours") << Kind::Malformed << "not a Ventanilla server";
}

void TestSignIn::tellsWhatIsWrong()
{
    QFETCH(ApiError::Kind, kind);
    QFETCH(QString, part);
    const ApiError error {kind, QStringLiteral("SHA-256 AA:BB"), std::nullopt, 61'000};
    const QString words = signInFailureWords(error, QStringLiteral("chat.example:3000"));
    QVERIFY2(words.contains(part), qPrintable(words));
}

void TestSignIn::refusesTheWrongRole()
{
    m->backend.account.role = Role::User;
    m->flow->begin(options(true), m->backend.password);
    QTRY_VERIFY(dialog());
    QVERIFY(words("problem").contains(QStringLiteral("support staff")));
}

void TestSignIn::staysSignedIn()
{
    QSignalSpy signedIn(&m->controller, &SignInController::signedIn);
    m->controller.signIn(m->backend.url(), QStringLiteral("luis"), m->backend.password, Keep::Token);
    QVERIFY(signedIn.wait());
    m->flow->begin(options(false), {});
    QCOMPARE(signedIn.size(), 2);
    QVERIFY(!dialog());
}

void TestSignIn::doesNotStaySignedInUnasked()
{
    QSignalSpy signedIn(&m->controller, &SignInController::signedIn);
    m->controller.signIn(m->backend.url(), QStringLiteral("luis"), m->backend.password, Keep::Name);
    QVERIFY(signedIn.wait());
    m->flow->begin(options(false), {});
    QCOMPARE(signedIn.size(), 1);
    QVERIFY(dialog());
}

void TestSignIn::dropsAnOlderTokenWhenUnticked()
{
    QVERIFY(m->credentials.save(m->backend.url(), m->backend.account));
    m->settings.setStaysSignedIn(false); // so that it asks
    QSignalSpy signedIn(m->flow, &SignInFlow::signedIn);
    m->flow->begin(options(false), {});
    auto *stay = dialog()->findChild<QCheckBox *>(QStringLiteral("staySignedIn"));
    QVERIFY(stay && !stay->isChecked());
    enter(m->backend.password);
    QVERIFY(signedIn.wait());
    QVERIFY(!m->credentials.load(m->backend.url(), QStringLiteral("luis")));
    QVERIFY(!m->settings.staysSignedIn());
}

void TestSignIn::asksAgainAndForgets()
{
    QSignalSpy signedIn(&m->controller, &SignInController::signedIn);
    m->controller.signIn(m->backend.url(), QStringLiteral("luis"), m->backend.password, Keep::Token);
    QVERIFY(signedIn.wait());
    m->flow->again(QStringLiteral("Your session has expired."), m->backend.account.token);
    QCOMPARE(words("reason"), QStringLiteral("Your session has expired."));
    QVERIFY(!m->controller.resume(m->backend.url(), QStringLiteral("luis")));
    m->flow->again(QStringLiteral("again"), {});
    QCOMPARE(m->window.findChildren<LoginDialog *>().size(), 1);
}

void TestSignIn::goesOnWithWhatAnotherWindowRenewed()
{
    QSignalSpy signedIn(m->flow, &SignInFlow::signedIn);
    m->settings.setStaysSignedIn(true);
    QVERIFY(m->credentials.save(m->backend.url(), m->backend.account));
    m->flow->begin(options(false), {});
    QCOMPARE(signedIn.size(), 1);
    SignedIn renewed = m->backend.account;
    renewed.token = QStringLiteral("fresh");
    QVERIFY(m->credentials.save(m->backend.url(), renewed));
    m->flow->again(QStringLiteral("expired"), m->backend.account.token);
    QVERIFY(!dialog());
    QCOMPARE(signedIn.size(), 2);
    QCOMPARE(signedIn.last().at(1).value<SignedIn>().token, renewed.token);
    m->flow->again(QStringLiteral("expired"), renewed.token); // that one is refused as well
    QVERIFY(dialog());
    QVERIFY(!m->credentials.load(m->backend.url(), QStringLiteral("luis")));
}

void TestSignIn::givesUp()
{
    QSignalSpy givenUp(m->flow, &SignInFlow::givenUp);
    m->flow->begin(options(false), {});
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QCOMPARE(givenUp.size(), 1);
}

QTEST_MAIN(TestSignIn)
#include "tst_signin.moc"
