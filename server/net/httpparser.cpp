#include "net/httpparser.h"

#include <QUrl>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <functional>

namespace ventanilla {

namespace {

namespace http = boost::beast::http;

constexpr qsizetype smallestLastChunk = 5; // 0, CR, LF, CR, LF

QByteArray toBytes(boost::beast::string_view view)
{
    return {view.data(), static_cast<qsizetype>(view.size())};
}

HttpResponse refusal(int status, const char *text)
{
    HttpResponse response =
        HttpResponse::error(status, QString::fromLatin1(text), QStringLiteral("datos_invalidos"));
    response.close = true;
    return response;
}

HttpResponse refusalFor(const boost::beast::error_code &error)
{
    if (error == http::error::header_limit)
        return refusal(431, "The request's head is too large");
    if (error == http::error::body_limit)
        return refusal(413, "The request's body is too large");
    if (error == http::error::bad_version)
        return refusal(505, "HTTP/1.0 and HTTP/1.1 only");
    return refusal(400, "The request is malformed");
}

/// A line of the head that begins with white space continues the one before (obsolete folding,
/// RFC 9112, 5.2); the parser would accept it.
bool hasFoldedLine(QByteArrayView head)
{
    for (qsizetype i = 0; i + 1 < head.size(); ++i) {
        if (head[i] == '\n' && (head[i + 1] == ' ' || head[i + 1] == '\t'))
            return true;
    }
    return false;
}

/// Not by Beast's token_list, which takes the token in front of what is none for one of the list.
bool hasToken(boost::beast::string_view list, QByteArrayView token)
{
    const QByteArrayList tokens = toBytes(list).split(',');
    return std::any_of(tokens.begin(), tokens.end(), [token](const QByteArray &one) {
        return one.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

struct HttpParser::State {
    HttpLimits limits;
    http::request_parser<http::string_body> parser;
    // Decided when the head ends: Beast adds the fields of a trailer to those of the head.
    bool expectsContinue = false;
    bool isUpgrade = false;
    bool asksToClose = false;
    // Not Beast's own limit: that counts a chunk again for every piece in which more of a malformed
    // extension of it comes.
    std::function<void(std::uint64_t, boost::beast::string_view, boost::beast::error_code &)> onChunk =
        [this](std::uint64_t size, boost::beast::string_view, boost::beast::error_code &error) {
            const auto limit = static_cast<std::uint64_t>(limits.bodyBytes);
            const std::uint64_t before = parser.get().body().size();
            if (before > limit || size > limit - before)
                error = http::error::body_limit;
        };
};

HttpParser::HttpParser(const HttpLimits &limits)
    : m_state(std::make_unique<State>())
{
    m_state->limits = limits;
    m_state->parser.header_limit(static_cast<std::uint32_t>(limits.headBytes));
    m_state->parser.body_limit(boost::none); // ours may be set behind the head
    m_state->parser.on_chunk_header(m_state->onChunk);
    m_state->parser.eager(true);
}

HttpParser::~HttpParser() = default;

Result<qint64, HttpResponse> HttpParser::put(QByteArrayView bytes)
{
    if (!isHeadComplete())
        return putHead(bytes);
    return putBody(bytes);
}

void HttpParser::limitBody(qint64 bytes)
{
    m_state->limits.bodyBytes = bytes;
}

Result<qint64, HttpResponse> HttpParser::putHead(QByteArrayView bytes)
{
    const qsizetype headSize = endOfHead(bytes);
    if (headSize > m_state->limits.headBytes || (headSize < 0 && bytes.size() > m_state->limits.headBytes))
        return failure(refusal(431, "The request's head is too large"));
    if (headSize < 0)
        return 0;
    const QByteArrayView head = bytes.first(headSize);
    if (hasFoldedLine(head))
        return failure(refusal(400, "Folded header lines are obsolete"));
    auto used = putToBeast(head);
    if (used && !isHeadComplete()) // two parsers that disagree about where a head ends
        return failure(refusal(400, "The request is malformed"));
    if (used) {
        judgeHead();
        if (auto problem = headProblem())
            return failure(*std::move(problem));
    }
    return used;
}

Result<qint64, HttpResponse> HttpParser::putBody(QByteArrayView bytes)
{
    qint64 used = 0;
    for (;;) {
        if (auto problem = bodyProblem())
            return failure(*std::move(problem));
        const QByteArrayView rest = bytes.sliced(used);
        // More always follows in a chunked body. Given less than a last chunk takes, Beast 1.81 may
        // fail an assertion of its own (`n >= 5`) in builds that have them.
        const bool tooLittle = m_state->parser.chunked() && rest.size() < smallestLastChunk;
        if (isComplete() || rest.isEmpty() || tooLittle)
            return used;
        auto taken = putToBeast(rest);
        if (!taken)
            return failure(taken.error());
        if (*taken == 0)
            return used;
        used += *taken;
    }
}

Result<qint64, HttpResponse> HttpParser::putToBeast(QByteArrayView bytes)
{
    boost::beast::error_code error;
    const auto taken = m_state->parser.put(
        boost::asio::const_buffer(bytes.data(), static_cast<std::size_t>(bytes.size())), error);
    if (error && error != http::error::need_more)
        return failure(refusalFor(error));
    return static_cast<qint64>(taken);
}

std::optional<HttpResponse> HttpParser::bodyProblem() const
{
    const auto limit = static_cast<std::uint64_t>(m_state->limits.bodyBytes);
    const auto announced = m_state->parser.content_length();
    if (m_state->parser.get().body().size() > limit || (announced && *announced > limit))
        return refusal(413, "The request's body is too large");
    return std::nullopt;
}

void HttpParser::judgeHead()
{
    const auto &message = m_state->parser.get();
    const bool isRecent = message.version() >= 11;
    m_state->expectsContinue =
        isRecent && boost::beast::iequals(message[http::field::expect], "100-continue");
    m_state->isUpgrade = isRecent && m_state->parser.upgrade() && message.method() == http::verb::get
        && hasToken(message[http::field::upgrade], "websocket");
    // Closing is stronger (RFC 9112, 9.3), but to Beast it is not in HTTP/1.0.
    const auto [first, last] = message.equal_range(http::field::connection);
    m_state->asksToClose =
        std::any_of(first, last, [](const auto &field) { return hasToken(field.value(), "close"); });
}

std::optional<HttpResponse> HttpParser::headProblem() const
{
    const auto &message = m_state->parser.get();
    if (std::distance(message.begin(), message.end()) > m_state->limits.headerCount)
        return refusal(431, "The request has too many headers");
    const auto hosts = message.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && message.version() >= 11))
        return refusal(400, "A request has exactly one Host header");
    if (message.target().empty() || message.target().front() != '/')
        return refusal(400, "The request's target must be a path");

    const auto lengths = message.count(http::field::content_length);
    if (lengths > 1
        || (lengths == 1
            && message[http::field::content_length].find(',') != boost::beast::string_view::npos))
        return refusal(400, "A request has at most one Content-Length");

    const auto codings = message.count(http::field::transfer_encoding);
    if (codings > 0) {
        if (lengths > 0 || message.version() < 11)
            return refusal(400, "The request's framing is ambiguous");
        const bool chunkedOnly =
            codings == 1 && boost::beast::iequals(message[http::field::transfer_encoding], "chunked");
        if (!chunkedOnly)
            return refusal(501, "The only transfer coding is chunked");
    }
    if (message.count(http::field::expect) > 0 && message.version() >= 11 && !expectsContinue())
        return refusal(417, "The only expectation is 100-continue");
    return std::nullopt;
}

bool HttpParser::isHeadComplete() const
{
    return m_state->parser.is_header_done();
}

bool HttpParser::isComplete() const
{
    return m_state->parser.is_done();
}

bool HttpParser::expectsContinue() const
{
    return m_state->expectsContinue;
}

bool HttpParser::keepsAlive() const
{
    return m_state->parser.keep_alive() && !m_state->asksToClose;
}

bool HttpParser::isUpgrade() const
{
    return m_state->isUpgrade;
}

HttpRequest HttpParser::takeHead()
{
    auto &message = m_state->parser.get();
    HttpRequest request;
    request.method = toBytes(message.method_string());
    request.version = static_cast<int>(message.version());
    const QByteArray target = toBytes(message.target());
    const qsizetype question = target.indexOf('?');
    request.path = QUrl::fromPercentEncoding(question < 0 ? target : target.left(question));
    if (question >= 0)
        request.query = target.mid(question + 1);
    for (const auto &field : message)
        request.headers.emplace_back(toBytes(field.name_string()).toLower(), toBytes(field.value()));
    return request;
}

QByteArray HttpParser::takeBody()
{
    const std::string body = std::move(m_state->parser.get().body());
    return {body.data(), static_cast<qsizetype>(body.size())};
}

qint64 HttpParser::bodySize() const
{
    return static_cast<qint64>(m_state->parser.get().body().size());
}

qsizetype endOfHead(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    return end < 0 ? -1 : end + 4;
}

} // namespace ventanilla
