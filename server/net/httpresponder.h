#pragma once

#include "net/httpresponse.h"

#include <QObject>

#include <functional>
#include <memory>

namespace ventanilla {

class HttpConnection;

/// The right to answer one request, exactly once, now or later, on the network's thread. Copies
/// share that right. If the last copy goes without an answer, the client gets a 500; if the client
/// goes first, the answer is dropped.
class HttpResponder
{
public:
    class Watch;

    explicit HttpResponder(HttpConnection *connection);

    void respond(HttpResponse response) const;
    /// For whatever the answer will be.
    void addHeader(const QByteArray &name, const QByteArray &value) const;
    /// Whether somebody still waits for the answer.
    bool isWaiting() const;
    /// Calls back when the client goes before it is answered, unless `context` has gone before. The
    /// last one set counts.
    void whenClientGoes(QObject *context, std::function<void()> callback) const;

private:
    struct State;

    std::shared_ptr<State> m_state;
};

/// The connection's view of the answer that it waits for, without a right to give it.
class HttpResponder::Watch
{
public:
    Watch() = default;
    explicit Watch(const HttpResponder &responder);

    /// The client has gone: nobody waits any more.
    void clientGoes();

private:
    std::weak_ptr<State> m_state;
};

} // namespace ventanilla
