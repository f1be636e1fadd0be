#include "client/tokenrenewal.h"

#include "client/passingtrouble.h"
#include "client/socketioclient.h"
#include "core/logging.h"
#include "protocol/events.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace ventanilla {

namespace {

constexpr std::chrono::milliseconds tryAgainAfter = std::chrono::minutes(1);

} // namespace

TokenRenewal::TokenRenewal(SocketIoClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_timer(this)
{
    m_timer.setObjectName(QStringLiteral("renewalTimer"));
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TokenRenewal::ask);
}

void TokenRenewal::setToken(const SignedIn &signedIn)
{
    const qint64 halfMs = signedIn.validForMs.value_or(0) / 2;
    m_timer.start(static_cast<int>(std::clamp<qint64>(halfMs, 0, std::numeric_limits<int>::max())));
}

void TokenRenewal::resume()
{
    m_active = true;
    if (!m_timer.isActive())
        ask();
}

void TokenRenewal::pause()
{
    m_active = false;
    m_asking = false;
    m_needed = false;
}

bool TokenRenewal::renewNow()
{
    m_needed = m_active;
    return ask();
}

bool TokenRenewal::ask()
{
    if (!m_active)
        return false;
    if (m_asking)
        return true;
    m_asking = true;
    m_timer.stop();
    m_client.emitEvent(event::renew, {}, [this](const QJsonValue &answer) { onAnswered(answer); });
    return true;
}

void TokenRenewal::onAnswered(const QJsonValue &answer)
{
    m_asking = false;
    const QJsonObject content = answer.toObject();
    if (!content.value(u"ok").toBool()) {
        onRefused(WireError::fromJson(content.value(u"error")));
        return;
    }
    const auto fresh = SignedIn::fromJson(answer);
    if (!fresh) {
        qCWarning(logClient).noquote() << "the renewed token cannot be read:" << fresh.error().message;
        m_timer.start(tryAgainAfter);
        return;
    }
    m_needed = false;
    setToken(*fresh);
    emit renewed(*fresh);
}

void TokenRenewal::onRefused(const WireError &error)
{
    qCInfo(logClient).noquote() << "the token was not renewed:" << toWire(error.code);
    if (mayPass(error))
        m_timer.start(tryAgainAfter);
    else if (std::exchange(m_needed, false))
        emit refused();
}

} // namespace ventanilla
