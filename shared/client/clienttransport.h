#pragma once

#include <QObject>
#include <QString>
#include <QUrl>

namespace ventanilla {

/// Why a transport closed.
enum class TransportFailure {
    /// The other side ended it, or we did.
    Closed,
    /// Nobody answered at that address: name not found, refused, timed out.
    Unreachable,
    /// The connection broke.
    Lost,
    /// The server's certificate is not to be trusted; the detail names the reason and fingerprint.
    Untrusted,
    /// It answered, but not with what we speak.
    Protocol,
};

/// Carries text frames to a server and back: the seam at which tests replace the network. Lives on
/// one thread. May be opened again after `closed`.
class ClientTransport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Starts to connect. Ends in `opened` or in `closed`, never in both at once. An earlier
    /// connection is dropped without a signal.
    virtual void open(const QUrl &url) = 0;
    /// Only between `opened` and `closed`; dropped otherwise.
    virtual void sendText(const QString &text) = 0;
    /// Ends the connection. No signal follows, not even `closed`.
    virtual void close() = 0;

signals:
    void opened();
    void textReceived(const QString &text);
    /// `detail` is in words, for a log or a tooltip.
    void closed(ventanilla::TransportFailure failure, const QString &detail);
};

} // namespace ventanilla
