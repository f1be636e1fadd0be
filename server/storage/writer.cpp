#include "storage/writer.h"

#include "core/logging.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qsizetype rememberedBytes = 8 * 1024 * 1024; // of the stored, and of the unkept
constexpr qint64 shortestWaitUs = 50; // what it costs to wait at all
constexpr qint64 otherWeight = 512;

bool sameContent(const NewMessage &one, const QString &to, const QString &text)
{
    return one.to == to && one.text == text;
}

Message withoutId(const NewMessage &message)
{
    return {std::nullopt,     message.from,     message.to,  message.text,
            message.sentAtMs, message.fromName, message.key, message.conversation};
}

StoreError keyConflict()
{
    return {StoreError::Kind::Conflict, QStringLiteral("the key is used for another message")};
}

} // namespace

Writer::Writer(DatabaseThread &thread, Spool &spool, Counters &counters, const WriterConfig &config)
    : m_thread(thread)
    , m_spool(spool)
    , m_config(config)
    , m_stored(counters.counter("ventanilla_messages_stored_total", "Messages committed to the database."))
    , m_spooled(counters.counter("ventanilla_messages_spooled_total",
                                 "Messages that went to the spool because the database failed."))
    , m_unkept(counters.counter("ventanilla_messages_not_stored_total",
                                "Messages that neither the database nor the spool took."))
    , m_commits(counters.counter("ventanilla_commits_total", "Transactions committed."))
    , m_failures(counters.counter("ventanilla_database_failures_total",
                                  "Transactions that failed or took longer than the patience."))
    , m_spoolFailures(counters.counter("ventanilla_spool_failures_total", "Writes to the spool that failed."))
    , m_inSpool(counters.counter("ventanilla_spool_messages", "Messages that wait in the spool."))
    , m_replayed(counters.counter("ventanilla_messages_replayed_total",
                                  "Messages of the spool that the database has taken since."))
    , m_setAside(counters.counter("ventanilla_messages_set_aside_total",
                                  "Messages of the spool that the database refused for what they are."))
    , m_pace(config.mostApartUs)
    , m_paceTimer([this] { proceed(); })
    , m_recent(rememberedBytes)
    , m_deliveredUnkept(rememberedBytes)
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
    for (const NewMessage &message : spooled) {
        const auto pending = std::make_shared<Pending>(Pending {message, {}, false, true});
        m_pending.insert(keyOf(message), pending);
        m_inSpoolFile.push_back(pending);
    }
    m_inSpool.add(spooled.size());
    m_spooling = !spooled.isEmpty();
    proceed();
}

void Writer::remember(const QList<Message> &stored)
{
    for (const Message &message : stored)
        m_recent.remember(message);
}

void Writer::noteReplayed(qint64 messages, qint64 stored)
{
    m_replayed.add(messages);
    m_stored.add(stored);
}

void Writer::storeMessage(const NewMessage &message, MessageAnswer answer)
{
    if (repeats(message, answer))
        return;
    if (m_waitingBytes > m_config.mostWaitingBytes) {
        answer(failure(
            StoreError {StoreError::Kind::Overloaded, QStringLiteral("too much waits to be stored")}));
        return;
    }
    const auto pending = std::make_shared<Pending>(Pending {message, {}, false, false});
    pending->answers.push_back(std::move(answer));
    pending->deliveredBefore = m_deliveredUnkept.contains(keyOf(message));
    m_pending.insert(keyOf(message), pending);
    m_waitingBytes += bytesOf(message.text);
    if (m_spooling && !m_draining)
        m_toSpool.push_back(pending);
    else
        m_waiting.push_back(jobFor(pending));
    proceed();
}

