#pragma once

#include "support/bystanders.h"
#include "support/eventually.h"

#include <QLoggingCategory>
#include <QTest>

namespace ventanilla {

/// The real server under attack, two bystanders whom it must not disturb, and the account of
/// `mallory`, who attacks. A test ends with a look at the bystanders.
class HostileFixture : public QObject
{
    Q_OBJECT

protected:
    static constexpr int never = 3'600'000;

    /// Another server than before. Without a change nothing ends by time, so that no other bound
    /// does what the one under test should.
    void serve(const std::function<void(ServerConfig &)> &change = {})
    {
        // One line for each of a thousand refusals is as it should be, but not here.
        QLoggingCategory::setFilterRules(QStringLiteral("ventanilla.*=false"));
        stop();
        m_server = std::make_unique<TestServer>([&change](ServerConfig &config) {
            for (qint64 *timeMs : {&config.requestTimeoutMs, &config.idleTimeoutMs, &config.writeTimeoutMs,
                                   &config.connectTimeoutMs, &config.upgradeTimeoutMs, &config.pingIntervalMs,
                                   &config.pingTimeoutMs})
                *timeMs = never;
            config.messageRate = 0;
            config.packetRate = 0;
            config.dataRate = 0;
            if (change)
                change(config);
        });
        QVERIFY(m_server->start());
        m_server->addAccount(QStringLiteral("mallory"), Role::User);
        m_bystanders = std::make_unique<Bystanders>(*m_server);
        QVERIFY(m_bystanders->arrive(m_server->url()));
    }

    void stop()
    {
        m_bystanders.reset();
        m_server.reset();
    }

    quint16 port() const { return static_cast<quint16>(m_server->url().port()); }
    qint64 counter(const char *name) const { return m_server->counter(name); }
    qint64 connections() const { return counter("ventanilla_connections_open"); }
    qint64 sessions() const { return counter("ventanilla_engine_sessions_open"); }
    qint64 buffered() const { return counter("ventanilla_buffered_bytes"); }
    QString token(const QString &name = QStringLiteral("mallory"), Role role = Role::User) const
    {
        return m_server->tokenFor(name, role).token;
    }

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<Bystanders> m_bystanders;

private slots:
    void cleanup() { QVERIFY(m_bystanders->canTalk()); }
    void cleanupTestCase() { stop(); }
};

} // namespace ventanilla
