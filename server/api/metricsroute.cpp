#include "api/metricsroute.h"

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

QByteArray escapedHelp(QByteArray help)
{
    return help.replace('\\', "\\\\").replace('\n', "\\n");
}

/// A proxy on this machine has its address, and asks for somebody else.
bool isFromHere(const HttpRequest &request)
{
    constexpr std::array proxyHeaders {"forwarded", "x-forwarded-for", "x-real-ip"};
    return request.peerAddress.isLoopback()
        && std::ranges::none_of(proxyHeaders,
                                [&request](const char *name) { return request.hasHeader(name); });
}

} // namespace

QByteArray metricsText(const Counters &counters)
{
    QByteArray text;
    counters.forEach([&text](const Counter &counter) {
        const QByteArray &name = counter.name();
        text += "# HELP " + name + ' ' + escapedHelp(counter.help()) + '\n';
        text += "# TYPE " + name + (name.endsWith("_total") ? " counter\n" : " gauge\n");
        text += name + ' ' + QByteArray::number(counter.value()) + '\n';
    });
    return text;
}

MetricsRoute::MetricsRoute(const Counters &counters)
    : m_counters(counters)
{
}

void MetricsRoute::addTo(Router &router)
{
    router.add("GET", QStringLiteral("/metrics"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   responder.respond(isFromHere(request)
                                         ? HttpResponse {200,
                                                         "text/plain; version=0.0.4; charset=utf-8",
                                                         metricsText(m_counters),
                                                         {},
                                                         false}
                                         : Router::notFound());
               });
}

} // namespace ventanilla
