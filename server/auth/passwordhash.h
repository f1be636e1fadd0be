#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace ventanilla {

/// Shortest and longest password: bcrypt reads no further than 72 bytes, so what is longer is
/// refused instead of silently cut.
inline constexpr int shortestPassword = 8; // code points
inline constexpr int longestPasswordBytes = 72;

/// Why this cannot be a new password, in words; empty if it can.
QString passwordProblem(const QString &password);

/// A yescrypt hash in crypt(3) format. Takes 50 to 150 ms: never on the network's thread.
Result<QByteArray> hashPassword(const QString &password);

/// Whether the password belongs to this crypt(3) hash: yescrypt, or the original's bcrypt. As slow.
bool verifyPassword(const QString &password, const QByteArray &hash);

/// A hash of no password, to verify against for accounts that do not exist, so that they cannot be
/// told from others by the time it takes.
const QByteArray &unusableHash();

} // namespace ventanilla
