#include "widgets/logindialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

class TestLoginDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void startsAtTheFirstEmptyField_data();
    void startsAtTheFirstEmptyField();
    void needsAllFields();
    void submitsWithEnter();
    void isBusy();
    void tellsProblems();
    void cancels();

private:
    QLineEdit *field(const char *name) const
    {
        return m_dialog->findChild<QLineEdit *>(QString::fromUtf8(name));
    }
    QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QString::fromUtf8(name));
    }
    void fill();

    std::unique_ptr<LoginDialog> m_dialog;
};

void TestLoginDialog::init()
{
    m_dialog = std::make_unique<LoginDialog>();
}

void TestLoginDialog::fill()
{
    m_dialog->prefill(QStringLiteral("http://localhost:3000"), QStringLiteral("ana"), true);
    m_dialog->show();
    QTest::keyClicks(field("password"), QStringLiteral(" s3cret "));
}

void TestLoginDialog::startsAtTheFirstEmptyField_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("focused");
    QTest::newRow("all empty") << ""
                               << ""
                               << "server";
    QTest::newRow("server known") << "http://localhost:3000"
                                  << ""
                                  << "username";
    QTest::newRow("both known") << "http://localhost:3000"
                                << "ana"
                                << "password";
}

void TestLoginDialog::startsAtTheFirstEmptyField()
{
    QFETCH(QString, server);
    QFETCH(QString, user);
    m_dialog->prefill(server, user, false);
    m_dialog->show();
    QTEST(m_dialog->focusWidget()->objectName(), "focused");
}

void TestLoginDialog::needsAllFields()
{
    fill();
    QVERIFY(button("signIn")->isEnabled());
    for (const char *name : {"server", "username", "password"}) {
        const QString text = field(name)->text();
        field(name)->clear();
        QVERIFY2(!button("signIn")->isEnabled(), name);
        field(name)->setText(text);
    }
    QVERIFY(button("signIn")->isEnabled());
}

void TestLoginDialog::submitsWithEnter()
{
    fill();
    std::optional<LoginDialog::Input> input;
    connect(m_dialog.get(), &LoginDialog::submitted, this,
            [&](const LoginDialog::Input &submitted) { input = submitted; });
    QTest::keyClicks(field("username"), QStringLiteral(" "));
    QTest::keyClick(field("password"), Qt::Key_Return);
    QVERIFY(input);
    QCOMPARE(input->server, QStringLiteral("http://localhost:3000"));
    QCOMPARE(input->username, QStringLiteral("ana"));
    QCOMPARE(input->password, QStringLiteral(" s3cret ")); // white space belongs to it
    QVERIFY(input->staySignedIn);
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(field("password")->echoMode(), QLineEdit::Password);
}

void TestLoginDialog::isBusy()
{
    fill();
    m_dialog->setBusy(true);
    QVERIFY(!button("signIn")->isEnabled());
    QVERIFY(!field("password")->isEnabled());
    QVERIFY(button("cancel")->isEnabled());
    m_dialog->setBusy(false);
    QVERIFY(button("signIn")->isEnabled());
}

void TestLoginDialog::tellsProblems()
{
    fill();
    auto *problem = m_dialog->findChild<QLabel *>(QStringLiteral("problem"));
    QVERIFY(problem->isHidden());
    m_dialog->setProblem(QStringLiteral("<b>no</b>"));
    QVERIFY(!problem->isHidden());
    QCOMPARE(problem->textFormat(), Qt::PlainText);
    QCOMPARE(m_dialog->focusWidget(), field("password"));
    QTest::keyClick(field("password"), Qt::Key_Return);
    QVERIFY(problem->isHidden());
}

void TestLoginDialog::cancels()
{
    fill();
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

QTEST_MAIN(TestLoginDialog)
#include "tst_logindialog.moc"
