#include "protocol/events.h"
#include "core/text.h"
#include "fuzz/fuzzing.h"
#include "protocol/conversation.h"
#include "protocol/message.h"
#include "protocol/session.h"

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
    const auto name = message->to.toUcs4();
    ensure(name.size() >= 1 && name.size() <= 64 && isCleanText(message->to), "a name is within its bounds");
    ensure(message->to == message->to.trimmed(), "a name has no white space around it");
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

void checkMessages(const QJsonValue &json)
{
    checkPrivateMessage(json);
    checkRoundTrip(json, &Message::fromEvent, std::mem_fn(&Message::toEvent),
                   "a message as an event survives");
    checkRoundTrip(json, &Message::fromHistoryRow, std::mem_fn(&Message::toHistoryRow),
                   "a message of the history survives");
    checkRoundTrip<SendAck>(json, "an acknowledgement survives");
    checkRoundTrip<ConversationRow>(json, "a conversation's row survives");
    checkRoundTrip<ConversationPage>(json, "a page of conversations survives");
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
    ventanilla::checkSession(json);
    return 0;
}
