#pragma once

#include "socketio/namespace.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>

namespace ventanilla {

class EngineSession;

/// The Socket.IO server: owns the namespaces and puts a connection on every Engine.IO session it
/// is given. Knows nothing of what the events mean. Lives on the network's thread.
class SocketIoServer : public QObject
{
    Q_OBJECT

public:
    explicit SocketIoServer(int connectTimeoutMs, QObject *parent = nullptr);

    /// The namespace of that name, made at the first call. "/" is the main one.
    Namespace &of(const QString &name);
    /// A namespace that of() made, or nothing.
    Namespace *find(const QString &name);

    void accept(EngineSession *session);
    QString makeSocketId() const;

private:
    const int m_connectTimeoutMs;
    std::map<QString, std::unique_ptr<Namespace>> m_namespaces;
};

} // namespace ventanilla
