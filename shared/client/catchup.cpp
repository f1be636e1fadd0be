#include "client/catchup.h"

#include "client/chatsession.h"
#include "client/httpapi.h"
#include "client/marksender.h"
#include "client/serverevents.h"
#include "core/logging.h"

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace ventanilla {

namespace {

/// Who was away for longer than this many numbers is faster with the newest pages.
constexpr qint64 mostToCatchUp = 20'000;

} // namespace

CatchUp::CatchUp(ChatSession &session, HttpApi &api, QObject *parent)
    : CatchUp(session, api, ReconnectPolicy([] { return QRandomGenerator::global()->generateDouble(); }),
              parent)
{
}

CatchUp::CatchUp(ChatSession &session, HttpApi &api, ReconnectPolicy policy, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_policy(std::move(policy))
    , m_retryTimer(this)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &CatchUp::fetch);
    listen(session);
}

void CatchUp::listen(ChatSession &session)
{
    connect(&session, &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state == ConnectionState::Connected)
            return;
        ++m_generation;
        m_retryTimer.stop();
        m_current = false;
    });
    connect(&session, &ChatSession::ready, this, &CatchUp::onReady);
    connect(&session, &ChatSession::messageArrived, this,
            [this](const Message &message) { noteLive(message.id.value_or(0)); });
    connect(&session, &ChatSession::outgoingChanged, this, &CatchUp::onOutgoing);
    connect(&session.events(), &ServerEvents::readChanged, this,
            [this](const ReadCursor &cursor) { noteLive(cursor.version); });
    connect(&session.events(), &ServerEvents::deliveryChanged, this,
            [this](const Delivery &delivery) { noteLive(delivery.version); });
}

void CatchUp::onReady(const Ready &ready)
{
    ++m_generation;
    m_newestLive = ready.cursor;
    m_target = ready.cursor;
    m_policy.reset();
    const bool same = m_cursor && m_epoch == ready.epoch && *m_cursor <= ready.cursor;
    const bool known = same && ready.cursor - *m_cursor <= mostToCatchUp;
    // What waits to be said of messages of another database would be said of those that have their ids.
    if (m_cursor && !same)
        m_session.marks().clear();
    m_epoch = ready.epoch;
    if (!known) {
        m_cursor = ready.cursor;
        emit reloadNeeded();
    } else {
        emit started();
    }
    // Whoever heard of it may have ended the session.
    if (m_session.status().state != ConnectionState::Connected)
        return;
    if (*m_cursor >= m_target)
        finish();
    else
        fetch();
}

void CatchUp::onOutgoing(const OutgoingMessage &message)
{
    if (message.state == OutgoingMessage::State::Stored)
        noteLive(message.id.value_or(0));
}

void CatchUp::noteLive(qint64 number)
{
    m_newestLive = std::max(m_newestLive, number);
    if (m_current)
        m_cursor = std::max(*m_cursor, number);
}

void CatchUp::fetch()
{
    m_api.synchronize(*m_cursor, this,
                      [this, generation = m_generation](const Result<SyncPage, ApiError> &answer) {
                          if (generation != m_generation)
                              return;
                          if (answer)
                              onPage(*answer);
                          else
                              onFailed(answer.error());
                      });
}

void CatchUp::onPage(const SyncPage &page)
{
    // A server whose cursor does not move would keep this going for ever.
    const bool moved = page.cursor > *m_cursor;
    m_cursor = std::max(*m_cursor, page.cursor);
    m_policy.reset();
    emit missed(page);
    if (m_session.status().state != ConnectionState::Connected)
        return;
    if (page.more && moved)
        fetch();
    else if (*m_cursor >= m_target)
        finish();
    else
        m_retryTimer.start(std::chrono::milliseconds(m_policy.nextDelayMs()));
}

void CatchUp::onFailed(const ApiError &error)
{
    qCInfo(logClient).noquote() << "catching up failed:" << forLog(error.text);
    const qint64 delayMs = std::max(m_policy.nextDelayMs(), error.retryAfterMs.value_or(0));
    m_retryTimer.start(std::chrono::milliseconds(delayMs));
    emit failed(error);
}

void CatchUp::finish()
{
    m_cursor = std::max(*m_cursor, m_newestLive);
    m_current = true;
    emit becameCurrent();
}

} // namespace ventanilla
