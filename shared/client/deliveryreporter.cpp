#include "client/deliveryreporter.h"

#include "client/catchup.h"
#include "client/chatsession.h"
#include "client/marksender.h"

#include <algorithm>
#include <chrono>

namespace ventanilla {

namespace {
constexpr std::chrono::milliseconds gathering(200);
} // namespace

DeliveryReporter::DeliveryReporter(ChatSession &session, const CatchUp &catchUp, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_catchUp(catchUp)
    , m_timer(this)
{
    m_timer.setObjectName(QStringLiteral("deliveryTimer"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(gathering);
    connect(&m_timer, &QTimer::timeout, this, &DeliveryReporter::report);
    connect(&catchUp, &CatchUp::becameCurrent, this, &DeliveryReporter::gather);
}

void DeliveryReporter::note(const QString &conversation, qint64 id)
{
    if (id <= m_known.value(conversation))
        return;
    qint64 &waiting = m_waiting[conversation];
    waiting = std::max(waiting, id);
    gather();
}

void DeliveryReporter::gather()
{
    if (m_catchUp.isCurrent() && !m_waiting.isEmpty() && !m_timer.isActive())
        m_timer.start();
}

void DeliveryReporter::noteKnown(const QString &conversation, qint64 id)
{
    qint64 &known = m_known[conversation];
    known = std::max(known, id);
}

void DeliveryReporter::clear()
{
    m_known.clear();
    m_waiting.clear();
}

void DeliveryReporter::report()
{
    if (!m_catchUp.isCurrent())
        return; // the connection was lost meanwhile
    const auto waiting = std::exchange(m_waiting, {});
    for (auto entry = waiting.cbegin(); entry != waiting.cend(); ++entry) {
        if (entry.value() <= m_known.value(entry.key()))
            continue; // said by another client meanwhile
        noteKnown(entry.key(), entry.value());
        m_session.marks().delivered({entry.key(), entry.value()});
    }
}

} // namespace ventanilla
