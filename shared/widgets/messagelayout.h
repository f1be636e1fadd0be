#pragma once

#include "widgets/links.h"
#include "widgets/messagerowdata.h"

#include <QFont>
#include <QList>
#include <QPalette>
#include <QRectF>
#include <QTextLayout>

namespace ventanilla {

/// What one can click under a message that failed.
enum class MessageAction { Retry, Copy, Discard };

/// For whom and how wide a message is laid out.
struct MessageLayoutContext {
    int width = 0;
    QFont font;
    QPalette palette;
    qint64 nowMs = 0;
};

/// Where everything of one message stands, relative to its row's top left corner: what painting,
/// clicking and selecting agree on. The text is plain text always. Holds no reference to a model.
class MessageLayout
{
public:
    struct ActionArea {
        MessageAction action = MessageAction::Retry;
        QString words;
        QRectF place;
    };

    MessageLayout(MessageRowData row, const MessageLayoutContext &context);

    const MessageRowData &row() const { return m_row; }
    int height() const { return m_height; }

    const QTextLayout &text() const { return m_text; }
    QPointF textOrigin() const { return m_textOrigin; }
    /// Null if the row has none.
    QRectF dayPlace() const { return m_dayPlace; }
    QString dayWords() const { return m_dayWords; }
    QRectF markerPlace() const { return m_markerPlace; }
    QRectF authorPlace() const { return m_authorPlace; }
    QRectF bubble() const { return m_bubble; }
    /// Time and state.
    QRectF footerPlace() const { return m_footerPlace; }
    QString footerTime() const { return m_footerTime; }
    QRectF failurePlace() const { return m_failurePlace; }
    const QList<ActionArea> &actions() const { return m_actions; }

    /// The nearest position in the text, as for a cursor; UTF-16 units.
    int positionAt(const QPointF &point) const;
    bool isOverText(const QPointF &point) const;
    std::optional<QUrl> linkAt(const QPointF &point) const;
    std::optional<MessageAction> actionAt(const QPointF &point) const;

private:
    qreal placeAbove(const MessageLayoutContext &context);
    void layOutText(qreal longestLine);
    qreal breakLines(qreal longestLine);
    void placeBubble(qreal top, qreal widest, const MessageLayoutContext &context);
    qreal placeFailure(qreal top, const MessageLayoutContext &context);

    MessageRowData m_row;
    QList<Link> m_links;
    QTextLayout m_text;
    QPointF m_textOrigin;
    QString m_dayWords;
    QRectF m_dayPlace;
    QRectF m_markerPlace;
    QRectF m_authorPlace;
    QRectF m_bubble;
    QRectF m_footerPlace;
    QString m_footerTime;
    QRectF m_failurePlace;
    QList<ActionArea> m_actions;
    qreal m_textWidth = 0;
    int m_height = 0;
};

} // namespace ventanilla
