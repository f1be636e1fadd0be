#pragma once

#include <QToolButton>

class QAction;

namespace ventanilla {

/// Who is signed in, with the way out. Hidden while nobody is.
class AccountButton : public QToolButton
{
    Q_OBJECT

public:
    explicit AccountButton(QWidget *parent = nullptr);

    /// Empty for nobody.
    void setPerson(const QString &displayName, const QString &account);

signals:
    void signOutRequested();

protected:
    void changeEvent(QEvent *event) override;
    void initStyleOption(QStyleOptionToolButton *option) const override;

private:
    void takeColours();

    QAction *m_signOut;
};

} // namespace ventanilla
