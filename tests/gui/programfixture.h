#pragma once

#include "client/clientsettings.h"
#include "client/credentials.h"
#include "support/fakebackend.h"
#include "support/fakechatserver.h"
#include "widgets/clientoptions.h"

#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

namespace ventanilla {

/// One of the two programs with a server that the test plays: HTTP by FakeBackend, the socket by
/// FakeChatServer.
template<typename Application>
struct ProgramFixture {
    ProgramFixture()
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        server = std::make_unique<FakeChatServer>(*transport);
        application = std::make_unique<Application>(typename Application::Parts {
            std::move(owned), ClientSettings::inFile(folder.filePath(QStringLiteral("settings.ini"))),
            Credentials(folder.filePath(QStringLiteral("credentials")))});
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
    void letIn(bool available = true)
    {
        server->greet();
        server->accept();
        Ready ready;
        ready.cursor = cursor;
        ready.epoch = QStringLiteral("epoch");
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
        backend.add(message);
        server->emitEvent(event::messageReceived, message.toEvent());
    }

    QTemporaryDir folder;
    FakeBackend backend;
    FakeTransport *transport = nullptr;
    std::unique_ptr<FakeChatServer> server;
    std::unique_ptr<Application> application;
    qint64 cursor = 1000;
};

} // namespace ventanilla
