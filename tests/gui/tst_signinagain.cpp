// What becomes of the console when the server does not take its token any more.

#include "consolefixture.h"
#include "widgets/logindialog.h"

#include <QLineEdit>
#include <QPushButton>

using namespace ventanilla;

class TestSignInAgain : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsWorkThroughARefusedToken();
    void showsAnotherAgentNothingOfTheFirst();
    void renewsATokenThatHasExpired();
    void asksAgainWhenNoTokenIsGiven();

private:
    LoginDialog *dialog() const { return m->application->window()->findChild<LoginDialog *>(); }
    void enterPassword()
    {
        auto *password = m->find<QLineEdit>("password");
        QTest::keyClicks(password, m->backend.password);
        QTest::keyClick(password, Qt::Key_Return);
    }

    std::unique_ptr<ConsoleFixture> m;
};

void TestSignInAgain::init()
{
    m = std::make_unique<ConsoleFixture>();
    for (qint64 id = 1; id <= 120; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->backend.add(m->message(200, m->bob, m->bob));
    m->backend.readAll(m->luis);
}

void TestSignInAgain::keepsWorkThroughARefusedToken()
{
    m->enter();
    m->open(m->bob);
    QTRY_COMPARE(m->texts().size(), 1);
    m->write(QStringLiteral("a draft"));
    m->server->emitEvent(event::sessionEnded, SessionEnded {ErrorCode::TokenExpired}.toJson());
    QVERIFY(dialog());
    QCOMPARE(m->texts().size(), 1);

    // Not now: the window stays, and says what is needed.
    QTest::keyClick(dialog(), Qt::Key_Escape);
    auto *again = m->find<QPushButton>("signInAgain");
    QVERIFY(again->isVisible());
    QTRY_VERIFY(!dialog());
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(dialog());
    enterPassword();
    QTRY_VERIFY(m->transport->isOpen);
    m->letIn();
    QCOMPARE(m->edit()->toPlainText(), QStringLiteral("a draft"));
    QCOMPARE(m->texts().size(), 1);
    QVERIFY(!again->isVisible());
}

void TestSignInAgain::showsAnotherAgentNothingOfTheFirst()
{
    m->enter();
    m->open(m->bob);
    QTRY_COMPARE(m->texts().size(), 1);
    m->write(QStringLiteral("a draft"));
    m->server->emitEvent(event::sessionEnded, SessionEnded {ErrorCode::TokenInvalid}.toJson());
    m->backend.account.username = QStringLiteral("carmen");
    m->find<QLineEdit>("username")->setText(QStringLiteral("carmen"));
    enterPassword();
    QTRY_VERIFY(m->transport->isOpen);
    QCOMPARE(m->thread()->model()->rowCount(), 0);
    m->letIn();
    QTRY_COMPARE(m->list()->model()->rowCount(), 2);
    m->open(m->bob);
    QVERIFY(m->edit()->toPlainText().isEmpty());
}

void TestSignInAgain::renewsATokenThatHasExpired()
{
    m->enter();
    m->backend.refusesTokens = true;
    m->click(m->ana);
    QTRY_COMPARE(m->events(event::renew).size(), 1);
    m->backend.refusesTokens = false;
    m->server->acknowledge(m->events(event::renew).first().ackId, ackOk(m->backend.account.toJson()));
    QTRY_COMPARE(m->texts().size(), 50); // the open thread loads by itself
    QVERIFY(!dialog());
}

void TestSignInAgain::asksAgainWhenNoTokenIsGiven()
{
    m->enter();
    m->backend.refusesTokens = true;
    m->click(m->ana);
    QTRY_COMPARE(m->events(event::renew).size(), 1);
    m->server->acknowledge(m->events(event::renew).first().ackId,
                           ackError({ErrorCode::TokenExpired, QStringLiteral("over")}));
    QTRY_VERIFY(dialog());
    m->backend.refusesTokens = false;
    enterPassword();
    QTRY_COMPARE(m->transport->urls.size(), 2);
    m->letIn();
    QTRY_COMPARE(m->texts().size(), 50);
}

QTEST_MAIN(TestSignInAgain)
#include "tst_signinagain.moc"
