#include "support/chatter.h"

#include "client/websockettransport.h"
#include "protocol/events.h"
#include "protocol/message.h"
#include "support/waiting.h"

#include <algorithm>

namespace ventanilla {

Chatter::Chatter(SignedIn who)
    : m_who(std::move(who))
{
}

Chatter::~Chatter() = default;

bool Chatter::join(const QUrl &server)
{
    m_ready = false;
    m_client = std::make_unique<SocketIoClient>(std::make_unique<WebSocketTransport>(),
                                                std::chrono::milliseconds(patienceMs));
    connect(m_client.get(), &SocketIoClient::eventReceived, this, &Chatter::onEvent);
    connect(m_client.get(), &SocketIoClient::closed, this, [this] { m_ready = false; });
    m_client->open(server, m_who.token);
    return waitFor([this] { return m_ready; });
}

void Chatter::say(const QString &to)
{
    const QString number = QString::number(written.size());
    written.append({to, QString(m_who.username + u'-' + number), QString(u"message " + number)});
    send(written.size() - 1);
}

void Chatter::repeat(qsizetype index)
{
    written[index].answer = Answer::None;
    send(index);
}

void Chatter::send(qsizetype index)
{
    const Written &message = written[index];
    m_client->emitEvent(event::privateMessage,
                        {PrivateMessage {message.to, message.text, message.key}.toJson()},
                        [this, index](const QJsonValue &payload) { onAnswer(index, payload); });
}

void Chatter::onAnswer(qsizetype index, const QJsonValue &payload)
{
    Written &message = written[index];
    const auto ack = SendAck::fromJson(payload);
    if (!ack) {
        message.answer = ack.error().code == ErrorCode::NotStored ? Answer::NotKept : Answer::Refused;
        return;
    }
    message.answer = ack->id ? Answer::Stored : Answer::Pending;
    noteId(m_heard[{m_who.username, message.key}], ack->id);
}

void Chatter::onEvent(const QString &name, const QJsonArray &arguments)
{
    if (name == event::ready)
        m_ready = true;
    const bool delivery = name == event::messageReceived || name == event::messageSent;
    if (!delivery && name != event::messageConfirmed)
        return;
    const auto message = Message::fromEvent(arguments.at(0));
    if (!message) {
        qWarning("a message that cannot be read: %s", qUtf8Printable(message.error().message));
        return;
    }
    Heard &heard = m_heard[{message->from, message->key}];
    ++(delivery ? heard.deliveries : heard.confirmations);
    noteId(heard, message->id);
}

void Chatter::noteId(Heard &heard, std::optional<qint64> id)
{
    if (id && heard.id != id) {
        heard.id = id;
        ids.append(*id);
    }
}

qsizetype Chatter::count(Answer answer) const
{
    return std::count_if(written.begin(), written.end(),
                         [answer](const Written &message) { return message.answer == answer; });
}

} // namespace ventanilla
