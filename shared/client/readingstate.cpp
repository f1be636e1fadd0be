#include "client/readingstate.h"

#include "client/messagerow.h"

#include <algorithm>

namespace ventanilla {

qint64 ReadingState::unread() const
{
    const qint64 read = std::max(m_own.ordinal, m_assumedRead.value_or(0));
    return std::max<qint64>(m_total - read, 0) + m_unnumbered.size();
}

void ReadingState::take(const Message &message, qint64 total, bool fromOtherSide)
{
    const QString identity = MessageRow::identity(message.from, message.key);
    if (message.id) {
        takeTotal(total);
        takeNumbered(identity);
    } else if (fromOtherSide) {
        takeUnnumbered(identity);
    }
}

void ReadingState::takeUnnumbered(const QString &identity)
{
    if (!m_unnumbered.contains(identity))
        m_unnumbered.insert(identity, m_total);
}

void ReadingState::take(const OwnReading &own)
{
    if (own.version < m_own.version)
        return;
    m_assumedRead.reset();
    if (own.upTo < m_own.upTo)
        m_takenBackAt = own.version;
    m_own = own;
}

void ReadingState::takeMoved(const OwnReading &own)
{
    take(own);
    if (m_own == own)
        m_unnumbered.removeIf([&](const auto &message) { return message.value() < own.ordinal; });
}

void ReadingState::assumeRead()
{
    m_assumedRead = m_total;
    m_unnumbered.clear();
}

} // namespace ventanilla
