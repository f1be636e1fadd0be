#include "fuzz/httpchecks.h"

#include "fuzz/fuzzing.h"
#include "net/origin.h"

#include <algorithm>
#include <array>

namespace ventanilla::httpchecks {

namespace {

using fuzzing::ensure;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// RFC 9110, 5.6.2.
bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return isDigit(c) || isLetter(c) || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

/// RFC 9110, 5.5: no control character but the tab.
bool isFieldValue(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

auto countOf(const HttpRequest &head, QByteArrayView name)
{
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [name](const auto &field) { return field.first == name; });
}

void checkFraming(const HttpRequest &head)
{
    const auto hosts = countOf(head, "host");
    ensure(hosts == 1 || (hosts == 0 && head.version == 10), "an accepted request has exactly one Host");
    const auto lengths = countOf(head, "content-length");
    const auto codings = countOf(head, "transfer-encoding");
    ensure(lengths <= 1 && codings <= 1 && lengths + codings <= 1, "an accepted request has one framing");
    if (lengths == 1) {
        const QByteArray length = head.header("content-length");
        ensure(!length.isEmpty() && std::all_of(length.begin(), length.end(), isDigit), "a length is digits");
    }
    if (codings == 1) {
        ensure(head.version == 11 && head.header("transfer-encoding").toLower() == "chunked",
               "the only transfer coding is chunked, and in HTTP/1.1");
    }
}

/// The parsers of single headers: their answers are parts of what they were given.
void checkFields(const HttpRequest &head)
{
    for (const char *name : {"token", "a", ""}) {
        const auto cookie = head.cookie(name);
        ensure(!cookie || (head.hasHeader("cookie") && !cookie->contains(';')),
               "a cookie's value is one part of the header");
    }
    for (const QByteArray &item : head.query.split('&')) {
        const QByteArray name = item.split('=').first();
        ensure(name.contains('%') || name.contains('+')
                   || head.queryItem(QString::fromUtf8(name)).has_value(),
               "what is in the query can be asked for");
    }
}

/// An origin is allowed for at most one host, unless it is listed.
void checkOrigin(const HttpRequest &head)
{
    const QString origin = QString::fromUtf8(head.header("origin"));
    const bool hasOrigin = head.hasHeader("origin");
    ensure(isOriginAllowed(head, {origin}), "a listed origin is allowed, and so is none");
    HttpRequest elsewhere = head;
    for (auto &[name, value] : elsewhere.headers) {
        if (name == "host")
            value = "elsewhere.example";
    }
    if (!elsewhere.hasHeader("host"))
        ensure(!hasOrigin || !isOriginAllowed(head, {}), "no origin is that of a request without a Host");
    else if (hasOrigin && isOriginAllowed(head, {}) && isOriginAllowed(elsewhere, {}))
        ensure(head.header("host").toLower().startsWith("elsewhere.example"),
               "an origin is that of one host");
}

} // namespace

void checkHead(const HttpRequest &head, const HttpLimits &limits)
{
    ensure(isToken(head.method), "a method is a token");
    ensure(head.version == 10 || head.version == 11, "the version is 1.0 or 1.1");
    ensure(head.path.startsWith(u'/'), "a target is a path");
    ensure(head.body.isEmpty(), "a head has no body");
    ensure(qint64(head.headers.size()) <= limits.headerCount, "no more headers than the limit");
    for (const auto &[name, value] : head.headers) {
        ensure(isToken(name) && name == name.toLower(), "a header's name is a token in lower case");
        ensure(isFieldValue(value), "a header's value has no control characters");
    }
    checkFraming(head);
    checkFields(head);
    checkOrigin(head);
}

void checkConnection(const HttpRequest &head, bool keepsAlive, bool isUpgrade)
{
    if (head.headerHasToken("connection", "close"))
        ensure(!keepsAlive, "who asks to close gets no further answer");
    if (head.version == 10 && !head.headerHasToken("connection", "keep-alive"))
        ensure(!keepsAlive, "HTTP/1.0 closes unless asked not to");
    if (isUpgrade) {
        ensure(head.method == "GET" && head.version == 11, "an upgrade is a GET of HTTP/1.1");
        ensure(head.headerHasToken("connection", "upgrade"), "an upgrade is said so in Connection");
        ensure(head.headerHasToken("upgrade", "websocket"), "the only upgrade is to WebSocket");
    }
}

void checkBody(const HttpRequest &head, const QByteArray &body, qint64 longest)
{
    ensure(body.size() <= longest, "a body is no longer than the limit");
    if (head.hasHeader("content-length"))
        ensure(body.size() == head.header("content-length").toLongLong(),
               "a body is as long as was announced");
    else if (!head.hasHeader("transfer-encoding"))
        ensure(body.isEmpty(), "without a framing there is no body");
}

void checkRefusal(const HttpResponse &refusal)
{
    constexpr std::array statuses {400, 413, 417, 431, 501, 505};
    ensure(std::find(statuses.begin(), statuses.end(), refusal.status) != statuses.end(),
           "a refusal has a status of its own");
    ensure(refusal.close, "a refusal ends the connection");
}

bool sameHead(const HttpRequest &a, const HttpRequest &b)
{
    return a.method == b.method && a.path == b.path && a.query == b.query && a.version == b.version
        && a.headers == b.headers;
}

} // namespace ventanilla::httpchecks
