#pragma once

#include <QByteArrayList>
#include <QJsonArray>

#include <initializer_list>
#include <utility>

namespace ventanilla {

/// What an event or an acknowledgement carries. JSON has no bytes: where the n-th attachment
/// belongs, `values` has SocketIoPacket::placeholder(n).
struct EventArguments {
    QJsonArray values;
    QByteArrayList attachments;

    EventArguments(QJsonArray jsonValues = {}, QByteArrayList bytes = {})
        : values(std::move(jsonValues))
        , attachments(std::move(bytes))
    {
    }
    EventArguments(std::initializer_list<QJsonValue> jsonValues)
        : values(jsonValues)
    {
    }
};

} // namespace ventanilla
