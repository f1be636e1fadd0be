#include "engineio/pollingtransport.h"

#include "protocol/engineiopayload.h"

#include <QTimer>

#include <algorithm>

namespace ventanilla {

namespace {

QByteArray encodeForPayload(const EncodedPacket &packet)
{
    if (const auto *text = std::get_if<QString>(&packet))
        return EngineIoPayload::encodeText(*text);
    return EngineIoPayload::encodeBinary(std::get<QByteArray>(packet));
}

QByteArray payloadOf(EngineIoPacket::Type type)
{
    return EngineIoPayload::encodeText(EngineIoPacket {type, {}}.encode());
}

const HttpResponse &accepted()
{
    static const HttpResponse response {200, "text/html", "ok", {}, false};
    return response;
}

HttpResponse refused(const char *why)
{
    return HttpResponse {400, "text/plain; charset=UTF-8", why, {}, false};
}

bool isOctetStream(const HttpRequest &request)
{
    return request.header("content-type").startsWith("application/octet-stream");
}

} // namespace

PollingTransport::PollingTransport(const EngineConfig &config, QObject *parent)
    : Transport(parent)
    , m_config(config)
    , m_graceTimer(new QTimer(this))
    , m_payloadLimit(config.maxPayload)
{
    m_graceTimer->setSingleShot(true);
    connect(m_graceTimer, &QTimer::timeout, this, &PollingTransport::end);
}

PollingTransport::~PollingTransport()
{
    if (isPolled())
        answerPoll(payloadOf(EngineIoPacket::Type::Close));
}

QString PollingTransport::name() const
{
    return QStringLiteral("polling");
}

QStringList PollingTransport::upgrades() const
{
    return {QStringLiteral("websocket")};
}

void PollingTransport::poll(const HttpResponder &responder)
{
    if (m_ended || isPolled()) {
        responder.respond(refused("One poll at a time"));
        if (!m_ended)
            emit malformedReceived();
        return;
    }
    if (!responder.isWaiting()) {
        end(); // it left before this was heeded, and what is queued must not go to nobody
        return;
    }
    m_poll = responder;
    responder.whenClientGoes(this, [this] { end(); });
    if (!m_queue.empty()) {
        flush();
    } else if (m_closing) {
        dismiss();
    } else if (m_upgrading) {
        answerPoll(payloadOf(EngineIoPacket::Type::Noop));
    }
}

bool PollingTransport::beginPost(const HttpRequest &head, const HttpResponder &responder)
{
    const bool overlaps = m_post && m_post->isWaiting();
    if (overlaps || isOctetStream(head)) {
        emit malformedReceived();
        return false;
    }
    m_post = responder;
    responder.whenClientGoes(this, [this] { end(); });
    return true;
}

void PollingTransport::post(const HttpRequest &request, const HttpResponder &responder)
{
    const auto packets = EngineIoPayload::decode(request.body);
    const auto isTooLong = [this](const EngineIoPacket &packet) {
        return (packet.binary ? packet.binary->size() : packet.payload.size()) > m_payloadLimit;
    };
    if (!packets || std::any_of(packets->begin(), packets->end(), isTooLong)) {
        responder.respond(refused("The payload is malformed"));
        emit malformedReceived();
        return;
    }
    // Answered first: what the packets set off may end the session.
    responder.respond(accepted());
    take(*packets);
}

void PollingTransport::take(const QList<EngineIoPacket> &packets)
{
    for (const EngineIoPacket &packet : packets) {
        if (m_ended)
            return;
        if (packet.type == EngineIoPacket::Type::Close) {
            // A poll that was sent before it may not be read yet: of sockets with something to read
            // any comes first. At the end of this turn all were read.
            QMetaObject::invokeMethod(
                this, [this, packet] { takeClose(packet); }, Qt::QueuedConnection);
            return; // nothing follows a close
        }
        emit packetReceived(packet);
    }
}

void PollingTransport::takeClose(const EngineIoPacket &packet)
{
    if (isPolled())
        answerPoll(payloadOf(EngineIoPacket::Type::Noop)); // the client is the one that closes
    if (m_closing)
        end();
    else if (!m_ended)
        emit packetReceived(packet);
}

void PollingTransport::send(const EncodedPacket &packet)
{
    if (m_closing || m_ended)
        return;
    m_queue.push_back(packet);
    m_queuedBytes += sizeOf(packet);
    flushSoon();
}

/// At the end of this turn, so that what is sent in one turn goes in one answer.
void PollingTransport::flushSoon()
{
    if (!isPolled() || std::exchange(m_flushScheduled, true))
        return;
    const auto flushNow = [this] {
        m_flushScheduled = false;
        flush();
    };
    QMetaObject::invokeMethod(this, flushNow, Qt::QueuedConnection);
}

void PollingTransport::flush()
{
    if (!isPolled() || m_queue.empty())
        return;
    // Taken first: whoever hears of the buffers may end this.
    const HttpResponder poll = *std::exchange(m_poll, std::nullopt);
    QByteArray payload;
    for (const EncodedPacket &packet : m_queue) {
        if (!payload.isEmpty())
            payload += EngineIoPayload::separator;
        payload += encodeForPayload(packet);
    }
    m_queue.clear();
    m_queuedBytes = 0;
    emit buffersChanged(); // first, or it would count twice for a moment: here, and with the answer
    answer(poll, payload);
}

void PollingTransport::answerPoll(const QByteArray &payload)
{
    answer(*std::exchange(m_poll, std::nullopt), payload);
}

void PollingTransport::answer(const HttpResponder &poll, const QByteArray &payload)
{
    poll.respond(HttpResponse {200, "text/plain; charset=UTF-8", payload, {}, false});
}

void PollingTransport::close()
{
    if (m_closing || m_ended)
        return;
    m_closing = true;
    if (isPolled() && m_queue.empty()) {
        dismiss();
        return;
    }
    // In an answer of its own: the stock client heeds a close before the messages in front of it.
    flush();
    m_graceTimer->start(static_cast<int>(m_config.closeGraceMs));
}

void PollingTransport::dismiss()
{
    if (isPolled())
        answerPoll(payloadOf(EngineIoPacket::Type::Close));
    end();
}

void PollingTransport::abort()
{
    dismiss();
}

void PollingTransport::setUpgrading(bool upgrading)
{
    m_upgrading = upgrading;
    if (upgrading && isPolled() && m_queue.empty())
        answerPoll(payloadOf(EngineIoPacket::Type::Noop));
}

std::vector<EncodedPacket> PollingTransport::retire()
{
    if (isPolled())
        answerPoll(payloadOf(EngineIoPacket::Type::Noop));
    m_ended = true;
    m_queuedBytes = 0;
    return std::exchange(m_queue, {});
}

void PollingTransport::end()
{
    if (std::exchange(m_ended, true))
        return;
    m_graceTimer->stop();
    m_queue.clear();
    m_queuedBytes = 0;
    emit closed();
}

} // namespace ventanilla
