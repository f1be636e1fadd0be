#include "auth/accesspolicy.h"

namespace ventanilla {

Result<QString, ErrorCode> conversationFor(const Sender &sender, const std::optional<Account> &recipient,
                                           bool usersMayWriteToUsers)
{
    if (recipient && recipient->state == AccountState::Deleted)
        return failure(ErrorCode::RecipientUnknown);

    if (sender.role == Role::Admin) {
        // To the mailbox or a colleague there is no end user's thread that it could belong to.
        if (!recipient || recipient->role == Role::Admin)
            return failure(ErrorCode::RecipientNotAllowed);
        return recipient->username;
    }
    const bool toStaff = !recipient || recipient->role == Role::Admin;
    const bool toSelf = recipient && recipient->username == sender.username;
    if (!toStaff && (toSelf || !usersMayWriteToUsers))
        return failure(ErrorCode::RecipientNotAllowed);
    return sender.username;
}

} // namespace ventanilla
