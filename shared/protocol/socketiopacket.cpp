#include "protocol/socketiopacket.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

using Type = SocketIoPacket::Type;

constexpr qsizetype mostIdDigits = 15; // below 2^53, so every JSON reader keeps it exact
constexpr qsizetype longestNamespace = 256;

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
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
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
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(rest.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        return failure("the packet's data is not JSON");
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

bool isEventData(const QJsonValue &data)
{
    if (!data.isArray() || !data.toArray().first().isString())
        return false;
    const QString name = data.toArray().first().toString();
    return std::find(reservedEvents.begin(), reservedEvents.end(), name) == reservedEvents.end();
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
    QString text(QChar(u'0' + static_cast<int>(type)));
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
    if (text.isEmpty() || text.front() < u'0' || text.front() > u'4')
        return failure("not a Socket.IO packet");
    SocketIoPacket packet;
    packet.type = static_cast<Type>(text.front().unicode() - u'0');

    QStringView rest = text.mid(1);
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
    return packet;
}

SocketIoPacket SocketIoPacket::event(const QString &nsp, QStringView name, QJsonArray arguments)
{
    arguments.prepend(name.toString());
    return {Type::Event, nsp, std::nullopt, arguments};
}

} // namespace ventanilla
