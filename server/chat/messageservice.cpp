#include "chat/messageservice.h"

#include "core/logging.h"
#include "core/text.h"
#include "protocol/limits.h"

#include <QUuid>

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qint64 overloadRetryMs = 1000;
// Of one session, while a recipient is looked up.
constexpr std::size_t mostWaiting = 1000;

WireError refusalOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::RecipientUnknown: return {code, QStringLiteral("No hay tal destinatario")};
    case ErrorCode::RecipientNotAllowed:
        return {code, QStringLiteral("No puede escribir a ese destinatario")};
    default: return {code, QStringLiteral("El mensaje no se pudo enviar")};
    }
}

} // namespace

MessageService::MessageService(ChatStore &store, AccountDirectory &accounts, Broadcaster &broadcaster,
                               DeliveredCursor &cursor, const Clock &clock, Counters &counters,
                               MessagePolicy policy)
    : m_store(store)
    , m_accounts(accounts)
    , m_broadcaster(broadcaster)
    , m_cursor(cursor)
    , m_clock(clock)
    , m_policy(policy)
    , m_delivered(counters.counter("ventanilla_messages_delivered_total", "Messages delivered."))
    , m_deliveredUnstored(counters.counter("ventanilla_messages_delivered_unstored_total",
                                           "Messages delivered although the database did not take them."))
    , m_refused(
          counters.counter("ventanilla_messages_refused_total", "Messages refused for their recipient."))
{
    m_store.onConfirmed([this](const Message &message) { confirm(message); });
}

void MessageService::send(const Session &session, const PrivateMessage &message, Answer answer)
{
    const Origin origin {session.id, session.identity.username, session.identity.displayName,
                         session.identity.role};
    auto &waiting = m_waiting[session.id];
    if (waiting.size() >= mostWaiting) {
        answer(failure(
            WireError {ErrorCode::TooFast, QStringLiteral("El servidor está ocupado"), overloadRetryMs}));
        return;
    }
    waiting.push_back({origin, message, std::move(answer)});
    if (waiting.size() == 1)
        resolveNext(session.id);
}

/// Routes what waits of this session, in its order, until a recipient has to be looked up. The id by
/// value: an answer may end the session it is a part of.
void MessageService::resolveNext(QString sessionId) // NOLINT(performance-unnecessary-value-param)
{
    for (;;) {
        const auto waiting = m_waiting.constFind(sessionId);
        if (waiting == m_waiting.constEnd())
            return;
        const QString to = waiting->front().message.to;
        if (foldedName(to) == supportMailbox) {
            finishFirst(sessionId, std::optional<Account>());
        } else if (const auto account = m_accounts.known(to)) {
            finishFirst(sessionId, account);
        } else {
            m_accounts.find(to, [this, sessionId](const Result<std::optional<Account>, StoreError> &found) {
                finishFirst(sessionId, found);
                resolveNext(sessionId);
            });
            return;
        }
    }
}

void MessageService::finishFirst(const QString &sessionId,
                                 const Result<std::optional<Account>, StoreError> &recipient)
{
    const auto waiting = m_waiting.find(sessionId);
    const Waiting first = std::move(waiting->front());
    waiting->pop_front();
    if (waiting->empty())
        m_waiting.erase(waiting);

    const bool toMailbox = foldedName(first.message.to) == supportMailbox;
    if (!recipient)
        first.answer(failure(refusalOf(ErrorCode::Internal)));
    else if (!*recipient && !toMailbox)
        first.answer(failure(refusalOf(ErrorCode::RecipientUnknown)));
    else
        route(first.origin, first.message, *recipient, first.answer);
}

void MessageService::route(const Origin &origin, const PrivateMessage &message,
                           const std::optional<Account> &recipient, const Answer &answer)
{
    const auto conversation =
        conversationFor({origin.username, origin.role}, recipient, m_policy.usersMayWriteToUsers);
    if (!conversation) {
        m_refused.add();
        answer(failure(refusalOf(conversation.error())));
        return;
    }
    NewMessage wanted;
    wanted.from = origin.username;
    wanted.fromName = origin.displayName;
    wanted.to = recipient ? recipient->username : supportMailbox.toString();
    wanted.text = message.text;
    wanted.sentAtMs = m_clock.nowMs();
    wanted.key = message.key ? *message.key : QUuid::createUuid().toString(QUuid::WithoutBraces);
    wanted.conversation = *conversation;
    wanted.fromStaff = origin.role == Role::Admin;
    m_store.storeMessage(wanted, [this, origin, answer](const Result<StoredMessage, StoreError> &outcome) {
        onStored(origin, outcome, answer);
    });
}

void MessageService::onStored(const Origin &origin, const Result<StoredMessage, StoreError> &outcome,
                              const Answer &answer)
{
    if (!outcome) {
        onRefused(outcome.error(), answer);
        return;
    }
    const Message &message = outcome->message;
    if (outcome->repeated) {
        // It was delivered without its id, and has been stored nonetheless.
        if (outcome->deliveredBefore && message.id)
            confirm(message);
        answer(acknowledgementOf(*outcome));
        return;
    }
    if (message.id) {
        qCInfo(logChat).noquote() << "stored message" << *message.id << "from" << forLog(message.from) << "to"
                                  << forLog(message.to);
    }
    if (!outcome->deliveredBefore)
        deliver(origin, message);
    else if (message.id)
        confirm(message);
    answer(acknowledgementOf(*outcome));
}

Result<SendAck, WireError> MessageService::acknowledgementOf(const StoredMessage &stored)
{
    // As in the original, the conversation goes on even if nobody can keep it. The sender is told.
    if (stored.kept == StoredMessage::Kept::Nowhere)
        return failure(
            WireError {ErrorCode::NotStored, QStringLiteral("El mensaje se entregó, pero no se guardó")});
    return SendAck {stored.message.id, stored.message.sentAtMs};
}

void MessageService::onRefused(const StoreError &error, const Answer &answer)
{
    switch (error.kind) {
    case StoreError::Kind::Conflict:
        answer(failure(
            WireError {ErrorCode::InvalidData, QStringLiteral("La clave ya se usó para otro mensaje")}));
        return;
    case StoreError::Kind::Overloaded:
        answer(failure(
            WireError {ErrorCode::TooFast, QStringLiteral("El servidor está ocupado"), overloadRetryMs}));
        return;
    default:
        qCCritical(logChat).noquote() << "a message was refused by the database:" << error.message;
        answer(failure(refusalOf(ErrorCode::Internal)));
    }
}

/// To everybody who got it without its id.
void MessageService::confirm(const Message &message)
{
    qCInfo(logChat).noquote() << "stored message" << *message.id << "from" << forLog(message.from) << "to"
                              << forLog(message.to) << "out of the spool";
    m_broadcaster.broadcast({room::ofUser(message.to), room::ofUser(message.from), room::admins()},
                            event::messageConfirmed, message.toEvent());
    m_cursor.moveTo(*message.id);
}

void MessageService::deliver(const Origin &origin, const Message &message)
{
    const QJsonObject payload = message.toEvent();
    QStringList recipients {room::ofUser(message.to)};
    QStringList alsoTell {room::ofUser(message.from)};
    (origin.role == Role::Admin ? alsoTell : recipients).append(room::admins());
    m_broadcaster.broadcast(recipients, event::messageReceived, payload);
    m_broadcaster.broadcast(alsoTell, event::messageSent, payload, origin.sessionId);
    m_delivered.add();
    if (message.id)
        m_cursor.moveTo(*message.id);
    else
        m_deliveredUnstored.add();
}

} // namespace ventanilla
