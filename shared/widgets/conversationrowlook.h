#pragma once

#include <QColor>
#include <QString>

class QModelIndex;
class QPalette;

namespace ventanilla {

/// What a row of the conversation list shows, read from its model once.
struct ConversationRowData {
    QString name;
    QString user;
    QString preview;
    QString previewAuthor;
    bool previewOwn = false;
    qint64 lastAtMs = 0;
    int unread = 0;
    bool open = false;
    bool online = false;
    /// Whether the user is writing.
    bool typing = false;
    /// What this person has begun to write; empty for nothing.
    QString draft;

    static ConversationRowData from(const QModelIndex &index);
};

/// The original's colour rule, decided apart from painting so that it can be tested: red, bold and
/// a count for unread; green, bold and a bar for the open one; neither otherwise. Colour never
/// stands alone: weight, bar or count goes with it.
struct ConversationRowLook {
    QColor name;
    QColor preview;
    QColor time;
    QColor background;
    bool bold = false;
    bool bar = false;
    /// Empty for no badge. The open row has one too while something in it is unread.
    QString badge;
};

ConversationRowLook lookOf(const ConversationRowData &row, bool hovered, const QPalette &palette);

/// The second line: that the user is writing, "Draft: …", "You: …", "Luis: …" for a colleague's message,
/// or the bare text.
QString previewLine(const ConversationRowData &row);

/// A row for who hears it: "Ana, 3 unread, last message 5 min: hello".
QString accessibleText(const ConversationRowData &row, qint64 nowMs);

} // namespace ventanilla
