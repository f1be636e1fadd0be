#include "protocol/role.h"

namespace ventanilla {

QString toWire(Role role)
{
    return role == Role::Admin ? QStringLiteral("admin") : QStringLiteral("user");
}

std::optional<Role> roleFromWire(QStringView text)
{
    if (text == u"admin")
        return Role::Admin;
    if (text == u"user")
        return Role::User;
    return std::nullopt;
}

} // namespace ventanilla
