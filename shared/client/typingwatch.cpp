#include "client/typingwatch.h"

#include "client/chatsession.h"
#include "client/serverevents.h"

#include <chrono>

namespace ventanilla {

namespace {
constexpr std::chrono::milliseconds validity = std::chrono::seconds(6);
} // namespace

TypingWatch::TypingWatch(ChatSession &session, QObject *parent)
    : QObject(parent)
{
    connect(&session.events(), &ServerEvents::typingChanged, this, &TypingWatch::take);
    connect(&session, &ChatSession::messageArrived, this,
            [this](const Message &message) { forget(message.conversation, message.from); });
    connect(&session, &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state != ConnectionState::Connected)
            forgetAll();
    });
}

QList<Typing> TypingWatch::typists(const QString &conversation) const
{
    QList<Typing> typists;
    const auto found = m_entries.find(conversation);
    if (found == m_entries.end())
        return typists;
    for (const auto &[account, entry] : found->second)
        typists.append(entry.typing);
    return typists;
}

void TypingWatch::take(const Typing &typing)
{
    if (!typing.active)
        return forget(typing.conversation, typing.from);
    Entry &entry = m_entries[typing.conversation][typing.from];
    entry.typing = typing;
    const bool isNew = !entry.expiry;
    if (isNew) {
        entry.expiry = std::make_unique<QTimer>(this);
        entry.expiry->setObjectName(QStringLiteral("typingExpiryTimer"));
        entry.expiry->setSingleShot(true);
        // Queued: the timer goes with its entry, and not while it is calling.
        connect(
            entry.expiry.get(), &QTimer::timeout, this,
            [this, typing] { expire(typing.conversation, typing.from); }, Qt::QueuedConnection);
    }
    entry.expiry->start(validity);
    if (isNew)
        emit changed(typing.conversation);
}

void TypingWatch::expire(const QString &conversation, const QString &account)
{
    const auto found = m_entries.find(conversation);
    if (found == m_entries.end())
        return;
    // It may have been said again since the timer ran out.
    const auto entry = found->second.find(account);
    if (entry != found->second.end() && !entry->second.expiry->isActive())
        forget(conversation, account);
}

void TypingWatch::forget(const QString &conversation, const QString &account)
{
    const auto found = m_entries.find(conversation);
    if (found == m_entries.end() || found->second.erase(account) == 0)
        return;
    if (found->second.empty())
        m_entries.erase(found);
    emit changed(conversation);
}

void TypingWatch::forgetAll()
{
    const auto before = std::exchange(m_entries, {});
    for (const auto &[conversation, entries] : before)
        emit changed(conversation);
}

} // namespace ventanilla