/// Whether this message is one that was accepted before, and answers it then.
bool Writer::repeats(const NewMessage &message, const MessageAnswer &answer)
{
    const MessageKey key = keyOf(message);
    if (const NewMessage *unkept = m_deliveredUnkept.object(key);
        unkept && !sameContent(message, unkept->to, unkept->text)) {
        answer(failure(keyConflict()));
        return true;
    }
    if (const PendingPtr pending = m_pending.value(key)) {
        if (!sameContent(message, pending->message.to, pending->message.text))
            answer(failure(keyConflict()));
        else if (pending->spooled)
            answer(StoredMessage {withoutId(pending->message), true, StoredMessage::Kept::InSpool});
        else
            pending->answers.push_back(answer);
        return true;
    }
    // What is not remembered the database finds; but it may fail before it does.
    const auto stored = m_recent.find(key);
    if (!stored)
        return false;
    if (sameContent(message, stored->to, stored->text))
        answer(StoredMessage {*stored, true});
    else
        answer(failure(keyConflict()));
    return true;
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

Writer::Job Writer::jobFor(const PendingPtr &pending)
{
    auto stored = std::make_shared<StoredMessage>();
    auto work = storeMessageWork(pending->message, stored);
    return {pending, std::move(stored), std::move(work), {}};
}

/// Does the next thing that can be done now, if there is one.
void Writer::proceed()
{
    if (m_overdue)
        passBy();
    if (!m_spooling) {
        commitWaiting();
        return;
    }
    spoolWaiting();
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
    std::vector<BatchWork> works;
    works.reserve(batch->jobs.size());
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
        finish(*batch, *outcome);
    } else {
        m_failures.add();
        fail(*batch, outcome.error());
    }
    m_underWay.reset();
    proceed();
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
        dropReplayed(batch.replayed);
    m_retryMs = m_config.firstRetryMs;
    // The spool will soon be empty: what comes now can wait for that, or it never would be.
    m_draining = static_cast<qsizetype>(m_inSpoolFile.size()) <= m_config.mostInBatch;
    if (m_inSpoolFile.empty() && m_toSpool.empty() && !m_spoolBusy)
        endSpooling();
}

void Writer::finishMessage(const Job &job, const StoreResult<Done> &outcome)
{
    const Pending pending = std::move(*job.message);
    m_pending.remove(keyOf(pending.message));
    m_waitingBytes -= bytesOf(pending.message.text);
    if (!outcome) {
        answerAll(pending, failure(outcome.error()));
        return;
    }
    noteStored(*job.stored);
    StoredMessage stored = *job.stored;
    stored.deliveredBefore = pending.deliveredBefore;
    answerAll(pending, stored);
}

void Writer::noteStored(const StoredMessage &stored)
{
    if (!stored.repeated)
        m_stored.add();
    m_deliveredUnkept.remove({stored.message.from, stored.message.key});
    m_recent.remember(stored.message);
}

/// A message of a batch that took too long is stored after all. What has a higher number may be told
/// next, so it is told now; that it is in the spool as well, or will be, does no harm.
void Writer::finishLate(const Job &job)
{
    Pending &pending = *job.message;
    pending.told = true;
    noteStored(*job.stored);
    if (pending.spooled) {
        if (m_confirmed)
            m_confirmed(job.stored->message);
        return;
    }
    m_pending.remove(keyOf(pending.message));
    StoredMessage stored = *job.stored;
    stored.deliveredBefore = pending.deliveredBefore;
    answerAll({pending.message, std::exchange(pending.answers, {})}, stored);
}

/// A message that was in the spool has its id now, or will never have one.
void Writer::confirm(const Job &job, const StoreResult<Done> &outcome)
{
    m_pending.remove(keyOf(job.message->message));
    if (outcome) {
        m_replayed.add();
        noteStored(*job.stored);
        if (m_confirmed && !job.message->told)
            m_confirmed(job.stored->message);
        return;
    }
    qCCritical(logStorage).noquote() << "the database refuses a message from the spool, by"
                                     << forLog(job.message->message.from) << "under the key"
                                     << job.message->message.key << ':' << outcome.error().message;
    m_setAside.add();
    m_spool.setAside(job.message->message);
}

void Writer::dropReplayed(std::size_t count)
{
    m_inSpoolFile.erase(m_inSpoolFile.begin(), m_inSpoolFile.begin() + static_cast<qptrdiff>(count));
    m_spool.drop(static_cast<qsizetype>(count));
    m_inSpool.subtract(static_cast<qint64>(count));
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
        if (job.message)
            m_toSpool.push_back(job.message);
    }
    moveWaitingToSpool();
    if (m_toSpool.empty())
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
    std::deque<Job> others;
    for (Job &job : m_waiting) {
        if (job.message)
            m_toSpool.push_back(job.message);
        else
            others.push_back(std::move(job));
    }
    m_waiting = std::move(others);
}

