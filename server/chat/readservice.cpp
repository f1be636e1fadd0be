#include "chat/readservice.h"

#include "core/logging.h"
#include "protocol/events.h"

namespace ventanilla {

namespace {

constexpr qint64 overloadRetryMs = 1000;

/// An end user has one conversation; staff see all.
bool mayMark(const Session &session, const QString &conversation)
{
    return session.identity.role == Role::Admin || session.identity.username == conversation;
}

WireError notAllowed()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("No es su conversación")};
}

WireError wireErrorOf(const StoreError &error)
{
    switch (error.kind) {
    case StoreError::Kind::NotFound: return {ErrorCode::NotFound, QStringLiteral("No hay tal conversación")};
    case StoreError::Kind::Overloaded:
        return {ErrorCode::TooFast, QStringLiteral("El servidor está ocupado"), overloadRetryMs};
    default: return {ErrorCode::Internal, QStringLiteral("No se pudo guardar")};
    }
}

Reader readerOf(const Session &session)
{
    return {session.identity.username, session.identity.role};
}

} // namespace

ReadService::ReadService(ChatStore &store, Broadcaster &broadcaster, DeliveredCursor &cursor,
                         Counters &counters)
    : m_store(store)
    , m_broadcaster(broadcaster)
    , m_cursor(cursor)
    , m_marks(counters.counter("ventanilla_marks_total", "Changes of what is read or delivered."))
{
}

void ReadService::read(const Session &session, const ReadRequest &request, const Answer<ReadCursor> &answer)
{
    if (!mayMark(session, request.conversation)) {
        answer(failure(notAllowed()));
        return;
    }
    m_store.markRead(readerOf(session), request,
                     [this, id = session.id, role = session.identity.role, answer](
                         const Result<ReadChange, StoreError> &change) { onRead(id, role, change, answer); });
}

void ReadService::markUnread(const Session &session, const MarkRequest &request,
                             const Answer<ReadCursor> &answer)
{
    if (session.identity.role != Role::Admin) {
        answer(failure(WireError {ErrorCode::PermissionDenied, QStringLiteral("Solo para administradores")}));
        return;
    }
    m_store.markUnread(
        readerOf(session), request,
        [this, id = session.id, role = session.identity.role,
         answer](const Result<ReadChange, StoreError> &change) { onRead(id, role, change, answer); });
}

void ReadService::onRead(const QString &sessionId, Role role, const Result<ReadChange, StoreError> &change,
                         const Answer<ReadCursor> &answer)
{
    if (!change) {
        answer(failure(wireErrorOf(change.error())));
        return;
    }
    const ReadCursor &cursor = change->cursor;
    if (change->changed) {
        m_marks.add();
        m_cursor.moveTo(cursor.version);
        QStringList rooms {room::admins()};
        if (role == Role::User)
            rooms.append(room::ofUser(cursor.reader));
        m_broadcaster.broadcast(rooms, event::read, cursor.toJson(), sessionId);
    }
    if (change->staffAdvanced) {
        const ReadCursor ofTheStaff {cursor.conversation, {}, cursor.upTo, cursor.version, 0, 0};
        m_broadcaster.broadcast({room::ofUser(cursor.conversation)}, event::read, ofTheStaff.toJson());
    }
    answer(cursor);
}

void ReadService::delivered(const Session &session, const MarkRequest &request,
                            const Answer<Delivery> &answer)
{
    if (!mayMark(session, request.conversation)) {
        answer(failure(notAllowed()));
        return;
    }
    m_store.markDelivered(readerOf(session), request,
                          [this, id = session.id, role = session.identity.role,
                           answer](const Result<DeliveryChange, StoreError> &change) {
                              onDelivered(id, role, change, answer);
                          });
}

void ReadService::onDelivered(const QString &sessionId, Role role,
                              const Result<DeliveryChange, StoreError> &change,
                              const Answer<Delivery> &answer)
{
    if (!change) {
        answer(failure(wireErrorOf(change.error())));
        return;
    }
    const Delivery &delivery = change->delivery;
    if (change->changed) {
        m_marks.add();
        m_cursor.moveTo(delivery.version);
        QStringList rooms {room::admins()};
        if (role == Role::User)
            rooms.append(room::ofUser(delivery.recipient));
        m_broadcaster.broadcast(rooms, event::delivered, delivery.toJson(), sessionId);
    }
    if (change->staffAdvanced) {
        const Delivery ofTheStaff {delivery.conversation, {}, delivery.upTo, delivery.version};
        m_broadcaster.broadcast({room::ofUser(delivery.conversation)}, event::delivered, ofTheStaff.toJson());
    }
    answer(delivery);
}

} // namespace ventanilla
