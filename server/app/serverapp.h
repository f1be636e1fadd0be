#pragma once

#include "app/serverconfig.h"
#include "core/clock.h"
#include "core/counters.h"
#include "core/result.h"

#include <QObject>

#include <functional>
#include <memory>

namespace ventanilla {

class ServerParts;
class SqlChatStore;
struct StoreInfo;

/// The composition root: opens the database, builds the server's parts in their order, listens, and
/// takes everything down again. No logic of its own. Lives on the network's thread.
class ServerApp : public QObject
{
    Q_OBJECT

public:
    /// `clock` must outlive the app.
    ServerApp(ServerConfig config, QByteArray secret, const Clock &clock, QObject *parent = nullptr);
    ~ServerApp() override;

    /// Answers once, later: the port it listens on, or why it cannot.
    void start(std::function<void(Result<quint16>)> answer);

    /// Stops listening, ends the sessions with a close frame, and answers when their clients have
    /// gone or a grace time is over.
    void stop(std::function<void()> answer);

    Counters &counters() { return m_counters; }

private:
    Result<Done> prepareFolder(const QString &folder) const;
    Result<quint16> listen(const StoreInfo &info);

    const ServerConfig m_config;
    const QByteArray m_secret;
    const Clock &m_clock;
    Counters m_counters;
    std::unique_ptr<SqlChatStore> m_store;
    std::unique_ptr<ServerParts> m_parts;
};

} // namespace ventanilla
