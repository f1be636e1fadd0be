#include "auth/passwordworkers.h"

#include "auth/passwordhash.h"
#include "core/crossthread.h"

namespace ventanilla {

PasswordWorkers::PasswordWorkers(int threads, int longestQueue, QObject *parent)
    : QObject(parent)
    , m_longestQueue(longestQueue)
{
    m_pool.setMaxThreadCount(threads);
    m_pool.setObjectName(QStringLiteral("password"));
    m_pool.start([] { unusableHash(); }); // or the first unknown name would take twice as long
}

PasswordWorkers::~PasswordWorkers()
{
    m_pool.clear();
    m_pool.waitForDone();
}

template<typename Work, typename Answer>
bool PasswordWorkers::run(Work work, Answer answer)
{
    if (m_waiting >= m_longestQueue)
        return false;
    ++m_waiting;
    m_pool.start([this, work = std::move(work), answer = std::move(answer)]() mutable {
        postTo(this, [this, result = work(), answer = std::move(answer)]() mutable {
            --m_waiting;
            answer(std::move(result));
        });
    });
    return true;
}

bool PasswordWorkers::verify(const QString &password, const QByteArray &hash,
                             std::function<void(bool)> answer)
{
    return run(
        [password, hash] {
            const bool matches = verifyPassword(password, hash.isEmpty() ? unusableHash() : hash);
            return matches && !hash.isEmpty();
        },
        std::move(answer));
}

bool PasswordWorkers::hash(const QString &password, std::function<void(Result<QByteArray>)> answer)
{
    return run([password] { return hashPassword(password); }, std::move(answer));
}

} // namespace ventanilla
