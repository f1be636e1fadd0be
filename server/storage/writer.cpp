#include "storage/writer.h"

#include "core/logging.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qint64 shortestWaitUs = 50; // what it costs to wait at all
constexpr qint64 otherWeight = 512;

} // namespace

Writer::Writer(DatabaseThread &thread, Spool &spool, Counters &counters, const WriterConfig &config)
    : m_thread(thread)
    , m_config(config)
    , m_commits(counters.counter("ventanilla_commits_total", "Transactions committed."))
    , m_failures(counters.counter("ventanilla_database_failures_total",
                                  "Transactions that failed or took longer than the patience."))
    , m_pending(counters)
    , m_spool(spool, counters, config.mostInBatch,
              [this](const SpoolQueue::Messages &messages, bool kept) { onSpooled(messages, kept); })
    , m_pace(config.mostApartUs)
    , m_paceTimer([this] { proceed(); })
{
    m_time.start();
    m_patienceTimer.setSingleShot(true);
    m_patienceTimer.setInterval(config.patienceMs);
    m_retryTimer.setSingleShot(true);
    QObject::connect(&m_patienceTimer, &QTimer::timeout, &m_patienceTimer, [this] {
        m_failures.add();
        m_overdue = true;
        proceed();
    });
    QObject::connect(&m_retryTimer, &QTimer::timeout, &m_retryTimer, [this] { proceed(); });
}

void Writer::takeOver(const QList<NewMessage> &spooled)
{
    SpoolQueue::Messages messages;
    for (const NewMessage &message : spooled)
        messages.push_back(m_pending.addSpooled(message));
    m_spool.takeOver(std::move(messages));
    m_spooling = !spooled.isEmpty();
    proceed();
}

void Writer::remember(const QList<Message> &stored)
{
    for (const Message &message : stored)
        m_pending.remember(message);
}

void Writer::noteReplayed(const QList<Message> &messages, qint64 stored)
{
    m_spool.noteReplayed(messages.size());
    m_pending.countStored(stored);
    remember(messages);
}

void Writer::storeMessage(const NewMessage &message, MessageAnswer answer)
{
    if (m_pending.answersRepeated(message, answer))
        return;
    if (m_waitingBytes > m_config.mostWaitingBytes) {
        answer(failure(
            StoreError {StoreError::Kind::Overloaded, QStringLiteral("too much waits to be stored")}));
        return;
    }
    const PendingMessagePtr pending = m_pending.add(message, std::move(answer));
    m_waitingBytes += bytesOf(message.text);
    if (m_spooling && !m_draining)
        m_spool.add(pending);
    else
        m_waiting.push_back(jobFor(pending));
    proceed();
}

void Writer::write(BatchWork work, Answer answer)
{
    if (m_waitingBytes > m_config.mostWaitingBytes) {
        answer(failure(
            StoreError {StoreError::Kind::Overloaded, QStringLiteral("too much waits to be stored")}));
        return;
    }
    m_waitingBytes += otherWeight;
    m_waiting.push_back({nullptr, nullptr, std::move(work), std::move(answer)});
    proceed();
}

Writer::Job Writer::jobFor(const PendingMessagePtr &pending)
{
    auto stored = std::make_shared<StoredMessage>();
    auto work = storeMessageWork(pending->message, stored);
    return {pending, std::move(stored), std::move(work), {}};
}

/// Does the next thing that can be done now, if there is one.
void Writer::proceed()
{
    if (m_overdue) {
        passBy();
        refuseOthers();
    }
    if (!m_spooling) {
        commitWaiting();
        return;
    }
    m_spool.write();
    replay();
}

void Writer::commitWaiting()
{
    if (m_underWay || m_waiting.empty() || m_paceTimer.isActive())
        return;
    const auto waiting = static_cast<qsizetype>(m_waiting.size());
    const qint64 now = nowUs();
    const qint64 delayUs = waiting < m_config.mostInBatch ? m_pace.delayUs(now) : 0;
    if (delayUs >= shortestWaitUs && m_paceTimer.start(delayUs))
        return;
    const auto batch = std::make_shared<Batch>();
    const auto end = m_waiting.begin() + std::min(waiting, m_config.mostInBatch);
    std::move(m_waiting.begin(), end, std::back_inserter(batch->jobs));
    m_waiting.erase(m_waiting.begin(), end);
    m_pace.noteCommit(static_cast<qint64>(batch->jobs.size()), now);
    commit(batch);
}

