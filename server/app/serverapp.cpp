#include "app/serverapp.h"

#include "app/serverparts.h"
#include "core/crossthread.h"
#include "core/logging.h"
#include "core/securefile.h"
#include "storage/sqlchatstore.h"

#include <QFileInfo>
#include <QHostInfo>
#include <QTimer>

namespace ventanilla {

namespace {

constexpr int stopGraceMs = 3'000;
constexpr int stopPollMs = 20;

/// An address as it is, or the first one of a name.
Result<QHostAddress> resolve(const QString &host)
{
    const QHostAddress literal(host);
    if (!literal.isNull())
        return literal;
    const auto found = QHostInfo::fromName(host).addresses();
    if (found.isEmpty())
        return failure(Error {QStringLiteral("\"%1\" is no address of this machine").arg(host)});
    return found.first();
}

} // namespace

ServerApp::ServerApp(ServerConfig config, QByteArray secret, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_secret(std::move(secret))
    , m_clock(clock)
{
}

ServerApp::~ServerApp()
{
    // Answers of the store must not find parts that are gone.
    m_parts.reset();
    m_store.reset();
}

/// The data folder is made when it is first needed; any other must be there, or a mistyped path would
/// look like a new server.
Result<Done> ServerApp::prepareFolder(const QString &folder) const
{
    if (QFileInfo(folder).isDir())
        return Done {};
    if (folder != QFileInfo(m_config.dataFolder).absoluteFilePath())
        return failure(Error {QStringLiteral("there is no folder %1 for the database").arg(folder)});
    return makePrivateFolder(folder);
}

void ServerApp::start(std::function<void(Result<quint16>)> answer)
{
    const auto path = m_config.databasePath();
    const auto ready =
        path ? prepareFolder(QFileInfo(*path).absolutePath()) : Result<Done>(failure(path.error()));
    if (!ready) {
        postTo(this, [answer = std::move(answer), error = ready.error()] { answer(failure(error)); });
        return;
    }
    m_store =
        std::make_unique<SqlChatStore>(StoreConfig {{*path, static_cast<int>(m_config.databasePatienceMs)},
                                                    {m_config.spoolPath(*path), {}, m_config.spoolSize}},
                                       m_clock, m_counters);
    m_store->open([this, answer = std::move(answer)](const Result<StoreInfo, StoreError> &info) {
        answer(info ? listen(*info) : failure(Error {info.error().message}));
    });
}

Result<quint16> ServerApp::listen(const StoreInfo &info)
{
    const auto address = resolve(m_config.host);
    if (!address)
        return failure(address.error());
    if (!address->isLoopback())
        qCWarning(logApp).noquote() << "listening on" << address->toString()
                                    << "without TLS: put a proxy with TLS in front";
    m_parts = std::make_unique<ServerParts>(
        ServerFoundation {m_config, m_secret, m_clock, m_counters, *m_store}, info);
    if (!m_config.clientScript.isEmpty()) {
        const auto script = ClientScript::load(m_config.clientScript);
        if (!script)
            return failure(script.error());
        m_parts->serve(*script);
    }
    Listener &listener = m_parts->listener();
    if (!listener.listen(*address, m_config.port)) {
        return failure(Error {QStringLiteral("cannot listen on %1 port %2: %3")
                                  .arg(m_config.host)
                                  .arg(m_config.port)
                                  .arg(listener.errorString())});
    }
    qCInfo(logApp).noquote() << "version" << VENTANILLA_VERSION << "listening on" << address->toString()
                             << "port" << listener.serverPort() << "with the database"
                             << *m_config.databasePath();
    return listener.serverPort();
}

void ServerApp::stop(std::function<void()> answer)
{
    if (!m_parts) {
        answer();
        return;
    }
    m_parts->listener().stop();
    m_parts->engine().closeAll();
    const qint64 deadline = m_clock.steadyMs() + stopGraceMs;
    auto *poll = new QTimer(this);
    connect(poll, &QTimer::timeout, this, [this, poll, deadline, answer = std::move(answer)] {
        const Counter &open = m_counters.counter("ventanilla_connections_open", {});
        if (open.value() > 0 && m_clock.steadyMs() < deadline)
            return;
        poll->deleteLater();
        answer();
    });
    poll->start(stopPollMs);
}

} // namespace ventanilla
