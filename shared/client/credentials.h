#pragma once

#include "core/result.h"
#include "protocol/session.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace ventanilla {

/// Keeps the token of a person who stays signed in, in a file that only its owner can read (0600).
/// The password is never kept. Blocking, but small.
class Credentials
{
public:
    /// `folder` is made (0700) when it is first needed.
    explicit Credentials(QString folder);

    /// What was kept for this person at this server. Whether it still holds only the server knows: its
    /// clock and this one may differ.
    std::optional<SignedIn> load(const QUrl &server, const QString &username) const;
    Result<Done> save(const QUrl &server, const SignedIn &signedIn) const;
    void forget(const QUrl &server, const QString &username) const;

private:
    QString pathFor(const QUrl &server, const QString &username) const;

    QString m_folder;
};

} // namespace ventanilla
