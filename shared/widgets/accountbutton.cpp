#include "widgets/accountbutton.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QEvent>
#include <QMenu>
#include <QStyleOptionToolButton>

namespace ventanilla {

AccountButton::AccountButton(QWidget *parent)
    : QToolButton(parent)
    , m_signOut(new QAction(tr("Sign out"), this))
{
    setObjectName(QStringLiteral("accountButton"));
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({metric::smallIcon, metric::smallIcon});
    setFont(smallFont(font()));
    auto *menu = new QMenu(this);
    menu->addAction(m_signOut);
    setMenu(menu);
    m_signOut->setObjectName(QStringLiteral("signOut"));
    connect(m_signOut, &QAction::triggered, this, &AccountButton::signOutRequested);
    takeColours();
    hide();
}

void AccountButton::setPerson(const QString &displayName, const QString &account)
{
    // A lone & would be taken for the mark of a shortcut.
    setText(QString(displayName).replace(QLatin1Char('&'), QStringLiteral("&&")));
    setAccessibleName(tr("Signed in as %1").arg(displayName));
    setToolTip(QStringLiteral("<p>%1</p>").arg(tr("Signed in as %1").arg(account).toHtmlEscaped()));
    setVisible(!displayName.isEmpty());
}

void AccountButton::initStyleOption(QStyleOptionToolButton *option) const
{
    QToolButton::initStyleOption(option);
    // Fusion's arrow would stand in the corner of so flat a button.
    option->features &= ~QStyleOptionToolButton::HasMenu;
}

void AccountButton::takeColours()
{
    setIcon(colouredIcon(Icon::Person, coloursFor(palette()).secondaryText));
}

void AccountButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

} // namespace ventanilla
