#include "protocol/syncpage.h"

#include "core/jsonreader.h"

#include <QJsonArray>

#include <algorithm>

namespace ventanilla {

namespace {

template<typename T, typename Write>
QJsonArray arrayOf(const QList<T> &list, Write write)
{
    QJsonArray array;
    for (const T &entry : list)
        array.append(write(entry));
    return array;
}

/// False if one of them cannot be read.
template<typename T, typename Read>
bool readAll(const QJsonArray &array, QList<T> &list, Read read)
{
    for (const auto &entry : array) {
        auto value = read(entry);
        if (!value)
            return false;
        list.append(*std::move(value));
    }
    return true;
}

} // namespace

QJsonObject SyncPage::toJson() const
{
    return {
        {QStringLiteral("mensajes"),
         arrayOf(messages, [](const Message &message) { return message.toHistoryRow(); })},
        {QStringLiteral("notas"), QJsonArray()},
        {QStringLiteral("lecturas"), arrayOf(reads, [](const ReadCursor &read) { return read.toJson(); })},
        {QStringLiteral("entregas"),
         arrayOf(deliveries, [](const Delivery &delivery) { return delivery.toJson(); })},
        {QStringLiteral("conversaciones"),
         arrayOf(conversations, [](const ConversationRow &row) { return row.toJson(); })},
        {QStringLiteral("cursor"), cursor},
        {QStringLiteral("mas"), more},
    };
}

Result<SyncPage> SyncPage::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    SyncPage page;
    page.cursor = read.integer(u"cursor");
    page.more = read.boolean(u"mas");
    const bool whole = readAll(read.array(u"mensajes"), page.messages, &Message::fromHistoryRow)
        && readAll(read.array(u"lecturas"), page.reads, &ReadCursor::fromJson)
        && readAll(read.array(u"entregas"), page.deliveries, &Delivery::fromJson)
        && readAll(read.array(u"conversaciones"), page.conversations, &ConversationRow::fromJson);
    if (!read.ok())
        return failure(Error {read.problem()});
    const bool numbered =
        std::ranges::all_of(page.messages, [](const Message &message) { return message.id.has_value(); });
    if (!whole || !numbered)
        return failure("the answer has an entry that cannot be read");
    return page;
}

} // namespace ventanilla
