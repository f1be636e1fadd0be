#include "protocol/socketiopacket.h"

#include "core/jsontext.h"

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

using Type = SocketIoPacket::Type;

constexpr qsizetype mostIdDigits = 15; // below 2^53, so every JSON reader keeps it exact
constexpr qsizetype longestNamespace = 256;

constexpr QStringView placeholderKey = u"_placeholder";
constexpr QStringView indexKey = u"num";

constexpr std::array<QStringView, 6> reservedEvents {u"connect",       u"connect_error", u"disconnect",
                                                     u"disconnecting", u"newListener",   u"removeListener"};

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

QString compactJson(const QJsonValue &value)
{
    const QJsonDocument document =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(jsonText(document));
}

/// Takes `<number>-` off the front of a binary packet.
Result<qsizetype> takeAttachmentCount(QStringView &rest)
{
    const auto end = std::find_if_not(rest.begin(), rest.end(), isDigit);
    const qsizetype digits = end - rest.begin();
    if (digits == 0 || digits > 2 || digits == rest.size() || *end != u'-')
        return failure("a binary packet begins with the number of its attachments");
    const qsizetype count = rest.left(digits).toLongLong();
    if (count > SocketIoPacket::mostAttachments)
        return failure("the packet has too many attachments");
    rest = rest.mid(digits + 1);
    return count;
}

/// Takes `/name,` off the front, or `/name` if nothing follows it.
Result<QString> takeNamespace(QStringView &rest)
{
    if (!rest.startsWith(u'/'))
        return QStringLiteral("/");
    const qsizetype comma = rest.indexOf(u',');
    const QStringView name = comma < 0 ? rest : rest.left(comma);
    if (name.size() > longestNamespace)
        return failure("the namespace's name is too long");
    rest = comma < 0 ? QStringView() : rest.mid(comma + 1);
    return name.toString();
}

Result<std::optional<qint64>> takeId(QStringView &rest)
{
    const auto end = std::find_if_not(rest.begin(), rest.end(), isDigit);
    const qsizetype digits = end - rest.begin();
    if (digits == 0)
        return std::optional<qint64>();
    if (digits > mostIdDigits)
        return failure("the acknowledgement's id is too large");
    const qint64 id = rest.left(digits).toLongLong();
    rest = rest.mid(digits);
    return std::optional(id);
}

Result<QJsonValue> parseData(QStringView rest)
{
    if (rest.isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    const auto document = jsonFromText(rest.toUtf8());
    if (!document)
        return failure("the packet's data is not JSON");
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

/// Whether every placeholder in the value names one of `count` attachments. JSON as deep as
/// QJsonDocument reads it: 1024 levels.
bool placeholdersFit(const QJsonValue &value, qsizetype count)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(),
                           [count](const QJsonValue &item) { return placeholdersFit(item, count); });
    }
    if (!value.isObject())
        return true;
    const QJsonObject object = value.toObject();
    if (object.value(placeholderKey).toBool()) {
        const double index = object.value(indexKey).toDouble(-1);
        return index >= 0 && index < static_cast<double>(count)
            && static_cast<double>(qint64(index)) == index;
    }
    return std::all_of(object.begin(), object.end(),
                       [count](const QJsonValue &item) { return placeholdersFit(item, count); });
}

bool isEventData(const QJsonValue &data)
{
    if (!data.isArray())
        return false;
    const QJsonValue first = data.toArray().first();
    if (first.isDouble())
        return true;
    const QString name = first.toString();
    return first.isString()
        && std::find(reservedEvents.begin(), reservedEvents.end(), name) == reservedEvents.end();
}

bool dataFits(const SocketIoPacket &packet)
{
    switch (packet.type) {
    case Type::Connect: return packet.data.isUndefined() || packet.data.isObject();
    case Type::Disconnect: return packet.data.isUndefined();
    case Type::Event: return isEventData(packet.data);
    case Type::Ack: return packet.id && packet.data.isArray();
    case Type::ConnectError: return packet.data.isObject();
    }
    return false;
}

} // namespace

QString SocketIoPacket::encode() const
{
    constexpr int binaryOffset = 3; // from Event to BinaryEvent, and from Ack to BinaryAck
    const bool binary = !attachments.isEmpty();
    QString text(QChar(u'0' + static_cast<int>(type) + (binary ? binaryOffset : 0)));
    if (binary)
        text += QString::number(attachments.size()) + u'-';
    if (nsp != u"/")
        text += nsp + u',';
    if (id)
        text += QString::number(*id);
    if (!data.isUndefined())
        text += compactJson(data);
    return text;
}

Result<SocketIoPacket> SocketIoPacket::decode(QStringView text)
{
    if (text.isEmpty() || text.front() < u'0' || text.front() > u'6')
        return failure("not a Socket.IO packet");
    SocketIoPacket packet;
    QStringView rest = text.mid(1);
    const bool binary = text.front() > u'4';
    if (binary) {
        packet.type = text.front() == u'5' ? Type::Event : Type::Ack;
        const auto count = takeAttachmentCount(rest);
        if (!count)
            return failure(count.error());
        packet.awaited = *count;
    } else {
        packet.type = static_cast<Type>(text.front().unicode() - u'0');
    }

    auto nsp = takeNamespace(rest);
    if (!nsp)
        return failure(nsp.error());
    auto id = takeId(rest);
    if (!id)
        return failure(id.error());
    auto data = parseData(rest);
    if (!data)
        return failure(data.error());

    packet.nsp = *nsp;
    packet.id = *id;
    packet.data = *data;
    if (!dataFits(packet))
        return failure("the packet's data does not fit its type");
    if (binary && !placeholdersFit(packet.data, packet.awaited))
        return failure("a placeholder names no attachment");
    return packet;
}

SocketIoPacket SocketIoPacket::event(const QString &nsp, QStringView name, QJsonArray arguments,
                                     QByteArrayList attachments)
{
    arguments.prepend(name.toString());
    return {Type::Event, nsp, std::nullopt, arguments, std::move(attachments)};
}

QJsonObject SocketIoPacket::placeholder(qsizetype index)
{
    return {{placeholderKey.toString(), true}, {indexKey.toString(), index}};
}

} // namespace ventanilla
