#include "fuzz/fuzzing.h"
#include "fuzz/httpchecks.h"
#include "net/httpparser.h"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace ventanilla {

namespace {

using fuzzing::ensure;

constexpr HttpLimits limits {1024, 16, 64};
constexpr qint64 largerBody = 512;

/// How the bytes of a connection arrive.
class Pieces
{
public:
    /// All at once.
    Pieces() = default;
    /// In pieces of 1 to `largest` bytes.
    Pieces(unsigned seed, qsizetype largest)
        : m_random(seed)
        , m_largest(largest)
    {
    }

    qsizetype next(qsizetype left)
    {
        return m_largest == 0 ? left : qMin(left, 1 + static_cast<qsizetype>(m_random()) % m_largest);
    }

private:
    std::minstd_rand m_random;
    qsizetype m_largest = 0;
};

/// What became of one request of a stream.
struct Outcome {
    std::optional<HttpRequest> head;
    bool complete = false;
    bool refused = false;
    int status = 0;
    QByteArray body;
    bool keepsAlive = false;
    bool isUpgrade = false;
    bool expectsContinue = false;
    /// Bytes of the stream that it used, and that it was given and did not use.
    qsizetype used = 0;
    qsizetype left = 0;
};

void takeHead(HttpParser &parser, Outcome &outcome)
{
    outcome.head = parser.takeHead();
    outcome.keepsAlive = parser.keepsAlive();
    outcome.isUpgrade = parser.isUpgrade();
    outcome.expectsContinue = parser.expectsContinue();
    httpchecks::checkHead(*outcome.head, limits);
    httpchecks::checkConnection(*outcome.head, outcome.keepsAlive, outcome.isUpgrade);
    if (outcome.head->path.startsWith(u"/large"))
        parser.limitBody(largerBody);
}

void takeBody(HttpParser &parser, Outcome &outcome)
{
    const qint64 size = parser.bodySize();
    // What a trailer says comes too late to change what was decided about the head.
    ensure(parser.isUpgrade() == outcome.isUpgrade && parser.expectsContinue() == outcome.expectsContinue,
           "a trailer asks for nothing");
    ensure(outcome.keepsAlive || !parser.keepsAlive(), "a trailer keeps nothing alive");
    outcome.complete = true;
    outcome.body = parser.takeBody();
    ensure(outcome.body.size() == size, "the body is as long as it was said to be");
    httpchecks::checkBody(*outcome.head, outcome.body,
                          outcome.head->path.startsWith(u"/large") ? largerBody : limits.bodyBytes);
}

/// Feeds one request as a connection does: what is not used is given again, with more behind it once
/// nothing is used any more.
Outcome readRequest(QByteArrayView stream, Pieces &pieces)
{
    HttpParser parser(limits);
    Outcome outcome;
    for (qsizetype end = pieces.next(stream.size()); !outcome.complete;) {
        // In memory of its own, so that reading behind it is noticed.
        const std::vector<char> given(stream.begin() + outcome.used, stream.begin() + end);
        const auto used = parser.put(given);
        if (!used) {
            outcome.refused = true;
            outcome.status = used.error().status;
            httpchecks::checkRefusal(used.error());
            break;
        }
        ensure(*used >= 0 && *used <= qint64(given.size()), "never uses more than it was given");
        outcome.used += *used;
        outcome.left = qsizetype(given.size()) - *used;
        if (!outcome.head && parser.isHeadComplete()) {
            ensure(*used == endOfHead(given), "stops behind the head");
            takeHead(parser, outcome);
        }
        ensure(outcome.head || *used == 0, "uses nothing before the head is there as a whole");
        if (parser.isComplete()) {
            takeBody(parser, outcome);
        } else if (*used == 0) {
            if (end == stream.size())
                break;
            end += pieces.next(stream.size() - end);
        }
    }
    return outcome;
}

/// All requests of a connection, up to the first that is refused, cut off or an upgrade.
std::vector<Outcome> readStream(QByteArrayView stream, Pieces pieces)
{
    std::vector<Outcome> outcomes;
    do {
        outcomes.push_back(readRequest(stream, pieces));
        stream = stream.sliced(outcomes.back().used);
    } while (outcomes.back().complete && !outcomes.back().isUpgrade && !stream.isEmpty());
    return outcomes;
}

/// The parser keeps the last few bytes of a chunked body until more follows, unless it comes upon
/// them together with others: so the pieces decide when a malformed end is noticed.
bool mayYetBeRefused(const Outcome &outcome)
{
    constexpr qsizetype smallestLastChunk = 5;
    return !outcome.complete && outcome.left < smallestLastChunk && outcome.head
        && outcome.head->hasHeader("transfer-encoding");
}

bool same(const Outcome &a, const Outcome &b)
{
    if (a.head.has_value() != b.head.has_value() || (a.head && !httpchecks::sameHead(*a.head, *b.head)))
        return false;
    if (a.refused != b.refused)
        return mayYetBeRefused(a.refused ? b : a);
    // Of a body that is given whole the end may be malformed before it is found to be too large.
    if (a.refused)
        return a.head || a.status == b.status;
    // How much of a body that is cut off was used depends on the pieces.
    return a.complete == b.complete && (!a.complete || a.used == b.used) && a.body == b.body
        && a.keepsAlive == b.keepsAlive && a.isUpgrade == b.isUpgrade
        && a.expectsContinue == b.expectsContinue;
}

} // namespace

} // namespace ventanilla

/// A byte that decides how it is cut, and the stream of a connection: given in pieces and given at
/// once it must be the same requests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace ventanilla;
    if (size == 0)
        return 0;
    const QByteArrayView stream(data + 1, static_cast<qsizetype>(size) - 1);
    const auto whole = readStream(stream, Pieces());
    const auto cut = readStream(stream, Pieces(data[0] + 1u, qsizetype(1) << (data[0] % 8)));
    fuzzing::ensure(std::equal(whole.begin(), whole.end(), cut.begin(), cut.end(), same),
                    "in pieces and at once it is the same");
    return 0;
}
