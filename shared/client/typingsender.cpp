#include "client/typingsender.h"

#include "client/socketioclient.h"
#include "core/clock.h"
#include "protocol/events.h"
#include "protocol/typing.h"

#include <chrono>

namespace ventanilla {

namespace {
constexpr qint64 repeatMs = 3'000;
constexpr std::chrono::milliseconds idle = std::chrono::seconds(4);
} // namespace

TypingSender::TypingSender(SocketIoClient &client, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_idleTimer(this)
{
    m_idleTimer.setObjectName(QStringLiteral("typingIdleTimer"));
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setInterval(idle);
    connect(&m_idleTimer, &QTimer::timeout, this, &TypingSender::stopped);
}

void TypingSender::typed(const QString &to)
{
    if (!m_active)
        return;
    if (!m_to.isEmpty() && m_to != to)
        stopped();
    m_idleTimer.start();
    if (m_to == to && m_clock.steadyMs() - m_saidAtMs < repeatMs)
        return;
    m_to = to;
    m_saidAtMs = m_clock.steadyMs();
    say(true);
}

void TypingSender::stopped()
{
    m_idleTimer.stop();
    if (m_to.isEmpty())
        return;
    say(false);
    m_to.clear();
}

void TypingSender::pause()
{
    m_active = false;
    m_idleTimer.stop();
    m_to.clear();
}

void TypingSender::say(bool active)
{
    m_client.emitEvent(event::typing, {TypingNotice {m_to, active}.toJson()});
}

} // namespace ventanilla
