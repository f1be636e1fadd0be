#pragma once

#include "chat/broadcaster.h"

#include <QList>

namespace ventanilla {

/// Keeps what was broadcast instead of sending it.
class RecordingBroadcaster final : public Broadcaster
{
public:
    struct Broadcast {
        QStringList rooms;
        QString event;
        QJsonObject payload;
        QString except;
    };

    void broadcast(const QStringList &rooms, QStringView event, const QJsonObject &payload,
                   const QString &exceptSession = {}) override
    {
        sent.append({rooms, event.toString(), payload, exceptSession});
    }

    /// The broadcasts of one event.
    QList<Broadcast> of(QStringView event) const
    {
        QList<Broadcast> found;
        for (const Broadcast &each : sent) {
            if (each.event == event)
                found.append(each);
        }
        return found;
    }

    QList<Broadcast> sent;
};

} // namespace ventanilla
