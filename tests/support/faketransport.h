#pragma once

#include "client/clienttransport.h"

#include <QStringList>

#include <functional>

namespace ventanilla {

/// A network that a test plays itself: records what the client does and says only what the test
/// tells it to.
class FakeTransport final : public ClientTransport
{
public:
    using ClientTransport::ClientTransport;

    void open(const QUrl &url) override
    {
        urls.append(url);
        sent.clear();
        isOpen = true;
    }
    void sendText(const QString &text) override
    {
        sent.append(text);
        if (onSent)
            onSent();
    }
    void close() override { isOpen = false; }

    void succeed() { emit opened(); }
    void receive(const QString &text) { emit textReceived(text); }
    void breakOff(TransportFailure failure, const QString &detail = QStringLiteral("broken"))
    {
        isOpen = false;
        emit closed(failure, detail);
    }

    /// One for each open().
    QList<QUrl> urls;
    /// Since the last open().
    QStringList sent;
    bool isOpen = false;
    /// Called after each text that the client sends.
    std::function<void()> onSent;
};

} // namespace ventanilla
