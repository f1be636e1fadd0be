#pragma once

#include "auth/accountdirectory.h"
#include "chat/broadcaster.h"
#include "chat/session.h"
#include "protocol/typing.h"

namespace ventanilla {

/// Tells the other side of a conversation that somebody is writing in it, by account and display
/// name. It stores nothing, and answers nothing: what has no conversation to belong to is dropped.
/// Lives on the network's thread; what it is given must outlive it.
class TypingService
{
public:
    TypingService(AccountDirectory &accounts, Broadcaster &broadcaster);

    void tell(const Session &session, const TypingNotice &notice);

private:
    AccountDirectory &m_accounts;
    Broadcaster &m_broadcaster;
};

} // namespace ventanilla
