#include "client/messagesender.h"

#include "client/outboxfolder.h"
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
    , m_patience(patience)
{
    m_ackTimer.setSingleShot(true);
    m_slowDownTimer.setSingleShot(true);
    connect(&m_ackTimer, &QTimer::timeout, this, &MessageSender::stalled);
    connect(&m_slowDownTimer, &QTimer::timeout, this, &MessageSender::sendWaiting);
}

void MessageSender::open(std::unique_ptr<OutboxFolder> folder)
{
    forgetInFlight();
    const QList<OutgoingMessage> former = m_outbox.messages();
    m_outbox.open(std::move(folder));
    for (const OutgoingMessage &message : former)
        emit discarded(message.key);
}

void MessageSender::resume()
{
    m_active = true;
    sendWaiting();
}

void MessageSender::pause()
{
    m_active = false;
    forgetInFlight();
    m_slowDownTimer.stop();
}

void MessageSender::forgetInFlight()
{
    m_inFlight.clear();
    m_ackTimer.stop();
}

QString MessageSender::send(const QString &to, const QString &text)
{
    const OutgoingMessage message = m_outbox.add(to, text, m_clock.nowMs());
    emit changed(message);
    sendWaiting();
    return message.key;
}

void MessageSender::retry(const QString &key)
{
    if (const auto message = m_outbox.requeue(key)) {
        emit changed(*message);
        sendWaiting();
    }
}

void MessageSender::discard(const QString &key)
{
    if (m_outbox.discard(key))
        emit discarded(key);
}

bool MessageSender::merge(const Message &message)
{
    if (message.key.isEmpty() || !m_outbox.find(message.key))
        return false;
    // Without an id it was delivered, but whether it is kept only the acknowledgement tells.
    if (message.id) {
        const auto stored = m_outbox.takeStored(message.key, *message.id, message.sentAtMs);
        emit changed(*stored);
    }
    return true;
}

void MessageSender::sendWaiting()
{
    const auto busy = m_inFlight.keys();
    const auto next = m_outbox.nextFor(QSet<QString>(busy.begin(), busy.end()));
    for (const OutgoingMessage &message : next) {
        if (m_active && !m_slowDownTimer.isActive())
            sendNow(message);
    }
    waitForAnswers();
}

void MessageSender::sendNow(const OutgoingMessage &message)
{
    m_inFlight.insert(message.to, {message.key, m_clock.steadyMs()});
    const PrivateMessage payload {message.to, message.text, message.key};
    m_client.emitEvent(event::privateMessage, {payload.toJson()},
                       [this, to = message.to, key = message.key](const QJsonValue &answer) {
                           onAcknowledged(to, key, answer);
                       });
}

void MessageSender::waitForAnswers()
{
    if (m_inFlight.isEmpty())
        return m_ackTimer.stop();
    const auto oldest = std::min_element(
        m_inFlight.cbegin(), m_inFlight.cend(),
        [](const InFlight &one, const InFlight &other) { return one.sinceMs < other.sinceMs; });
    const qint64 waitedMs = m_clock.steadyMs() - oldest->sinceMs;
    m_ackTimer.start(
        std::max(m_patience - std::chrono::milliseconds(waitedMs), std::chrono::milliseconds(0)));
}

void MessageSender::onAcknowledged(const QString &to, const QString &key, const QJsonValue &payload)
{
    if (m_inFlight.value(to).key != key)
        return; // dropped meanwhile, as another person signed in
    m_inFlight.remove(to);
    const auto ack = SendAck::fromJson(payload);
    if (!ack)
        onRefused(key, ack.error());
    else if (const auto stored = m_outbox.takeStored(key, ack->id, ack->sentAtMs))
        emit changed(*stored);
    sendWaiting();
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
