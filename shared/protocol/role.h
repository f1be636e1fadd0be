#pragma once

#include <QString>

#include <optional>

namespace ventanilla {

/// What an account may do. On the wire and in the database: `admin` (support staff) and `user`.
enum class Role { User, Admin };

QString toWire(Role role);
std::optional<Role> roleFromWire(QStringView text);

} // namespace ventanilla
