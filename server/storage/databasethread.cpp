#include "storage/databasethread.h"

namespace ventanilla {

DatabaseThread::DatabaseThread(const QString &name, const DatabaseConfig &config)
    : m_config(config)
    , m_worker(std::make_unique<QObject>())
{
    m_thread.setObjectName(name);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

DatabaseThread::~DatabaseThread()
{
    // Behind all the work that was posted before.
    postTo(m_worker.get(), [this] {
        m_database.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

StoreResult<Done> DatabaseThread::prepare()
{
    if (!m_database) {
        auto database = std::make_unique<Database>(m_config);
        if (auto opened = database->open(); !opened)
            return opened;
        m_database = std::move(database);
    }
    return m_database->checkFile();
}

} // namespace ventanilla
