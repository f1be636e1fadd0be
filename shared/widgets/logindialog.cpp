#include "widgets/logindialog.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ventanilla {

namespace {

QLabel *makeWords(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->hide();
    return label;
}

} // namespace

LoginDialog::LoginDialog(QWidget *parent)
    : QDialog(parent)
    , m_reason(makeWords(QStringLiteral("reason"), this))
    , m_server(new QLineEdit(this))
    , m_username(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_stay(new QCheckBox(tr("Stay signed in"), this))
    , m_problem(makeWords(QStringLiteral("problem"), this))
    , m_signIn(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("loginDialog"));
    setWindowTitle(tr("Sign in – Ventanilla"));
    setWindowModality(Qt::WindowModal);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::wideMargin + metric::gap2, metric::wideMargin + metric::gap,
                               metric::wideMargin + metric::gap2, metric::wideMargin + metric::gap);
    layout->setSpacing(metric::margin);
    layout->addWidget(makeTitle());
    layout->addWidget(m_reason);
    layout->addLayout(makeFields());
    layout->addWidget(m_stay);
    layout->addWidget(m_problem);
    layout->addLayout(makeButtons());
    layout->addStrut(metric::dialogWidth);
    layout->setSizeConstraint(QLayout::SetFixedSize);

    for (QLineEdit *edit : {m_server, m_username, m_password})
        connect(edit, &QLineEdit::textChanged, this, &LoginDialog::judge);
    connect(m_signIn, &QPushButton::clicked, this, &LoginDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, &LoginDialog::reject);
    takeColours();
    setBusy(false);
}

QWidget *LoginDialog::makeTitle()
{
    auto *row = new QWidget(this);
    auto *icon = new QLabel(row);
    icon->setPixmap(applicationIcon().pixmap(metric::smallAvatar, metric::smallAvatar));
    auto *title = new QLabel(tr("Sign in"), row);
    title->setTextFormat(Qt::PlainText);
    title->setFont(titleFont(font()));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::margin);
    layout->addWidget(icon);
    layout->addWidget(title, 1);
    return row;
}

QLayout *LoginDialog::makeFields()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(metric::gap);
    addField(column, m_server, QStringLiteral("server"), tr("Server"));
    addField(column, m_username, QStringLiteral("username"), tr("User"));
    addField(column, m_password, QStringLiteral("password"), tr("Password"));
    m_server->setPlaceholderText(QStringLiteral("chat.example:3000"));
    m_password->setEchoMode(QLineEdit::Password);
    m_stay->setObjectName(QStringLiteral("staySignedIn"));
    m_stay->setToolTip(tr("Your password is never kept, only a proof of this sign-in that expires."));
    return column;
}

void LoginDialog::addField(QLayout *column, QLineEdit *edit, const QString &name, const QString &label)
{
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    edit->setMinimumHeight(metric::pillHeight);
    edit->setTextMargins(metric::fieldPadding, 0, metric::fieldPadding, 0);
    auto *caption = new QLabel(label, this);
    caption->setTextFormat(Qt::PlainText);
    caption->setFont(smallFont(font()));
    caption->setContentsMargins(0, metric::gap, 0, 0);
    caption->setBuddy(edit);
    column->addWidget(caption);
    column->addWidget(edit);
}

QLayout *LoginDialog::makeButtons()
{
    m_signIn->setObjectName(QStringLiteral("signIn"));
    m_signIn->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    for (QPushButton *button : {m_signIn, m_cancel}) {
        button->setMinimumHeight(metric::pillHeight);
        button->setMinimumWidth(metric::bubbleMinimumWidth * 2);
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(metric::gap2);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_signIn);
    return row;
}

void LoginDialog::prefill(const QString &server, const QString &username, bool staySignedIn)
{
    m_server->setText(server);
    m_username->setText(username);
    m_password->clear();
    m_stay->setChecked(staySignedIn);
    judge();
    focusFirstEmpty();
}

void LoginDialog::focusFirstEmpty()
{
    for (QLineEdit *edit : {m_server, m_username, m_password}) {
        if (edit->text().isEmpty()) {
            edit->setFocus();
            return;
        }
    }
    m_password->setFocus();
}

void LoginDialog::setReason(const QString &words)
{
    m_reason->setText(words);
    m_reason->setVisible(!words.isEmpty());
}

void LoginDialog::setProblem(const QString &words)
{
    m_problem->setText(words);
    m_problem->setVisible(!words.isEmpty());
    m_problem->setAccessibleName(words);
    if (!words.isEmpty()) {
        m_password->selectAll();
        m_password->setFocus();
    }
}

void LoginDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_signIn->setText(busy ? tr("Signing in…") : tr("Sign in"));
    for (QWidget *field : {static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_username),
                           static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_stay)})
        field->setEnabled(!busy);
    judge();
}

void LoginDialog::judge()
{
    m_signIn->setEnabled(!m_busy && !m_server->text().trimmed().isEmpty()
                         && !m_username->text().trimmed().isEmpty() && !m_password->text().isEmpty());
}

void LoginDialog::submit()
{
    setProblem({});
    emit submitted(
        {m_server->text().trimmed(), m_username->text().trimmed(), m_password->text(), m_stay->isChecked()});
}

void LoginDialog::takeColours()
{
    const Colours &theme = coloursFor(palette());
    QPalette alarm = palette();
    alarm.setColor(QPalette::WindowText, theme.alarm);
    m_problem->setPalette(alarm);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, theme.secondaryText);
    m_reason->setPalette(quiet);
    QPalette primary = palette();
    primary.setColor(QPalette::Active, QPalette::Button, theme.accent);
    primary.setColor(QPalette::Inactive, QPalette::Button, theme.accent);
    primary.setColor(QPalette::Active, QPalette::ButtonText, theme.onAccent);
    primary.setColor(QPalette::Inactive, QPalette::ButtonText, theme.onAccent);
    m_signIn->setPalette(primary);
}

void LoginDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

void LoginDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    focusFirstEmpty();
}

} // namespace ventanilla
