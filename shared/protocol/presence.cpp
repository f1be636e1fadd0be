#include "protocol/presence.h"

#include "core/jsonreader.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

struct StateName {
    PresenceState state;
    QStringView name;
};

constexpr std::array stateNames {
    StateName {PresenceState::Online, u"en_linea"},
    StateName {PresenceState::Away, u"ausente"},
    StateName {PresenceState::Offline, u"desconectado"},
};

} // namespace

QString toWire(PresenceState state)
{
    const auto found = std::ranges::find(stateNames, state, &StateName::state);
    Q_ASSERT(found != stateNames.end());
    return found->name.toString();
}

std::optional<PresenceState> presenceStateFromWire(QStringView text)
{
    const auto found = std::ranges::find(stateNames, text, &StateName::name);
    return found != stateNames.end() ? std::optional(found->state) : std::nullopt;
}

QJsonObject Presence::toJson() const
{
    return {{QStringLiteral("usuario"), user},
            {QStringLiteral("rol"), toWire(role)},
            {QStringLiteral("estado"), toWire(state)}};
}

Result<Presence> Presence::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    Presence presence;
    presence.user = read.string(u"usuario");
    const auto role = roleFromWire(read.string(u"rol"));
    const auto state = presenceStateFromWire(read.string(u"estado"));
    if (!read.ok())
        return failure(Error {read.problem()});
    if (!role || !state)
        return failure("a role or a state that is not known");
    presence.role = *role;
    presence.state = *state;
    return presence;
}

QJsonObject PresenceList::toJson() const
{
    QJsonArray array;
    for (const Presence &presence : present)
        array.append(presence.toJson());
    return {{QStringLiteral("presentes"), array}};
}

Result<PresenceList> PresenceList::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    const QJsonArray array = read.array(u"presentes");
    if (!read.ok())
        return failure(Error {read.problem()});
    PresenceList list;
    for (const auto &entry : array) {
        auto presence = Presence::fromJson(entry);
        if (!presence)
            return failure(presence.error());
        list.present.append(*std::move(presence));
    }
    return list;
}

} // namespace ventanilla
