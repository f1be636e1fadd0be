#pragma once

#include "core/result.h"
#include "protocol/role.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace ventanilla {

enum class PresenceState { Online, Away, Offline };

QString toWire(PresenceState state);
std::optional<PresenceState> presenceStateFromWire(QStringView text);

/// `presencia`: whether somebody is there. Told to support staff when it changes.
struct Presence {
    QString user;
    Role role = Role::User;
    PresenceState state = PresenceState::Offline;

    QJsonObject toJson() const;
    static Result<Presence> fromJson(const QJsonValue &json);

    friend bool operator==(const Presence &, const Presence &) = default;
};

/// The answer of `GET /api/presencia`: everybody who is not offline.
struct PresenceList {
    QList<Presence> present;

    QJsonObject toJson() const;
    static Result<PresenceList> fromJson(const QJsonValue &json);

    friend bool operator==(const PresenceList &, const PresenceList &) = default;
};

} // namespace ventanilla
