#include "widgets/conversationrowlook.h"

#include "client/conversationlistmodel.h"
#include "widgets/theme.h"
#include "widgets/timewords.h"

#include <QCoreApplication>
#include <QModelIndex>

namespace ventanilla {

namespace {

struct ConversationRowWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::ConversationRow)
};

QString badgeText(int unread)
{
    if (unread <= 0)
        return {};
    return unread > metric::badgeLimit ? QStringLiteral("%1+").arg(metric::badgeLimit)
                                       : QString::number(unread);
}

/// In the open conversation it stands in the composer.
bool showsDraft(const ConversationRowData &row)
{
    return !row.draft.isEmpty() && !row.open;
}

} // namespace

ConversationRowData ConversationRowData::from(const QModelIndex &index)
{
    using Model = ConversationListModel;
    return {
        .name = index.data(Model::NameRole).toString(),
        .user = index.data(Model::UserRole).toString(),
        .preview = index.data(Model::PreviewRole).toString(),
        .previewAuthor = index.data(Model::PreviewAuthorRole).toString(),
        .previewOwn = index.data(Model::PreviewOwnRole).toBool(),
        .lastAtMs = index.data(Model::LastAtRole).toLongLong(),
        .unread = index.data(Model::UnreadRole).toInt(),
        .open = index.data(Model::OpenRole).toBool(),
        .online = index.data(Model::OnlineRole).toBool(),
        .typing = !index.data(Model::TypingRole).toString().isEmpty(),
        .draft = index.data(Model::DraftRole).toString(),
    };
}

ConversationRowLook lookOf(const ConversationRowData &row, bool hovered, const QPalette &palette)
{
    const Colours &colours = coloursFor(palette);
    ConversationRowLook look;
    look.name = colours.text;
    look.preview = colours.secondaryText;
    look.time = colours.secondaryText;
    look.background = hovered ? colours.hover : colours.pane;
    look.badge = badgeText(row.unread);
    if (row.open) {
        look.name = colours.open;
        look.background = colours.openTint;
        look.bold = true;
        look.bar = true;
    } else if (row.unread > 0) {
        look.name = colours.unread;
        look.time = colours.unread;
        look.preview = colours.text;
        look.bold = true;
    }
    if (row.typing)
        look.preview = colours.accent;
    return look;
}

QString previewLine(const ConversationRowData &row)
{
    if (row.typing)
        return ConversationRowWords::tr("writing…");
    if (showsDraft(row))
        return ConversationRowWords::tr("Draft: %1").arg(row.draft);
    if (row.preview.isEmpty())
        return {};
    if (row.previewOwn)
        return ConversationRowWords::tr("You: %1").arg(row.preview);
    if (row.previewAuthor.isEmpty() || row.previewAuthor == row.user)
        return row.preview;
    return ConversationRowWords::tr("%1: %2", "colleague, text").arg(row.previewAuthor, row.preview);
}

QString accessibleText(const ConversationRowData &row, qint64 nowMs)
{
    QStringList parts {row.name};
    if (row.unread > 0)
        parts.append(ConversationRowWords::tr("%n unread", nullptr, row.unread));
    if (row.open)
        parts.append(ConversationRowWords::tr("open"));
    if (row.online)
        parts.append(ConversationRowWords::tr("online"));
    if (row.typing || showsDraft(row)) {
        parts.append(previewLine(row));
    } else if (!row.preview.isEmpty()) {
        parts.append(ConversationRowWords::tr("last message %1: %2", "when, text")
                         .arg(listTime(row.lastAtMs, nowMs, QLocale()), previewLine(row)));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace ventanilla
