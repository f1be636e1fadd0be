#include "storage/spoolqueue.h"

#include "core/logging.h"

#include <algorithm>

namespace ventanilla {

SpoolQueue::SpoolQueue(Spool &spool, Counters &counters, qsizetype mostAtOnce, OnWritten onWritten)
    : m_spool(spool)
    , m_mostAtOnce(mostAtOnce)
    , m_onWritten(std::move(onWritten))
    , m_spooled(counters.counter("ventanilla_messages_spooled_total",
                                 "Messages that went to the spool because the database failed."))
    , m_unkept(counters.counter("ventanilla_messages_not_stored_total",
                                "Messages that neither the database nor the spool took."))
    , m_failures(counters.counter("ventanilla_spool_failures_total", "Writes to the spool that failed."))
    , m_waiting(counters.counter("ventanilla_spool_messages", "Messages that wait in the spool."))
    , m_replayed(counters.counter("ventanilla_messages_replayed_total",
                                  "Messages of the spool that the database has taken since."))
    , m_setAside(counters.counter("ventanilla_messages_set_aside_total",
                                  "Messages of the spool that the database refused for what they are."))
{
}

void SpoolQueue::takeOver(Messages spooled)
{
    m_waiting.add(static_cast<qint64>(spooled.size()));
    m_inSpool.assign(spooled.begin(), spooled.end());
}

void SpoolQueue::write()
{
    if (m_writing || m_unwritten.empty())
        return;
    const auto end = m_unwritten.begin() + std::min(static_cast<qsizetype>(m_unwritten.size()), m_mostAtOnce);
    Messages messages(m_unwritten.begin(), end);
    m_unwritten.erase(m_unwritten.begin(), end);
    QList<NewMessage> contents;
    for (const PendingMessagePtr &pending : messages)
        contents.append(pending->message);
    m_writing = true;
    m_spool.append(contents, [this, messages = std::move(messages)](const Result<Done> &outcome) {
        onAppended(messages, outcome);
    });
}

void SpoolQueue::onAppended(const Messages &messages, const Result<Done> &outcome)
{
    m_writing = false;
    const auto count = static_cast<qint64>(messages.size());
    if (outcome) {
        m_spooled.add(count);
        m_waiting.add(count);
        m_inSpool.insert(m_inSpool.end(), messages.begin(), messages.end());
    } else {
        m_failures.add();
        m_unkept.add(count);
        qCCritical(logStorage).noquote() << count << "messages are kept nowhere:" << outcome.error().message;
    }
    for (const PendingMessagePtr &pending : messages)
        pending->spooled = outcome.ok();
    m_onWritten(messages, outcome.ok());
}

SpoolQueue::Messages SpoolQueue::oldest(qsizetype most) const
{
    return {m_inSpool.begin(), m_inSpool.begin() + std::min(count(), most)};
}

void SpoolQueue::setAside(const NewMessage &message, const StoreError &error)
{
    qCCritical(logStorage).noquote() << "the database refuses a message from the spool, by"
                                     << forLog(message.from) << "under the key" << message.key << ':'
                                     << error.message;
    m_setAside.add();
    m_spool.setAside(message);
}

void SpoolQueue::drop(qsizetype count)
{
    m_inSpool.erase(m_inSpool.begin(), m_inSpool.begin() + count);
    m_spool.drop(count);
    m_waiting.subtract(count);
}

} // namespace ventanilla
