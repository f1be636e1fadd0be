#include "storage/messagecodec.h"

#include <QDataStream>
#include <QIODevice>

namespace ventanilla {

namespace {

constexpr quint8 formatVersion = 1;
constexpr auto streamVersion = QDataStream::Qt_6_4;

} // namespace

QByteArray encodeForSpool(const NewMessage &message)
{
    QByteArray record;
    QDataStream stream(&record, QIODevice::WriteOnly);
    stream.setVersion(streamVersion);
    stream << formatVersion << message.from << message.fromName << message.to << message.text
           << message.sentAtMs << message.key << message.conversation << message.fromStaff;
    return record;
}

std::optional<NewMessage> decodeFromSpool(const QByteArray &record)
{
    QDataStream stream(record);
    stream.setVersion(streamVersion);
    quint8 version = 0;
    NewMessage message;
    stream >> version;
    if (version != formatVersion)
        return std::nullopt;
    stream >> message.from >> message.fromName >> message.to >> message.text >> message.sentAtMs
        >> message.key >> message.conversation >> message.fromStaff;
    return stream.status() == QDataStream::Ok && stream.atEnd() ? std::optional(message) : std::nullopt;
}

} // namespace ventanilla
