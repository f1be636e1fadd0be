#pragma once

#include "core/counters.h"
#include "net/router.h"

namespace ventanilla {

/// All counters in Prometheus' text format, version 0.0.4: what counts up is named `…_total`, any
/// other is a gauge.
QByteArray metricsText(const Counters &counters);

/// `GET /metrics`, for an operator's program on the same machine. For anybody else, and for whoever
/// comes through a proxy that says so, there is no such path. Lives on the network's thread; what it is
/// given must outlive it.
class MetricsRoute
{
public:
    explicit MetricsRoute(const Counters &counters);

    void addTo(Router &router);

private:
    const Counters &m_counters;
};

} // namespace ventanilla
