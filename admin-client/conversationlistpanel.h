#pragma once

#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QListView;
class QModelIndex;
class QStackedWidget;
class QTimer;

namespace ventanilla {

class AccessibleRows;
class Clock;
class EmptyState;

/// The list of conversations with its title. Shows what its model says; which conversation opens,
/// others decide.
class ConversationListPanel : public QWidget
{
    Q_OBJECT

public:
    /// `clock` tells "5 min" from "now" and must outlive the panel.
    explicit ConversationListPanel(const Clock &clock, QWidget *parent = nullptr);

    /// A model with the roles of ConversationListModel, not owned; null to show none.
    void setConversations(QAbstractItemModel *model);
    /// What stands in place of an empty list.
    EmptyState *emptyState() const { return m_empty; }
    /// Brings this row of the model into view and makes it the keyboard's.
    void showRow(const QModelIndex &row);

signals:
    void chosen(const QString &user);
    /// The pointer or the keyboard is in the list, so its rows should keep their places.
    void holdChanged(bool held);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildList();
    void choosePage();
    void choose(const QModelIndex &index);
    void updateHold();
    void takeColours();

    QLabel *m_title;
    QStackedWidget *m_pages;
    QListView *m_list;
    EmptyState *m_empty;
    AccessibleRows *m_rows;
    QTimer *m_minute;
    bool m_held = false;
    bool m_pointerInside = false;
};

} // namespace ventanilla
