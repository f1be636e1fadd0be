#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QUrl>

#include <memory>

namespace ventanilla {

/// What a client remembers between runs, except secrets. One table of keys, in the .cpp. Values
/// that cannot be read give the default. Lives on the interface's thread.
class ClientSettings
{
public:
    /// `application` names the file (`ventanilla-admin`, `ventanilla-user`).
    explicit ClientSettings(const QString &application);
    /// For tests: this file and no other.
    static ClientSettings inFile(const QString &path);

    /// Default `http://localhost:3000`.
    QUrl server() const;
    void setServer(const QUrl &server);

    QString username() const;
    void setUsername(const QString &username);

    bool staysSignedIn() const;
    void setStaysSignedIn(bool stays);

    /// As QWidget::saveGeometry() and QSplitter::saveState() make them; empty before the first
    /// time.
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    QByteArray splitterState() const;
    void setSplitterState(const QByteArray &state);

private:
    explicit ClientSettings(std::unique_ptr<QSettings> store);

    std::unique_ptr<QSettings> m_store;
};

/// What a person types as server address, made a URL: `chat.example` means http and port 3000 on
/// this machine, https elsewhere. An invalid URL if it cannot be one.
QUrl serverFromInput(const QString &input);

} // namespace ventanilla
