#include "storeload.h"

#include "core/crossthread.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>
#include <thread>

namespace ventanilla {

namespace {

constexpr int users = 50;
constexpr int waitingWhenSaturated = 512; // two batches
/// Who cannot keep up would take minutes to answer all that came.
constexpr int waitingAtMost = 1'000;
constexpr int longestMs = 300'000;
constexpr double nsPerSecond = 1e9;

double cpuUs(clockid_t clock)
{
    timespec time {};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of all threads of that name, as the kernel counts it. Those of other stores rest meanwhile.
double writersCpuUs()
{
    double sum = 0;
    const QDir tasks(QStringLiteral("/proc/self/task"));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (contentOf(tasks.filePath(task + QStringLiteral("/comm"))).trimmed() == "db-writer")
            sum +=
                contentOf(tasks.filePath(task + QStringLiteral("/schedstat"))).split(' ').first().toDouble();
    }
    return sum / 1e3;
}

void sleepUntil(const timespec &begin, double seconds)
{
    timespec moment = begin;
    const double whole = std::floor(seconds);
    moment.tv_sec += static_cast<time_t>(whole);
    moment.tv_nsec += static_cast<long>((seconds - whole) * nsPerSecond);
    if (moment.tv_nsec >= static_cast<long>(nsPerSecond)) {
        moment.tv_nsec -= static_cast<long>(nsPerSecond);
        ++moment.tv_sec;
    }
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nullptr);
}

} // namespace

void StoreCost::add(const StoreCost &more)
{
    rows += more.rows;
    commits += more.commits;
    turnedAway += more.turnedAway;
    seconds += more.seconds;
    writerCpuUs += more.writerCpuUs;
    processCpuUs += more.processCpuUs;
    latenciesMs.insert(latenciesMs.end(), more.latenciesMs.begin(), more.latenciesMs.end());
}

double StoreCost::latencyMs(double percent) const
{
    if (latenciesMs.empty())
        return 0;
    std::vector<double> sorted = latenciesMs;
    const auto at = static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * percent / 100);
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<qptrdiff>(at), sorted.end());
    return sorted[at];
}

StoreLoad::StoreLoad(const WriterConfig &writer)
{
    StoreConfig config;
    config.database.path = m_folder.filePath(QStringLiteral("bench.sqlite"));
    config.spool.path = m_folder.filePath(QStringLiteral("bench.spool"));
    config.writer = writer;
    m_store = std::make_unique<SqlChatStore>(config, m_clock, m_counters);
}

StoreLoad::~StoreLoad() = default;

bool StoreLoad::open()
{
    int made = 0;
    bool opened = false;
    m_store->open([&](const Result<StoreInfo, StoreError> &info) { opened = info.ok(); });
    for (int user = 0; user < users; ++user) {
        m_store->createAccount({QStringLiteral("user%1").arg(user), QStringLiteral("User"), Role::User, {}},
                               [&made](const Result<Account, StoreError> &account) { made += account.ok(); });
    }
    return waitFor([&] { return opened && made == users; });
}

StoreCost StoreLoad::run(int perSecond, double seconds)
{
    m_cost = {};
    m_time.start();
    const qint64 commitsBefore = m_counters.counter("ventanilla_commits_total", {}).value();
    const double writerBefore = writersCpuUs();
    const double processBefore = cpuUs(CLOCK_PROCESS_CPUTIME_ID);
    double loadUs = 0;
    if (perSecond > 0)
        loadUs = spread(perSecond, seconds);
    else
        saturate(seconds);
    m_cost.processCpuUs = cpuUs(CLOCK_PROCESS_CPUTIME_ID) - processBefore - loadUs;
    m_cost.writerCpuUs = writersCpuUs() - writerBefore;
    m_cost.seconds = static_cast<double>(m_time.nsecsElapsed()) / nsPerSecond;
    m_cost.commits = m_counters.counter("ventanilla_commits_total", {}).value() - commitsBefore;
    return std::exchange(m_cost, {});
}

NewMessage StoreLoad::nextMessage()
{
    const qint64 number = m_made++;
    const QString user = QStringLiteral("user%1").arg(number % users);
    return {user,
            QStringLiteral("User"),
            QStringLiteral("admin"),
            QStringLiteral("A message such as people write, with a question in it and the number %1?")
                .arg(number),
            m_clock.nowMs(),
            QStringLiteral("%1").arg(number, 36, 10, QLatin1Char('0')),
            user,
            false};
}

void StoreLoad::send()
{
    ++m_waiting;
    const qint64 begun = m_time.nsecsElapsed();
    m_store->storeMessage(nextMessage(), [this, begun](const Result<StoredMessage, StoreError> &stored) {
        const qint64 now = m_time.nsecsElapsed();
        --m_waiting;
        const bool inDatabase = stored && stored->kept == StoredMessage::Kept::InDatabase;
        ++(inDatabase ? m_cost.rows : m_cost.turnedAway);
        m_cost.latenciesMs.push_back(static_cast<double>(now - begun) / 1e6);
        if (now < m_refillUntil)
            send();
    });
}

void StoreLoad::saturate(double seconds)
{
    m_refillUntil = static_cast<qint64>(seconds * nsPerSecond);
    for (int i = 0; i < waitingWhenSaturated; ++i)
        send();
    waitFor([this] { return m_waiting == 0; }, longestMs);
    m_refillUntil = 0;
}

/// As sockets do, a thread of its own wakes the event loop for each message.
double StoreLoad::spread(int perSecond, double seconds)
{
    QObject home;
    bool over = false;
    double loadUs = 0;
    std::thread load([&] {
        std::mt19937 random(1); // the same moments for everybody
        std::exponential_distribution<double> pause(perSecond);
        timespec begin {};
        ::clock_gettime(CLOCK_MONOTONIC, &begin);
        for (double next = pause(random); next < seconds; next += pause(random)) {
            sleepUntil(begin, next);
            postTo(&home, [this] { (m_waiting < waitingAtMost ? send() : turnAway()); });
        }
        postTo(&home, [&over, &loadUs, us = cpuUs(CLOCK_THREAD_CPUTIME_ID)] {
            over = true;
            loadUs = us;
        });
    });
    waitFor([&] { return over && m_waiting == 0; }, longestMs);
    load.join();
    return loadUs;
}

} // namespace ventanilla
