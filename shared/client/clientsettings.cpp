#include "client/clientsettings.h"

#include <QHostAddress>
#include <QVariant>

namespace ventanilla {

namespace {

/// The table: every key with its default, whose type is the value's type.
namespace key {
struct Server {
    static constexpr QStringView name = u"connection/server";
    static QString fallback() { return QStringLiteral("http://localhost:3000"); }
};
struct Username {
    static constexpr QStringView name = u"connection/username";
    static QString fallback() { return {}; }
};
struct StaysSignedIn {
    static constexpr QStringView name = u"connection/staySignedIn";
    static bool fallback() { return false; }
};
struct WindowGeometry {
    static constexpr QStringView name = u"window/geometry";
    static QByteArray fallback() { return {}; }
};
struct SplitterState {
    static constexpr QStringView name = u"window/splitter";
    static QByteArray fallback() { return {}; }
};
} // namespace key

template<typename Key>
auto read(const QSettings &store)
{
    using Value = decltype(Key::fallback());
    const QVariant stored = store.value(Key::name.toString());
    return stored.isValid() && stored.canConvert<Value>() ? stored.value<Value>() : Key::fallback();
}

template<typename Key>
void write(QSettings &store, const decltype(Key::fallback()) &value)
{
    store.setValue(Key::name.toString(), value);
}

bool isThisMachine(const QString &host)
{
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

bool isUsable(const QUrl &server)
{
    return server.isValid() && !server.host().isEmpty()
        && (server.scheme() == u"http" || server.scheme() == u"https");
}

} // namespace

ClientSettings::ClientSettings(const QString &application)
    : ClientSettings(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                 QStringLiteral("ventanilla"), application))
{
}

ClientSettings::ClientSettings(std::unique_ptr<QSettings> store)
    : m_store(std::move(store))
{
}

ClientSettings ClientSettings::inFile(const QString &path)
{
    return ClientSettings(std::make_unique<QSettings>(path, QSettings::IniFormat));
}

QUrl ClientSettings::server() const
{
    const QUrl server(read<key::Server>(*m_store));
    return isUsable(server) ? server : QUrl(key::Server::fallback());
}

void ClientSettings::setServer(const QUrl &server)
{
    write<key::Server>(*m_store, server.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo));
}

QString ClientSettings::username() const
{
    return read<key::Username>(*m_store);
}

void ClientSettings::setUsername(const QString &username)
{
    write<key::Username>(*m_store, username);
}

bool ClientSettings::staysSignedIn() const
{
    return read<key::StaysSignedIn>(*m_store);
}

void ClientSettings::setStaysSignedIn(bool stays)
{
    write<key::StaysSignedIn>(*m_store, stays);
}

QByteArray ClientSettings::windowGeometry() const
{
    return read<key::WindowGeometry>(*m_store);
}

void ClientSettings::setWindowGeometry(const QByteArray &geometry)
{
    write<key::WindowGeometry>(*m_store, geometry);
}

QByteArray ClientSettings::splitterState() const
{
    return read<key::SplitterState>(*m_store);
}

void ClientSettings::setSplitterState(const QByteArray &state)
{
    write<key::SplitterState>(*m_store, state);
}

QUrl serverFromInput(const QString &input)
{
    const QString text = input.trimmed();
    if (text.isEmpty())
        return {};
    const bool bareIpv6 = QHostAddress(text).protocol() == QAbstractSocket::IPv6Protocol;
    const bool hasScheme = text.contains(QStringLiteral("://"));
    const QString host = bareIpv6 ? QString(u'[' + text + u']') : text;
    const QUrl typed(hasScheme ? text : QString(QStringLiteral("https://") + host));

    QUrl server;
    server.setScheme(typed.scheme());
    server.setHost(typed.host());
    server.setPort(typed.port());
    if (!hasScheme && isThisMachine(server.host())) {
        server.setScheme(QStringLiteral("http"));
        server.setPort(typed.port(3000));
    }
    return typed.isValid() && isUsable(server) ? server : QUrl();
}

} // namespace ventanilla
