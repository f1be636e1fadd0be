#pragma once

#include "core/result.h"
#include "net/httprequest.h"
#include "storage/records.h"

namespace ventanilla {

struct MessagePaging {
    MessageRange range;
    /// Whether the request asked for a page, not for everything.
    bool paged = false;
};

/// Reads `limite`, `antes` and `despues` (PROTOCOL.md, HTTP). Without any of them: everything, up to
/// `mostRows`. A value out of its range is an error in words.
Result<MessagePaging> messagePaging(const HttpRequest &request, qint64 mostRows);

/// `desde`: the number behind which a synchronization begins, below 2^53. It must be there.
Result<qint64> syncCursor(const HttpRequest &request);

/// `limite`: 1 to 500, or `preset` if it is absent.
Result<int> pageLimit(const HttpRequest &request, int preset);

} // namespace ventanilla
