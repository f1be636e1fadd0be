#pragma once

#include "core/result.h"
#include "protocol/wireerror.h"

#include <QJsonObject>
#include <QString>

namespace ventanilla {

/// `escribiendo`, client to server: the sender begins or goes on writing to somebody, or has stopped.
/// Never acknowledged, never stored.
struct TypingNotice {
    QString to;
    bool active = false;

    QJsonObject toJson() const;
    static Result<TypingNotice, WireError> fromJson(const QJsonValue &json);

    friend bool operator==(const TypingNotice &, const TypingNotice &) = default;
};

/// `escribiendo`, server to client. Holds for a few seconds unless it is said again.
struct Typing {
    /// The account that writes, and its display name.
    QString from;
    QString fromName;
    QString conversation;
    bool active = false;

    QJsonObject toJson() const;
    static Result<Typing> fromJson(const QJsonValue &json);

    friend bool operator==(const Typing &, const Typing &) = default;
};

} // namespace ventanilla
