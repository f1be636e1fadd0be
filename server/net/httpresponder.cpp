#include "net/httpresponder.h"

#include "core/logging.h"
#include "net/httpconnection.h"

#include <QPointer>

namespace ventanilla {

struct HttpResponder::State {
    /// Nothing once it is answered or the client has gone.
    HttpConnection *connection = nullptr;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QPointer<QObject> context;
    std::function<void()> whenClientGoes;

    explicit State(HttpConnection *to)
        : connection(to)
    {
    }
    State(const State &) = delete;
    State &operator=(const State &) = delete;
    ~State()
    {
        if (!connection)
            return;
        qCCritical(logNet) << "a request was dropped without an answer";
        respond(HttpResponse::error(500, QStringLiteral("Error interno"), QStringLiteral("interno")));
    }

    void respond(HttpResponse response)
    {
        HttpConnection *to = std::exchange(connection, nullptr);
        if (!to)
            return;
        for (const auto &[name, value] : headers)
            response.withHeader(name, value);
        to->respond(response);
    }
};

HttpResponder::HttpResponder(HttpConnection *connection)
    : m_state(std::make_shared<State>(connection))
{
}

void HttpResponder::respond(HttpResponse response) const
{
    m_state->respond(std::move(response));
}

void HttpResponder::addHeader(const QByteArray &name, const QByteArray &value) const
{
    m_state->headers.emplace_back(name, value);
}

bool HttpResponder::isWaiting() const
{
    return m_state->connection != nullptr;
}

void HttpResponder::whenClientGoes(QObject *context, std::function<void()> callback) const
{
    m_state->context = context;
    m_state->whenClientGoes = std::move(callback);
}

HttpResponder::Watch::Watch(const HttpResponder &responder)
    : m_state(responder.m_state)
{
}

void HttpResponder::Watch::clientGoes()
{
    const auto state = std::exchange(m_state, {}).lock();
    if (!state || !std::exchange(state->connection, nullptr))
        return;
    if (state->whenClientGoes && state->context)
        std::exchange(state->whenClientGoes, {})();
}

} // namespace ventanilla
