#pragma once

#include "widgets/messagelayout.h"
#include "widgets/messageselection.h"
#include "widgets/rowheights.h"

#include <QAbstractItemView>
#include <QDate>

#include <map>
#include <memory>
#include <optional>

class QTimer;

namespace ventanilla {

class Clock;
class MessageDelegate;
class MessageInteraction;
class NewMessagesPill;

/// Shows a thread: scrolls, keeps its place, and lays out only what is near the screen. It stays at
/// the newest message if it was there; else what is on screen stays where it is, whatever comes
/// before or behind it. Works on the roles of MessageListModel; fetches nothing and marks nothing
/// as read. Mouse and clipboard are MessageInteraction's.
class MessageListView : public QAbstractItemView
{
    Q_OBJECT

public:
    /// What is known of the part of the thread above the first row.
    enum class History { Unknown, Loading, More, Complete, Failed };

    /// What the reader has before the eyes, for coming back to it.
    struct Place {
        bool atNewest = true;
        /// IdentityRole of the topmost message, and where its lower edge is, in pixels from the
        /// top.
        QString identity;
        int bottom = 0;
    };

    struct Hit {
        QModelIndex index;
        int position = 0;
        bool overText = false;
        std::optional<QUrl> link;
        std::optional<MessageAction> action;
    };

    /// `clock` tells which day is today and must outlive the view.
    explicit MessageListView(const Clock &clock, QWidget *parent = nullptr);
    ~MessageListView() override;

    void setHistory(History history);
    History history() const { return m_history; }

    /// Whether the newest message is on screen, so that all of the thread can count as seen.
    bool isNewestShown() const;
    void showNewest();
    /// Puts this row at the top, as far as what is below it allows.
    void showRow(int row);
    Place place() const;
    void setPlace(const Place &place);

    /// What is at this point of the viewport; the nearest message where there is none.
    Hit hitAt(const QPoint &point) const;
    /// Whether the caption above the first row, which offers another attempt, is there.
    bool isRetryAt(const QPoint &point) const;
    MessageSelection &selectedText() { return m_selectedText; }

    void setModel(QAbstractItemModel *model) override;
    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void reset() override;
    /// Nothing: typing is for the composer, not for jumping about in what was said.
    void keyboardSearch(const QString &) override { }

signals:
    /// The reader is within one screen of the oldest row and there may be more.
    void olderWanted();
    void newestShownChanged(bool shown);
    void retryRequested(const QString &key);
    void discardRequested(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;
    void updateGeometries() override;

    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &, QItemSelectionModel::SelectionFlags) override { }
    QRegion visualRegionForSelection(const QItemSelection &) const override { return {}; }

private:
    const MessageLayout &layoutOf(int row) const;
    int rowTop(int row) const;
    int rowAtPoint(int y) const;
    int contentHeight() const;
    bool isAtEnd() const;
    void forgetLayouts() { m_layouts.clear(); }
    bool measureOnScreen();
    void settle();
    void keepPlace();
    void announce();
    void placePill();
    void paintCaption(QPainter &painter) const;
    void paintRow(QPainter &painter, int row);
    void checkDay();
    void forgetMeasures();
    void connectModel(QAbstractItemModel *model);

    MessageDelegate *m_delegate;
    MessageInteraction *m_interaction;
    NewMessagesPill *m_pill;
    QTimer *m_dayTimer;
    const Clock &m_clock;
    RowHeights m_heights;
    mutable std::map<int, std::unique_ptr<MessageLayout>> m_layouts;
    MessageSelection m_selectedText;
    History m_history = History::Unknown;
    /// The row whose lower edge keeps its place on screen, unless the end of the thread does. The
    /// lower one, because separators come and go at the upper.
    QPersistentModelIndex m_anchor;
    int m_anchorBottom = 0;
    bool m_atEnd = true;
    bool m_settling = false;
    bool m_newestShown = false;
    bool m_showsFocus = false;
    int m_newBelow = 0;
    QDate m_today;
};

} // namespace ventanilla
