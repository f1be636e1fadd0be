#pragma once

#include "client/clientsettings.h"
#include "client/credentials.h"
#include "protocol/typing.h"
#include "support/fakebackend.h"
#include "support/fakechatserver.h"
#include "widgets/clientoptions.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

namespace ventanilla {

/// One of the two programs with a server that the test plays: HTTP by FakeBackend, the socket by
/// FakeChatServer.
template<typename Application>
struct ProgramFixture {
    ProgramFixture() { begin(); }

    /// The program ends and is started anew, with what it kept on disk.
    void restart()
    {
        application.reset();
        begin();
    }

    void begin()
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        server = std::make_unique<FakeChatServer>(*transport);
        application = std::make_unique<Application>(typename Application::Parts {
            std::move(owned), ClientSettings::inFile(folder.filePath(QStringLiteral("settings.ini"))),
            Credentials(folder.filePath(QStringLiteral("credentials"))),
            folder.filePath(QStringLiteral("data"))});
    }

    /// With the password on standard input.
    void signIn()
    {
        ClientOptions options;
        options.server = backend.url();
        options.username = backend.account.username;
        options.passwordFromStdin = true;
        application->start(options, backend.password);
        QTRY_VERIFY(transport->isOpen);
    }
    void letIn(bool available = true, const QString &epoch = QStringLiteral("epoch"))
    {
        server->greet();
        server->accept();
        Ready ready;
        ready.cursor = backend.lastNumber;
        ready.epoch = epoch;
        ready.available = available;
        server->emitEvent(event::ready, ready.toJson());
    }
    void signInFully()
    {
        signIn();
        if (!QTest::currentTestFailed())
            letIn();
    }
    void activate()
    {
        application->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(application->window()));
    }

    template<typename Widget>
    Widget *find(const char *name) const
    {
        return application->window()->template findChild<Widget *>(QString::fromUtf8(name));
    }
    QString title() const { return application->window()->windowTitle(); }

    Message message(qint64 id, const QString &from, const QString &conversation,
                    const QString &text = {}) const
    {
        Message made;
        made.id = id;
        made.from = from;
        made.to = from == conversation ? QStringLiteral("admin") : conversation;
        made.text = text.isEmpty() ? QStringLiteral("message %1").arg(id) : text;
        made.sentAtMs = QDateTime::currentMSecsSinceEpoch();
        made.fromName = from.at(0).toUpper() + from.mid(1);
        made.key = QStringLiteral("key-%1").arg(id);
        made.conversation = conversation;
        return made;
    }
    /// Stored at the server and told live.
    void say(const Message &message)
    {
        server->emitEvent(event::messageReceived, backend.add(message).toEvent());
    }
    /// By another client of this account, or by somebody else.
    void read(const QString &conversation, const QString &reader, qint64 upTo)
    {
        tell(backend.read(reader, {conversation, upTo, backend.lastNumber}));
    }
    void tell(ReadCursor cursor)
    {
        // A user is told of the staff, and of nobody in particular.
        if (backend.account.role == Role::User && cursor.reader != cursor.conversation)
            cursor.reader.clear();
        server->emitEvent(event::read, cursor.toJson());
    }
    void deliver(const QString &conversation, const QString &recipient, qint64 upTo)
    {
        Delivery delivery = backend.deliver(recipient, {conversation, upTo});
        if (backend.account.role == Role::User && recipient != conversation)
            delivery.recipient.clear();
        server->emitEvent(event::delivered, delivery.toJson());
    }
    void type(const QString &from, const QString &conversation, bool active = true)
    {
        const Typing typing {from, from.at(0).toUpper() + from.mid(1), conversation, active};
        server->emitEvent(event::typing, typing.toJson());
    }

    struct Event {
        qint64 ackId = 0;
        QJsonObject payload;
    };

    /// The events of this name that came in over the present connection.
    QList<Event> events(QStringView name) const
    {
        QList<Event> found;
        for (const QString &text : transport->sent) {
            const auto packet = SocketIoPacket::decode(QStringView(text).mid(1));
            if (packet && packet->type == SocketIoPacket::Type::Event
                && packet->data.toArray().at(0).toString() == name)
                found.append({packet->id.value_or(0), packet->data.toArray().at(1).toObject()});
        }
        return found;
    }
    /// What the drafts on disk say now, as somebody finds them who starts the program after a kill.
    QByteArray keptDrafts() const
    {
        QByteArray content;
        QDirIterator files(folder.path(), {QStringLiteral("*.json")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().contains(QStringLiteral("/drafts/")) && file.open(QIODevice::ReadOnly))
                content += file.readAll();
        }
        return content;
    }
    /// Does what the last `leido` or `no_leido` asks, and acknowledges it.
    void answerLast(QStringView name)
    {
        const Event asked = events(name).last();
        const QString &self = backend.account.username;
        const ReadCursor cursor = name == event::read
            ? backend.read(self, *ReadRequest::fromJson(asked.payload))
            : backend.markUnread(self, *MarkRequest::fromJson(asked.payload));
        server->acknowledge(asked.ackId, ackOk(cursor.toJson()));
    }
    /// The message that came in last is stored.
    void storeLast(qint64 id)
    {
        const auto sent = server->messages().last();
        const bool staff = backend.account.role == Role::Admin;
        Message stored = message(id, backend.account.username,
                                 staff ? sent.message.to : backend.account.username, sent.message.text);
        stored.key = *sent.message.key;
        backend.add(stored);
        server->acknowledge(sent.ackId, ackOk(SendAck {id, stored.sentAtMs}.toJson()));
    }

    QTemporaryDir folder;
    FakeBackend backend;
    FakeTransport *transport = nullptr;
    std::unique_ptr<FakeChatServer> server;
    std::unique_ptr<Application> application;
};

} // namespace ventanilla
