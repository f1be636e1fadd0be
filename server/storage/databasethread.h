#pragma once

#include "core/crossthread.h"
#include "storage/database.h"

#include <QThread>

#include <memory>
#include <type_traits>

namespace ventanilla {

/// A thread with one database connection, which does one piece of work after another. Work is given
/// and answered on the thread that made this object (its "home").
class DatabaseThread
{
public:
    DatabaseThread(const QString &name, const DatabaseConfig &config);
    /// Finishes the work it was given, then ends the thread.
    ~DatabaseThread();
    DatabaseThread(const DatabaseThread &) = delete;
    DatabaseThread &operator=(const DatabaseThread &) = delete;

    /// `work(Database &)` returns a StoreResult and runs on the thread with an open connection;
    /// `answer` gets that result at home, in the order of the calls.
    template<typename Work, typename Answer>
    void run(Work work, Answer answer)
    {
        using Outcome = std::invoke_result_t<Work, Database &>;
        postTo(m_worker.get(), [this, work = std::move(work), answer = std::move(answer)]() mutable {
            Outcome outcome = readiness<Outcome>();
            if (outcome.ok())
                outcome = work(*m_database);
            postTo(&m_home, [outcome = std::move(outcome), answer = std::move(answer)]() mutable {
                answer(std::move(outcome));
            });
        });
    }

private:
    /// On the thread: an open connection to the file that is at its path, or why there is none.
    StoreResult<Done> prepare();

    template<typename Outcome>
    Outcome readiness()
    {
        if (auto ready = prepare(); !ready)
            return failure(ready.error());
        return std::decay_t<decltype(std::declval<Outcome>().value())> {};
    }

    const DatabaseConfig m_config;
    QObject m_home;
    QThread m_thread;
    std::unique_ptr<QObject> m_worker;
    /// Made, used and destroyed on the thread.
    std::unique_ptr<Database> m_database;
};

} // namespace ventanilla
