#pragma once

#include "widgets/icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ventanilla {

/// Stands where there is nothing to show yet: says in a sentence what will be here, and may offer
/// one thing to do.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// `action` is the button's text; empty for no button.
    void setContent(Icon icon, const QString &title, const QString &sentence, const QString &action = {});

signals:
    void actionRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void takeColours();

    Icon m_iconKind = Icon::Conversation;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_action;
};

} // namespace ventanilla
