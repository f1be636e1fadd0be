#include "chat/typingservice.h"

#include "auth/accesspolicy.h"
#include "core/text.h"
#include "protocol/events.h"
#include "protocol/limits.h"

namespace ventanilla {

namespace {

/// Of an end user only the staff is told, of staff the user too.
QStringList roomsFor(Role writer, const QString &conversation)
{
    QStringList rooms {room::admins()};
    if (writer == Role::Admin)
        rooms.append(room::ofUser(conversation));
    return rooms;
}

} // namespace

TypingService::TypingService(AccountDirectory &accounts, Broadcaster &broadcaster)
    : m_accounts(accounts)
    , m_broadcaster(broadcaster)
{
}

void TypingService::tell(const Session &session, const TypingNotice &notice)
{
    // By value: the session may be gone when the recipient has been looked up.
    const auto tellAbout = [this, id = session.id, who = session.identity,
                            active = notice.active](const std::optional<Account> &recipient) {
        // Between users there is no conversation that the staff's consoles could show it in.
        const auto conversation = conversationFor({who.username, who.role}, recipient, false);
        if (!conversation)
            return;
        m_broadcaster.broadcast(roomsFor(who.role, *conversation), event::typing,
                                Typing {who.username, who.displayName, *conversation, active}.toJson(), id);
    };
    if (foldedName(notice.to) == supportMailbox) {
        tellAbout(std::nullopt);
        return;
    }
    m_accounts.find(notice.to, [tellAbout](const Result<std::optional<Account>, StoreError> &found) {
        if (found && *found)
            tellAbout(*found);
    });
}

} // namespace ventanilla
