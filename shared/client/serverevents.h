#pragma once

#include "protocol/marks.h"
#include "protocol/presence.h"
#include "protocol/typing.h"

#include <QObject>

class QJsonValue;

namespace ventanilla {

/// What the server tells besides messages, as typed signals, in the order in which it was told. What
/// cannot be read is logged and ignored. Keeps nothing.
class ServerEvents : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void take(const QString &name, const QJsonValue &payload);

signals:
    void readChanged(const ventanilla::ReadCursor &cursor);
    void deliveryChanged(const ventanilla::Delivery &delivery);
    void typingChanged(const ventanilla::Typing &typing);
    void presenceChanged(const ventanilla::Presence &presence);
};

} // namespace ventanilla
