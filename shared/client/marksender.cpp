#include "client/marksender.h"

#include "client/passingtrouble.h"
#include "client/socketioclient.h"
#include "core/logging.h"
#include "protocol/events.h"

#include <chrono>

namespace ventanilla {

namespace {

constexpr std::chrono::milliseconds retryAfter = std::chrono::seconds(1);

// A name cannot hold a line feed.
QString readingOf(const QString &conversation)
{
    return QStringLiteral("read\n") + conversation;
}

QString deliveryOf(const QString &conversation)
{
    return QStringLiteral("delivered\n") + conversation;
}

} // namespace

MarkSender::MarkSender(SocketIoClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(retryAfter);
    connect(&m_retryTimer, &QTimer::timeout, this, &MarkSender::sendWaiting);
}

void MarkSender::read(const ReadRequest &request)
{
    send(readingOf(request.conversation), {event::read.toString(), request.toJson()});
}

void MarkSender::markUnread(const MarkRequest &request)
{
    send(readingOf(request.conversation), {event::unread.toString(), request.toJson()});
}

void MarkSender::delivered(const MarkRequest &request)
{
    send(deliveryOf(request.conversation), {event::delivered.toString(), request.toJson()});
}

void MarkSender::resume()
{
    m_active = true;
    sendWaiting();
}

void MarkSender::pause()
{
    m_active = false;
    m_retryTimer.stop();
    for (auto mark = m_inFlight.cbegin(); mark != m_inFlight.cend(); ++mark) {
        if (!m_waiting.contains(mark.key()))
            m_waiting.insert(mark.key(), mark.value());
    }
    m_inFlight.clear();
}

void MarkSender::clear()
{
    m_waiting.clear();
    m_inFlight.clear();
}

void MarkSender::sendWaiting()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (auto mark = waiting.cbegin(); mark != waiting.cend(); ++mark)
        send(mark.key(), mark.value());
}

void MarkSender::send(const QString &place, const Mark &mark)
{
    if (!m_active || m_inFlight.contains(place) || m_retryTimer.isActive()) {
        m_waiting.insert(place, mark);
        return;
    }
    m_inFlight.insert(place, mark);
    m_client.emitEvent(mark.event, {mark.payload},
                       [this, place](const QJsonValue &answer) { onAcknowledged(place, answer); });
}

void MarkSender::onAcknowledged(const QString &place, const QJsonValue &answer)
{
    const auto sent = m_inFlight.find(place);
    if (sent == m_inFlight.end())
        return;
    const Mark mark = *sent;
    m_inFlight.erase(sent);
    const bool done = answer.toObject().value(u"ok").toBool();
    if (!done && mayPass(WireError::fromJson(answer.toObject().value(u"error")))) {
        if (!m_waiting.contains(place))
            m_waiting.insert(place, mark);
        m_retryTimer.start();
        return;
    }
    if (!done)
        qCInfo(logClient) << "the server did not take how far something was read";
    const auto next = m_waiting.find(place);
    if (next != m_waiting.end()) {
        const Mark following = *next;
        m_waiting.erase(next);
        send(place, following);
    }
    if (done && mark.event != event::delivered) {
        if (const auto own = ReadCursor::fromJson(answer))
            emit answered(*own);
    }
}

} // namespace ventanilla
