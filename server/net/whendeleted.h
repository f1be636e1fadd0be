#pragma once

#include <QObject>

#include <functional>

namespace ventanilla {

/// Calls back when `object` is deleted, unless `context` has gone before. For objects that are
/// handed to Qt's WebSockets: they disconnect everything from a socket that they take, also from
/// its destroyed() signal, but a child goes with its parent whatever happens.
void whenDeleted(QObject *object, QObject *context, std::function<void()> callback);

} // namespace ventanilla