void Writer::commit(const BatchPtr &batch)
{
    m_underWay = batch;
    m_patienceTimer.start();
    for (const PendingMessagePtr &pending : m_uncertain) {
        auto stored = std::make_shared<StoredMessage>();
        auto work = findMessageWork(pending->message, stored);
        batch->searches.push_back({pending, std::move(stored), std::move(work), {}});
    }
    std::vector<BatchWork> works;
    works.reserve(batch->searches.size() + batch->jobs.size());
    for (const Job &job : batch->searches)
        works.push_back(job.work);
    for (const Job &job : batch->jobs)
        works.push_back(job.work);
    m_thread.run([works = std::move(works)](Database &database) { return commitBatch(database, works); },
                 [this, batch](const StoreResult<Outcomes> &outcome) { onCommitted(batch, outcome); });
}

void Writer::onCommitted(const BatchPtr &batch, const StoreResult<Outcomes> &outcome)
{
    m_patienceTimer.stop();
    m_overdue = false;
    m_pace.noteCommitted(nowUs());
    if (outcome) {
        m_commits.add();
        const auto jobs = outcome->begin() + static_cast<qptrdiff>(batch->searches.size());
        finishSearches(*batch, {outcome->begin(), jobs});
        finish(*batch, {jobs, outcome->end()});
    } else {
        m_failures.add();
        fail(*batch, outcome.error());
    }
    m_underWay.reset();
    proceed();
}

void Writer::finishSearches(const Batch &batch, const Outcomes &outcomes)
{
    for (std::size_t i = 0; i < batch.searches.size(); ++i) {
        const Job &job = batch.searches[i];
        std::erase(m_uncertain, job.message);
        if (!outcomes[i] || job.message->told)
            continue;
        m_pending.noteStored(*job.stored);
        if (m_confirmed)
            m_confirmed(job.stored->message);
    }
}

void Writer::finish(const Batch &batch, const Outcomes &outcomes)
{
    for (std::size_t i = 0; i < batch.jobs.size(); ++i) {
        const Job &job = batch.jobs[i];
        if (i < batch.replayed)
            confirm(job, outcomes[i]);
        else if (!job.message)
            answerOther(job, outcomes[i]);
        else if (!batch.abandoned)
            finishMessage(job, outcomes[i]);
        else if (outcomes[i])
            finishLate(job);
    }
    if (!m_spooling)
        return;
    if (batch.replayed > 0)
        m_spool.drop(static_cast<qsizetype>(batch.replayed));
    m_retryMs = m_config.firstRetryMs;
    // The spool will soon be empty: what comes now can wait for that, or it never would be.
    m_draining = m_spool.count() <= m_config.mostInBatch;
    if (m_spool.isEmpty())
        endSpooling();
}

void Writer::finishMessage(const Job &job, const StoreResult<Done> &outcome)
{
    PendingMessage &pending = *job.message;
    m_pending.remove(pending);
    m_waitingBytes -= bytesOf(pending.message.text);
    if (!outcome) {
        pending.answerAll(failure(outcome.error()));
        return;
    }
    m_pending.noteStored(*job.stored);
    answerStored(job);
}

void Writer::answerStored(const Job &job)
{
    StoredMessage stored = *job.stored;
    stored.deliveredBefore = job.message->deliveredBefore;
    job.message->answerAll(stored);
}

/// A message of a batch that took too long is stored after all. What has a higher number may be told
/// next, so it is told now; that it may be in the spool as well, or will be, does no harm.
void Writer::finishLate(const Job &job)
{
    job.message->told = true;
    m_pending.noteStored(*job.stored);
    if (!job.message->spooled)
        m_pending.remove(*job.message);
    if (!job.message->answers.empty())
        answerStored(job);
    else if (m_confirmed) // it was delivered without its id, from the spool or kept nowhere
        m_confirmed(job.stored->message);
}

/// A message that was in the spool has its id now, or will never have one.
void Writer::confirm(const Job &job, const StoreResult<Done> &outcome)
{
    m_pending.remove(*job.message);
    if (!outcome) {
        m_spool.setAside(job.message->message, outcome.error());
        return;
    }
    m_spool.noteReplayed(1);
    m_pending.noteStored(*job.stored);
    if (m_confirmed && !job.message->told)
        m_confirmed(job.stored->message);
}

