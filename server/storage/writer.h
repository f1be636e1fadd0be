#pragma once

#include "core/counters.h"
#include "storage/batch.h"
#include "storage/commitpace.h"
#include "storage/databasethread.h"
#include "storage/pendingmessages.h"
#include "storage/shorttimer.h"
#include "storage/spoolqueue.h"

#include <QElapsedTimer>
#include <QTimer>

#include <deque>

namespace ventanilla {

struct WriterConfig {
    /// How long the database may take for a batch before its messages go to the spool, in ms.
    int patienceMs = 500;
    qsizetype mostInBatch = 256;
    /// What may wait in memory, in bytes.
    qint64 mostWaitingBytes = 16 * 1024 * 1024;
    /// Between two tries to store what is in the spool: from the first to the last, doubling.
    int firstRetryMs = 100;
    int lastRetryMs = 2'000;
    /// How far apart commits may begin under load, in microseconds; 0 for as soon as possible.
    qint64 mostApartUs = CommitPace::widestUs;
};

/// Gets everything that clients must hear of into the database, in one order, and keeps messages in
/// the spool while the database does not take them.
///
/// While all is well a batch is whatever waits, and goes into one transaction. When the database fails
/// or is too slow, its messages go to the spool instead, and so do all that follow, until everything
/// in the spool is stored: so the order is kept. Other writes fail meanwhile. Whether a commit that
/// failed was done after all does not matter: a message that is there is found by its key.
///
/// Lives at the home of the threads it is given, which must outlive it.
class Writer
{
public:
    using MessageAnswer = PendingMessage::Answer;
    using Answer = std::function<void(const StoreResult<Done> &)>;

    Writer(DatabaseThread &thread, Spool &spool, Counters &counters, const WriterConfig &config);

    /// Goes on with what a former process left in the spool. Before anything is written.
    void takeOver(const QList<NewMessage> &spooled);

    /// What was stored last by a former process, so that it is known when it comes again.
    void remember(const QList<Message> &stored);

    /// Answers in the order of the ids. Repeated calls under one key are one message, whatever has
    /// become of the first. Without an id if the message is in the spool, or nowhere.
    void storeMessage(const NewMessage &message, MessageAnswer answer);

    /// Runs `work` inside a batch. Unavailable while the database fails or does not answer.
    void write(BatchWork work, Answer answer);

    /// Told of each message that has been delivered without its id and has it now, in the order of the
    /// ids.
    void onConfirmed(std::function<void(const Message &)> told) { m_confirmed = std::move(told); }

    /// These of the spool were stored before takeOver(), so many of them for the first time. They are
    /// known, too, when they come again.
    void noteReplayed(const QList<Message> &messages, qint64 stored);

    bool isSpooling() const { return m_spooling; }

private:
    struct Job {
        /// Null for any other write.
        PendingMessagePtr message;
        std::shared_ptr<StoredMessage> stored;
        BatchWork work;
        Answer answer;
    };

    /// What the database is busy with.
    struct Batch {
        /// Of m_uncertain: looked for before anything is stored.
        std::vector<Job> searches;
        std::vector<Job> jobs;
        /// How many of them come out of the spool; they are the first.
        std::size_t replayed = 0;
        /// The messages are in the spool meanwhile.
        bool abandoned = false;
    };
    using BatchPtr = std::shared_ptr<Batch>;
    using Outcomes = std::vector<StoreResult<Done>>;

    static Job jobFor(const PendingMessagePtr &pending);

    void proceed();
    void commitWaiting();
    void commit(const BatchPtr &batch);
    void onCommitted(const BatchPtr &batch, const StoreResult<Outcomes> &outcome);
    void finishSearches(const Batch &batch, const Outcomes &outcomes);
    void finish(const Batch &batch, const Outcomes &outcomes);
    void finishMessage(const Job &job, const StoreResult<Done> &outcome);
    static void answerStored(const Job &job);
    void finishLate(const Job &job);
    void confirm(const Job &job, const StoreResult<Done> &outcome);
    void fail(const Batch &batch, const StoreError &error);
    void passBy();
    void answerOther(const Job &job, const StoreResult<Done> &outcome);

    void startSpooling(const Batch &batch, const QString &reason);
    void moveWaitingToSpool();
    void onSpooled(const SpoolQueue::Messages &messages, bool kept);
    void replay();
    std::vector<Job> takeOthers();
    void refuseOthers();
    void retryLater(const StoreError &error);
    void endSpooling();

    qint64 nowUs() const { return m_time.nsecsElapsed() / 1000; }

    DatabaseThread &m_thread;
    const WriterConfig m_config;
    Counter &m_commits;
    Counter &m_failures;
    PendingMessages m_pending;
    SpoolQueue m_spool;

    std::function<void(const Message &)> m_confirmed;
    QElapsedTimer m_time;
    CommitPace m_pace;
    ShortTimer m_paceTimer;
    QTimer m_patienceTimer;
    QTimer m_retryTimer;
    int m_retryMs = 0;

    /// What waits for the database, in order; while spooling, no messages.
    std::deque<Job> m_waiting;
    qint64 m_waitingBytes = 0;
    /// Delivered, kept nowhere, and perhaps stored by a commit that failed. What comes later has higher
    /// ids, so these are told of first, or a client that is away would never hear of them.
    std::vector<PendingMessagePtr> m_uncertain;
    BatchPtr m_underWay;
    /// It has taken longer than the patience.
    bool m_overdue = false;

    bool m_spooling = false;
    /// The spool is nearly empty: new messages wait for the database instead of joining it.
    bool m_draining = false;
};

} // namespace ventanilla
