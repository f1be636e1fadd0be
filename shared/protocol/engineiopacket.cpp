#include "protocol/engineiopacket.h"

#include "core/jsonreader.h"

#include <QJsonArray>

namespace ventanilla {

QString EngineIoPacket::encode() const
{
    return QChar(u'0' + static_cast<int>(type)) + payload;
}

Result<EngineIoPacket> EngineIoPacket::decode(const QString &text)
{
    if (text.isEmpty() || text.front() < u'0' || text.front() > u'6')
        return failure("not an Engine.IO packet");
    return EngineIoPacket {static_cast<Type>(text.front().unicode() - u'0'), text.mid(1)};
}

QJsonObject EngineIoHandshake::toJson() const
{
    return {
        {QStringLiteral("sid"), sid},
        {QStringLiteral("upgrades"), QJsonArray::fromStringList(upgrades)},
        {QStringLiteral("pingInterval"), pingIntervalMs},
        {QStringLiteral("pingTimeout"), pingTimeoutMs},
        {QStringLiteral("maxPayload"), maxPayload},
    };
}

Result<EngineIoHandshake> EngineIoHandshake::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    EngineIoHandshake handshake;
    handshake.sid = read.string(u"sid");
    for (const auto &upgrade : read.array(u"upgrades"))
        handshake.upgrades.append(upgrade.toString());
    handshake.pingIntervalMs = read.integer(u"pingInterval");
    handshake.pingTimeoutMs = read.integer(u"pingTimeout");
    handshake.maxPayload = read.integer(u"maxPayload");
    if (!read.ok())
        return failure(Error {read.problem()});
    if (handshake.pingIntervalMs <= 0 || handshake.pingTimeoutMs <= 0)
        return failure("the handshake's heartbeat times must be positive");
    return handshake;
}

} // namespace ventanilla