void Writer::fail(const Batch &batch, const StoreError &error)
{
    if (!m_spooling)
        startSpooling(batch, error.message);
    else if (batch.replayed > 0 || batch.jobs.empty())
        retryLater(error);
    for (const Job &job : batch.jobs) {
        if (!job.message)
            answerOther(job, failure(error));
    }
}

void Writer::answerOther(const Job &job, const StoreResult<Done> &outcome)
{
    m_waitingBytes -= otherWeight;
    job.answer(outcome);
}

/// The database has had its time, and people wait: messages that do, now or until it is done, go to
/// the spool.
void Writer::passBy()
{
    if (std::exchange(m_draining, false))
        moveWaitingToSpool();
    if (m_spooling)
        return;
    m_underWay->abandoned = true;
    startSpooling(*m_underWay, QStringLiteral("no answer for %1 ms").arg(m_config.patienceMs));
}

void Writer::startSpooling(const Batch &batch, const QString &reason)
{
    for (const Job &job : batch.jobs) {
        if (!job.message)
            continue;
        job.message->uncertain = true;
        m_spool.add(job.message);
    }
    moveWaitingToSpool();
    if (!m_spool.hasUnwritten())
        return; // nothing that the spool could keep
    qCCritical(logStorage).noquote() << "the database does not take messages, they go to the spool:"
                                     << reason;
    m_spooling = true;
    m_draining = false;
    m_retryMs = m_config.firstRetryMs;
    m_retryTimer.start(m_retryMs);
}

/// Messages go to the spool, in their order; what else waits goes on waiting.
void Writer::moveWaitingToSpool()
{
    for (const Job &job : m_waiting) {
        if (job.message)
            m_spool.add(job.message);
    }
    std::erase_if(m_waiting, [](const Job &job) { return job.message != nullptr; });
}

void Writer::onSpooled(const SpoolQueue::Messages &messages, bool kept)
{
    using Kept = StoredMessage::Kept;
    for (const PendingMessagePtr &pending : messages) {
        m_waitingBytes -= bytesOf(pending->message.text);
        if (!kept && !pending->told)
            m_pending.noteUnkept(*pending);
        if (!kept && !pending->told && pending->uncertain)
            m_uncertain.push_back(pending);
        pending->answerAll(pending->keptAs(kept ? Kept::InSpool : Kept::Nowhere));
    }
    proceed();
}

/// Tries to store what is in the spool, and what else waits. Without either it is a try whether the
/// database can be written.
void Writer::replay()
{
    if (m_underWay || m_retryTimer.isActive())
        return;
    if (m_spool.count() == 0 && m_spool.hasUnwritten())
        return;
    const auto batch = std::make_shared<Batch>();
    for (const PendingMessagePtr &pending : m_spool.oldest(m_config.mostInBatch))
        batch->jobs.push_back(jobFor(pending));
    batch->replayed = batch->jobs.size();
    // Other writes go with the last of the spool: their numbers are told at once, and none may be
    // higher than that of a message which is told later. Until then they fail.
    const bool isLast = static_cast<qsizetype>(batch->replayed) == m_spool.count() && !m_spool.hasUnwritten();
    if (isLast)
        std::ranges::move(takeOthers(), std::back_inserter(batch->jobs));
    commit(batch);
    if (!isLast)
        refuseOthers();
}

/// What waits and is no message.
std::vector<Writer::Job> Writer::takeOthers()
{
    const auto others = std::stable_partition(m_waiting.begin(), m_waiting.end(),
                                              [](const Job &job) { return job.message != nullptr; });
    std::vector<Job> taken(std::make_move_iterator(others), std::make_move_iterator(m_waiting.end()));
    m_waiting.erase(others, m_waiting.end());
    return taken;
}

void Writer::refuseOthers()
{
    const StoreError error {StoreError::Kind::Unavailable, QStringLiteral("the database does not answer")};
    for (const Job &job : takeOthers())
        answerOther(job, failure(error));
}

void Writer::retryLater(const StoreError &error)
{
    qCDebug(logStorage).noquote() << "the spool still waits for the database:" << error.message;
    if (std::exchange(m_draining, false))
        moveWaitingToSpool();
    m_retryMs = std::min(std::max(m_retryMs * 2, m_config.firstRetryMs), m_config.lastRetryMs);
    m_retryTimer.start(m_retryMs);
}

void Writer::endSpooling()
{
    m_spooling = false;
    m_draining = false;
    qCWarning(logStorage) << "the database takes messages again, and the spool is empty";
}

} // namespace ventanilla
