#pragma once

#include "engineio/engineconfig.h"
#include "engineio/transport.h"
#include "net/httprequest.h"
#include "net/httpresponder.h"

#include <optional>

class QTimer;

namespace ventanilla {

/// Engine.IO over HTTP long-polling: the client fetches packets with one GET at a time, which waits
/// while there are none, and sends its own with one POST at a time. A client that leaves during
/// either ends the session.
class PollingTransport final : public Transport
{
    Q_OBJECT

public:
    explicit PollingTransport(const EngineConfig &config, QObject *parent = nullptr);
    ~PollingTransport() override;

    /// A GET of the session.
    void poll(const HttpResponder &responder);
    /// A POST of the session, whose body is still to come. False if it may not go on: then the
    /// session ends.
    bool beginPost(const HttpRequest &head, const HttpResponder &responder);
    /// The same with its body.
    void post(const HttpRequest &request, const HttpResponder &responder);

    QString name() const override;
    QStringList upgrades() const override;
    void send(const EncodedPacket &packet) override;
    void flush() override;
    void close() override;
    void dismiss() override;
    void abort() override;
    qint64 bytesQueued() const override { return m_queuedBytes; }
    void setPayloadLimit(qint64 bytes) override { m_payloadLimit = bytes; }
    void setUpgrading(bool upgrading) override;
    std::vector<EncodedPacket> retire() override;

private:
    bool isPolled() const { return m_poll && m_poll->isWaiting(); }
    void flushSoon();
    void answerPoll(const QByteArray &payload);
    static void answer(const HttpResponder &poll, const QByteArray &payload);
    void take(const QList<EngineIoPacket> &packets);
    void takeClose(const EngineIoPacket &packet);
    void end();

    const EngineConfig &m_config;
    QTimer *m_graceTimer;
    std::optional<HttpResponder> m_poll;
    std::optional<HttpResponder> m_post;
    std::vector<EncodedPacket> m_queue;
    qint64 m_queuedBytes = 0;
    /// Of one packet; a body may hold more of them.
    qint64 m_payloadLimit;
    bool m_flushScheduled = false;
    bool m_upgrading = false;
    bool m_closing = false;
    bool m_ended = false;
};

} // namespace ventanilla
