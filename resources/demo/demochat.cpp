// Speaks for several people at once, for ./demo: signs in each account with the password that all
// of the demo share, and sends a script of messages through the real server, in its order.
//
//   ventanilla-demo-chat say SERVER PASSWORD < script     lines of FROM <tab> TO <tab> TEXT
//   ventanilla-demo-chat transcript SERVER PASSWORD USER  prints that user's own thread

#include "client/chatsession.h"
#include "client/httpapi.h"
#include "client/websockettransport.h"
#include "core/clock.h"
#include "core/timestamp.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QTextStream>

#include <cstdio>
#include <map>

namespace ventanilla {

namespace {

struct Line {
    QString from;
    QString to;
    QString text;
};

[[noreturn]] void giveUp(const QString &why)
{
    std::fprintf(stderr, "ventanilla-demo-chat: %s\n", qUtf8Printable(why));
    std::exit(EXIT_FAILURE);
}

QList<Line> readScript()
{
    QTextStream input(stdin);
    QList<Line> script;
    while (!input.atEnd()) {
        const QStringList parts = input.readLine().split(u'\t');
        if (parts.size() == 3)
            script.append({parts[0], parts[1], parts[2]});
    }
    return script;
}

/// Sends the script, one message after the other was stored.
class Storyteller : public QObject
{
public:
    Storyteller(const QUrl &server, QString password, QList<Line> script)
        : m_server(server)
        , m_password(std::move(password))
        , m_script(std::move(script))
        , m_api(&m_network)
    {
        m_api.setServer(server);
    }

    void sayNext()
    {
        if (m_script.isEmpty()) {
            QCoreApplication::quit();
            return;
        }
        const Line line = m_script.takeFirst();
        const auto known = m_sessions.find(line.from);
        if (known != m_sessions.end())
            known->second->send(line.to, line.text);
        else
            signInAndSay(line);
    }

private:
    void signInAndSay(const Line &line)
    {
        m_api.signIn(line.from, m_password, this, [this, line](const Result<SignedIn, ApiError> &signedIn) {
            if (!signedIn)
                giveUp(line.from + QStringLiteral(" cannot sign in: ") + signedIn.error().text);
            auto session = std::make_unique<ChatSession>(std::make_unique<WebSocketTransport>(), m_clock);
            connect(session.get(), &ChatSession::outgoingChanged, this, &Storyteller::onOutgoing);
            session->start(m_server, *signedIn);
            session->send(line.to, line.text);
            m_sessions.emplace(line.from, std::move(session));
        });
    }

    void onOutgoing(const OutgoingMessage &message)
    {
        if (message.state == OutgoingMessage::State::Failed)
            giveUp(QStringLiteral("a message was refused: ") + message.error->message);
        if (message.state == OutgoingMessage::State::Stored)
            sayNext();
    }

    const QUrl m_server;
    const QString m_password;
    QList<Line> m_script;
    SystemClock m_clock;
    QNetworkAccessManager m_network;
    HttpApi m_api;
    std::map<QString, std::unique_ptr<ChatSession>> m_sessions;
};

void print(const QList<Message> &messages)
{
    for (const Message &message : messages) {
        std::printf("%s  %s: %s\n", qUtf8Printable(toTimestamp(message.sentAtMs)),
                    qUtf8Printable(message.fromName), qUtf8Printable(message.text));
    }
}

int transcript(HttpApi &api, const QString &user, const QString &password)
{
    api.signIn(user, password, &api, [&api](const Result<SignedIn, ApiError> &signedIn) {
        if (!signedIn)
            giveUp(signedIn.error().text);
        api.setToken(signedIn->token);
        api.ownHistory({500, std::nullopt, std::nullopt}, &api,
                       [](const Result<QList<Message>, ApiError> &messages) {
                           if (!messages)
                               giveUp(messages.error().text);
                           print(*messages);
                           QCoreApplication::quit();
                       });
    });
    return QCoreApplication::exec();
}

} // namespace

} // namespace ventanilla

int main(int argc, char *argv[])
{
    using namespace ventanilla;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QUrl server(arguments.value(2));
    if (arguments.value(1) == u"transcript" && arguments.size() == 5) {
        QNetworkAccessManager network;
        HttpApi api(&network);
        api.setServer(server);
        return transcript(api, arguments[4], arguments[3]);
    }
    if (arguments.value(1) != u"say" || arguments.size() != 4)
        giveUp(QStringLiteral("see the head of demochat.cpp for its two uses"));
    Storyteller storyteller(server, arguments[3], readScript());
    storyteller.sayNext();
    return QCoreApplication::exec();
}
