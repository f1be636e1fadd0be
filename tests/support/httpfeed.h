#pragma once

#include "net/httpparser.h"

namespace ventanilla::httpfeed {

inline constexpr HttpLimits limits {1024, 20, 100};
inline const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n";
inline const QByteArray post = "POST / HTTP/1.1\r\nHost: a\r\n";

/// Feeds the stream as a connection does: what is not used is given again, with more behind it once
/// nothing is used any more. Returns the status of the refusal, or 0.
inline int feed(HttpParser &parser, const QByteArray &stream, qsizetype step, qsizetype *used = nullptr)
{
    qsizetype from = 0;
    for (qsizetype end = qMin(step, stream.size()); !parser.isComplete();) {
        const bool inHead = !parser.isHeadComplete();
        const auto took = parser.put(QByteArrayView(stream).sliced(from, qMin(end, stream.size()) - from));
        if (!took)
            return took.error().close ? took.error().status : -1;
        from += *took;
        if (inHead && parser.isHeadComplete())
            continue; // it stopped there, whatever is behind it
        if (end >= stream.size())
            break;
        end += step;
    }
    if (used)
        *used = from;
    return 0;
}

} // namespace ventanilla::httpfeed
