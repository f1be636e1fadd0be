#pragma once

#include "core/result.h"
#include "protocol/wireerror.h"
#include "storage/records.h"

#include <QString>

#include <optional>

namespace ventanilla {

/// Who is writing.
struct Sender {
    QString username;
    Role role = Role::User;
};

/// Decides whether `sender` may write to `recipient`, and in whose thread the message belongs
/// (PROTOCOL.md, Events, "Who may write to whom"). No recipient means the support mailbox. Pure.
/// The failure is RecipientNotAllowed or RecipientUnknown.
Result<QString, ErrorCode> conversationFor(const Sender &sender, const std::optional<Account> &recipient,
                                           bool usersMayWriteToUsers);

} // namespace ventanilla
