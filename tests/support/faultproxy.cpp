#include "support/faultproxy.h"

#include "support/faultproxylink.h"

#include <algorithm>

namespace ventanilla {

FaultProxy::FaultProxy(quint16 upstream)
    : m_upstream(upstream)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &FaultProxy::onConnection);
    of(Toward::Server).heard = [this](const QByteArray &target) {
        m_requests.append(target);
        if (m_requestWatcher)
            m_requestWatcher(target);
    };
    listen();
}

FaultProxy::~FaultProxy() = default;

void FaultProxy::listen()
{
    m_placeholder.abort();
    if (!m_listener.listen(QHostAddress::LocalHost, m_port))
        qFatal("the faulty network cannot listen: %s", qUtf8Printable(m_listener.errorString()));
    m_port = m_listener.serverPort();
}

void FaultProxy::pass()
{
    for (Direction &direction : m_directions) {
        Direction well;
        well.counts = direction.counts;
        well.heard = direction.heard;
        well.told = direction.told;
        direction = well;
    }
    if (!m_listener.isListening())
        listen();
    pumpAll();
}

void FaultProxy::cut(Cut how)
{
    for (FaultProxyLink *link : links())
        link->cut(how);
}

void FaultProxy::refuse()
{
    m_listener.close();
    if (!m_placeholder.bind(QHostAddress::LocalHost, m_port, QAbstractSocket::ReuseAddressHint))
        qWarning("the port may be taken by another: %s", qUtf8Printable(m_placeholder.errorString()));
}

void FaultProxy::delay(Toward direction, int ms)
{
    of(direction).delayMs = ms;
}

void FaultProxy::hold(Toward direction)
{
    of(direction).held = true;
}

void FaultProxy::blackHole()
{
    hold(Toward::Server);
    hold(Toward::Client);
}

void FaultProxy::drop(Toward direction, MessageTest meant)
{
    of(direction).drops = std::move(meant);
}

void FaultProxy::duplicate(Toward direction, MessageTest meant)
{
    of(direction).duplicates = std::move(meant);
}

void FaultProxy::cutWithin(Toward direction, MessageTest meant, qsizetype bytes, Cut how)
{
    of(direction).cuts = std::move(meant);
    of(direction).cutAfter = bytes;
    of(direction).cutHow = how;
}

FaultProxy::MessageTest FaultProxy::beginningWith(const QByteArray &beginning)
{
    return [beginning](const QByteArray &text) { return text.startsWith(beginning); };
}

FaultProxy::MessageTest FaultProxy::oneIn(int count, MessageTest meant)
{
    return [count, meant = std::move(meant), seen = 0](const QByteArray &text) mutable {
        return meant(text) && ++seen % count == 0;
    };
}

qsizetype FaultProxy::requestCount(const QByteArray &beginning) const
{
    return std::count_if(m_requests.begin(), m_requests.end(),
                         [&beginning](const QByteArray &target) { return target.startsWith(beginning); });
}

qint64 FaultProxy::bufferedBytes(Toward direction) const
{
    qint64 bytes = 0;
    for (const auto &link : m_links)
        bytes += link->bufferedBytes(direction);
    return bytes;
}

void FaultProxy::onConnection()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection()) {
        ++m_connections;
        m_links.push_back(std::make_unique<FaultProxyLink>(*this, client));
        m_links.back()->pump();
    }
}

void FaultProxy::pumpAll()
{
    for (FaultProxyLink *link : links())
        link->pump();
}

/// For what may end some of them.
std::vector<FaultProxyLink *> FaultProxy::links() const
{
    std::vector<FaultProxyLink *> all;
    for (const auto &link : m_links)
        all.push_back(link.get());
    return all;
}

/// Not at once: the link is in the middle of something.
void FaultProxy::forget(FaultProxyLink *link)
{
    const auto found = std::find_if(m_links.begin(), m_links.end(),
                                    [link](const auto &owned) { return owned.get() == link; });
    if (found == m_links.end())
        return;
    found->release()->setParent(this);
    link->deleteLater();
    m_links.erase(found);
}

} // namespace ventanilla