void Writer::spoolWaiting()
{
    if (m_spoolBusy || m_toSpool.empty())
        return;
    const auto end =
        m_toSpool.begin() + std::min(static_cast<qsizetype>(m_toSpool.size()), m_config.mostInBatch);
    std::vector<PendingPtr> batch(m_toSpool.begin(), end);
    m_toSpool.erase(m_toSpool.begin(), end);
    QList<NewMessage> messages;
    for (const PendingPtr &pending : batch)
        messages.append(pending->message);
    m_spoolBusy = true;
    m_spool.append(messages, [this, batch = std::move(batch)](const Result<Done> &outcome) {
        onSpooled(batch, outcome);
    });
}

void Writer::onSpooled(const std::vector<PendingPtr> &batch, const Result<Done> &outcome)
{
    using Kept = StoredMessage::Kept;
    m_spoolBusy = false;
    if (outcome) {
        m_spooled.add(static_cast<qint64>(batch.size()));
        m_inSpool.add(static_cast<qint64>(batch.size()));
    } else {
        m_spoolFailures.add();
        m_unkept.add(static_cast<qint64>(batch.size()));
        qCCritical(logStorage).noquote()
            << batch.size() << "messages are kept nowhere:" << outcome.error().message;
    }
    for (const PendingPtr &pending : batch) {
        m_waitingBytes -= bytesOf(pending->message.text);
        pending->spooled = outcome.ok();
        if (outcome) {
            m_inSpoolFile.push_back(pending);
        } else if (!pending->told) {
            m_pending.remove(keyOf(pending->message));
            m_deliveredUnkept.insert(keyOf(pending->message), new NewMessage(pending->message),
                                     bytesOf(pending->message.text));
        }
        const Pending answered {pending->message, std::exchange(pending->answers, {})};
        answerAll(answered,
                  StoredMessage {withoutId(pending->message), false, outcome ? Kept::InSpool : Kept::Nowhere,
                                 pending->deliveredBefore});
    }
    proceed();
}

/// Tries to store what is in the spool, and what else waits. Without either it is a try whether the
/// database can be written.
void Writer::replay()
{
    if (m_underWay || m_retryTimer.isActive())
        return;
    if (m_inSpoolFile.empty() && (m_spoolBusy || !m_toSpool.empty()))
        return;
    const auto batch = std::make_shared<Batch>();
    for (const PendingPtr &pending : m_inSpoolFile) {
        if (static_cast<qsizetype>(batch->jobs.size()) == m_config.mostInBatch)
            break;
        batch->jobs.push_back(jobFor(pending));
    }
    batch->replayed = batch->jobs.size();
    addOthers(*batch);
    commit(batch);
}

/// Other writes go with the last of the spool: their numbers are told at once, and none may be higher
/// than that of a message which is told later. Until then they fail.
void Writer::addOthers(Batch &batch)
{
    const bool isLast = batch.replayed == m_inSpoolFile.size() && m_toSpool.empty() && !m_spoolBusy;
    std::deque<Job> messages;
    std::deque<Job> refused;
    for (Job &job : m_waiting) {
        if (job.message)
            messages.push_back(std::move(job));
        else if (isLast)
            batch.jobs.push_back(std::move(job));
        else
            refused.push_back(std::move(job));
    }
    m_waiting = std::move(messages);
    const StoreError error {StoreError::Kind::Unavailable, QStringLiteral("messages wait in the spool")};
    for (const Job &job : refused)
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

/// The first call brought the message, the others repeated it.
void Writer::answerAll(const Pending &pending, const StoreResult<StoredMessage> &outcome)
{
    StoreResult<StoredMessage> current = outcome;
    for (const MessageAnswer &answer : pending.answers) {
        answer(current);
        if (current)
            current.value().repeated = true;
    }
}

} // namespace ventanilla
