#include "engineio/transport.h"

namespace ventanilla {

qint64 sizeOf(const EncodedPacket &packet)
{
    if (const auto *text = std::get_if<QString>(&packet))
        return text->size() * qint64(sizeof(QChar));
    return std::get<QByteArray>(packet).size();
}

void closeAndForget(std::unique_ptr<Transport> transport, QObject *parent)
{
    Transport *forgotten = transport.release();
    forgotten->setParent(parent);
    QObject::connect(forgotten, &Transport::closed, forgotten, &QObject::deleteLater);
    forgotten->close();
}

} // namespace ventanilla
