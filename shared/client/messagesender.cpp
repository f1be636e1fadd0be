#include "client/messagesender.h"

#include "client/socketioclient.h"
#include "core/clock.h"
#include "core/logging.h"
#include "protocol/events.h"

#include <algorithm>

namespace ventanilla {

namespace {
constexpr qint64 defaultSlowDownMs = 1'000;
constexpr qint64 longestSlowDownMs = 300'000;
} // namespace

MessageSender::MessageSender(SocketIoClient &client, const Clock &clock, std::chrono::milliseconds patience,
                             QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
{
    m_ackTimer.setSingleShot(true);
    m_ackTimer.setInterval(patience);
    m_slowDownTimer.setSingleShot(true);
    connect(&m_ackTimer, &QTimer::timeout, this, &MessageSender::stalled);
    connect(&m_slowDownTimer, &QTimer::timeout, this, &MessageSender::sendNext);
}

void MessageSender::resume()
{
    m_active = true;
    sendNext();
}

void MessageSender::pause()
{
    m_active = false;
    m_inFlight.clear();
    m_ackTimer.stop();
    m_slowDownTimer.stop();
}

QString MessageSender::send(const QString &to, const QString &text)
{
    const OutgoingMessage message = m_outbox.add(to, text, m_clock.nowMs());
    emit changed(message);
    sendNext();
    return message.key;
}

void MessageSender::retry(const QString &key)
{
    if (const auto message = m_outbox.requeue(key)) {
        emit changed(*message);
        sendNext();
    }
}

void MessageSender::discard(const QString &key)
{
    if (m_outbox.discard(key))
        emit discarded(key);
}

void MessageSender::dropAll()
{
    m_inFlight.clear();
    m_ackTimer.stop();
    const auto dropped = m_outbox.takeAll();
    for (const OutgoingMessage &message : dropped)
        emit discarded(message.key);
}

bool MessageSender::merge(const Message &message)
{
    if (message.key.isEmpty() || !m_outbox.find(message.key))
        return false;
    // Without an id it was delivered but not stored: sending it again is what is needed.
    if (message.id) {
        const auto stored = m_outbox.takeStored(message.key, *message.id, message.sentAtMs);
        emit changed(*stored);
    }
    return true;
}

void MessageSender::sendNext()
{
    if (!m_active || !m_inFlight.isEmpty() || m_slowDownTimer.isActive())
        return;
    const auto next = m_outbox.firstWaiting();
    if (!next)
        return;
    m_inFlight = next->key;
    m_ackTimer.start();
    const PrivateMessage payload {next->to, next->text, next->key};
    m_client.emitEvent(event::privateMessage, {payload.toJson()},
                       [this, key = next->key](const QJsonValue &answer) { onAcknowledged(key, answer); });
}

void MessageSender::onAcknowledged(const QString &key, const QJsonValue &payload)
{
    if (key != m_inFlight)
        return; // dropped meanwhile, as another person signed in
    m_inFlight.clear();
    m_ackTimer.stop();
    const auto ack = SendAck::fromJson(payload);
    if (!ack)
        onRefused(key, ack.error());
    else if (const auto stored = m_outbox.takeStored(key, ack->id, ack->sentAtMs))
        emit changed(*stored);
    sendNext();
}

void MessageSender::onRefused(const QString &key, const WireError &error)
{
    if (error.code == ErrorCode::TooFast) {
        const qint64 wanted = error.retryAfterMs.value_or(defaultSlowDownMs);
        m_slowDownTimer.start(std::chrono::milliseconds(std::clamp(wanted, qint64(0), longestSlowDownMs)));
        return;
    }
    qCInfo(logClient).noquote() << "a message was refused:" << toWire(error.code);
    if (const auto failed = m_outbox.markFailed(key, error))
        emit changed(*failed);
}

} // namespace ventanilla
