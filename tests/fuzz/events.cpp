#include "protocol/events.h"
#include "core/text.h"
#include "fuzz/fuzzing.h"
#include "protocol/conversation.h"
#include "protocol/marks.h"
#include "protocol/message.h"
#include "protocol/presence.h"
#include "protocol/session.h"
#include "protocol/syncpage.h"
#include "protocol/typing.h"

#include <algorithm>
#include <cctype>
#include <functional>

namespace ventanilla {

namespace {

using fuzzing::ensure;

/// What parses, written and parsed again, is the same: as values, and as the text between two
/// programs.
template<typename Parse, typename Write>
void checkRoundTrip(const QJsonValue &json, Parse parse, Write write, const char *invariant)
{
    const auto parsed = parse(json);
    if (!parsed)
        return;
    const QJsonObject written = write(*parsed);
    const auto again = parse(QJsonValue(written));
    ensure(again && *again == *parsed, invariant);

    const auto received = parse(fuzzing::jsonFrom(fuzzing::textOf(written)));
    ensure(received && (*received == *parsed || !fuzzing::isValidUnicode(written)), invariant);
}

template<typename T>
void checkRoundTrip(const QJsonValue &json, const char *invariant)
{
    checkRoundTrip(
        json, [](const QJsonValue &value) { return T::fromJson(value); },
        [](const T &parsed) { return parsed.toJson(); }, invariant);
}

/// Names go on to queries, so they are within their bounds here too.
void checkName(const QString &name)
{
    const auto points = name.toUcs4();
    ensure(points.size() >= 1 && points.size() <= 64 && isCleanText(name), "a name is within its bounds");
    ensure(name == name.trimmed(), "a name has no white space around it");
}

/// `mensaje_privado` is all that a client can make the server keep, so its bounds are checked here
/// once more and by other means.
void checkPrivateMessage(const QJsonValue &json)
{
    constexpr qint64 longest = 8;
    const auto message = PrivateMessage::fromJson(json, longest);
    if (!message)
        return;
    ensure(isCleanText(message->text), "a message's text is clean");
    const auto length = message->text.trimmed().toUcs4().size();
    ensure(length >= 1 && length <= longest, "a message's text is within its bounds");
    checkName(message->to);
    if (message->key) {
        const QByteArray key = message->key->toUtf8();
        ensure(key.size() >= 1 && key.size() <= 64, "a key is within its bounds");
        ensure(std::all_of(
                   key.begin(), key.end(),
                   [](char c) { return c == '-' || (std::isalnum(static_cast<unsigned char>(c)) != 0); }),
               "a key keeps its alphabet");
    }
    checkRoundTrip(
        json, [](const QJsonValue &value) { return PrivateMessage::fromJson(value, longest); },
        [](const PrivateMessage &parsed) { return parsed.toJson(); }, "a private message survives");
}

void checkMarks(const QJsonValue &json)
{
    if (const auto request = ReadRequest::fromJson(json)) {
        checkName(request->conversation);
        ensure(request->upTo >= 0, "nobody reads up to before the beginning");
    }
    if (const auto request = MarkRequest::fromJson(json)) {
        checkName(request->conversation);
        ensure(request->upTo >= 0, "nothing arrives before the beginning");
    }
    if (const auto notice = TypingNotice::fromJson(json))
        checkName(notice->to);
    checkRoundTrip<ReadRequest>(json, "a request to have read survives");
    checkRoundTrip<MarkRequest>(json, "a mark survives");
    checkRoundTrip<ReadCursor>(json, "a read cursor survives");
    checkRoundTrip<Delivery>(json, "a delivery survives");
    checkRoundTrip<TypingNotice>(json, "a typing notice survives");
    checkRoundTrip<Typing>(json, "a typing event survives");
    checkRoundTrip<Presence>(json, "a presence survives");
    checkRoundTrip<PresenceList>(json, "a list of presences survives");
}

void checkMessages(const QJsonValue &json)
{
    checkPrivateMessage(json);
    checkRoundTrip(json, &Message::fromEvent, std::mem_fn(&Message::toEvent),
                   "a message as an event survives");
    checkRoundTrip(json, &Message::fromHistoryRow, std::mem_fn(&Message::toHistoryRow),
                   "a message of the history survives");
    checkRoundTrip<SendAck>(json, "an acknowledgement survives");
    checkRoundTrip<SyncPage>(json, "a synchronization survives");
    checkRoundTrip<ConversationRow>(json, "a conversation's row survives");
    checkRoundTrip<ConversationPage>(json, "a page of conversations survives");
    checkRoundTrip<OwnThread>(json, "the own thread survives");
}

void checkSession(const QJsonValue &json)
{
    checkRoundTrip<SignedIn>(json, "the answer to a sign-in survives");
    checkRoundTrip<Ready>(json, "the first event of a session survives");
    checkRoundTrip<Availability>(json, "an availability survives");
    checkRoundTrip<SessionEnded>(json, "the end of a session survives");

    const WireError error = WireError::fromJson(json);
    ensure(WireError::fromJson(error.toJson()) == error, "an error survives");
    const Limits limits = Limits::fromJson(json.toObject());
    ensure(limits.messageLength > 0 && limits.payloadBytes > 0, "limits are positive");
    ensure(Limits::fromJson(limits.toJson()) == limits, "limits survive");
}

} // namespace

} // namespace ventanilla

/// The JSON of an event's payload or of an answer over HTTP, read as each of what it could be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    const QJsonValue json = ventanilla::fuzzing::jsonFrom(input.toByteArray());
    ventanilla::checkMessages(json);
    ventanilla::checkMarks(json);
    ventanilla::checkSession(json);
    return 0;
}
