#include "client/presencebook.h"

#include "client/chatsession.h"
#include "client/httpapi.h"
#include "client/serverevents.h"

#include <QTimer>

#include <chrono>

namespace ventanilla {

namespace {

constexpr std::chrono::milliseconds askAgainAfter = std::chrono::seconds(10);

void apply(const Presence &presence, QSet<QString> &present)
{
    if (presence.state == PresenceState::Offline)
        present.remove(presence.user);
    else
        present.insert(presence.user);
}

} // namespace

PresenceBook::PresenceBook(ChatSession &session, HttpApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    connect(&session, &ChatSession::ready, this, &PresenceBook::ask);
    connect(&session.events(), &ServerEvents::presenceChanged, this, &PresenceBook::take);
    connect(&session, &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state == ConnectionState::Connected)
            return;
        ++m_generation;
        setPresent({});
    });
}

void PresenceBook::ask()
{
    m_sinceAsked.clear();
    m_asked = true;
    m_api.presence(this, [this, generation = ++m_generation](const Result<PresenceList, ApiError> &answer) {
        if (generation != m_generation)
            return;
        m_asked = false;
        if (!answer) {
            QTimer::singleShot(askAgainAfter, this, [this, generation] {
                if (generation == m_generation)
                    ask();
            });
            return;
        }
        QSet<QString> present;
        for (const Presence &presence : answer->present)
            apply(presence, present);
        for (const Presence &presence : std::as_const(m_sinceAsked))
            apply(presence, present);
        setPresent(present);
    });
}

void PresenceBook::take(const Presence &presence)
{
    if (m_asked)
        m_sinceAsked.append(presence);
    QSet<QString> present = m_present;
    apply(presence, present);
    setPresent(present);
}

void PresenceBook::setPresent(const QSet<QString> &present)
{
    if (present == m_present)
        return;
    m_present = present;
    emit changed(m_present);
}

} // namespace ventanilla
