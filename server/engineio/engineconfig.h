#pragma once

#include "core/clock.h"
#include "net/bufferbudget.h"

#include <QString>
#include <QStringList>

namespace ventanilla {

/// The rules of one Engine.IO server. Times in milliseconds, sizes in bytes.
struct EngineConfig {
    QString path = QStringLiteral("/socket.io/");
    qint64 pingIntervalMs = 25'000;
    qint64 pingTimeoutMs = 20'000;
    /// From the candidate's connection to the packet that completes the upgrade.
    qint64 upgradeTimeoutMs = 10'000;
    /// How long a closed session waits for a poll that takes the news.
    qint64 closeGraceMs = 30'000;
    /// Of a packet, and of the body of a polling request.
    qint64 maxPayload = 1'000'000;
    /// What may wait for one slow client before it is dropped.
    qint64 maxQueuedBytes = 4 * 1024 * 1024;
    /// Sessions at once, in all and of one network (networkOf()); 0 for no limit.
    qint64 maxSessions = 0;
    qint64 sessionsPerAddress = 0;
    /// Packets that a session may send a second on average, and at once; it ends above that. A rate
    /// of 0 lets everything through.
    double packetRate = 0;
    double packetBurst = 0;
    /// The same in characters of text and bytes.
    double dataRate = 0;
    double dataBurst = 0;
    /// Further origins whose pages may connect, beside the server's own. `*` is any, without
    /// credentials.
    QStringList allowedOrigins;
};

/// What every session of an engine uses; outlives them.
struct EngineContext {
    const EngineConfig &config;
    const Clock &clock;
    BufferBudget &budget;
};

} // namespace ventanilla
