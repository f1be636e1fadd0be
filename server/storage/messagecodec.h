#pragma once

#include "storage/records.h"

#include <QByteArray>

#include <optional>

namespace ventanilla {

/// A message as the spool keeps it: every field, exactly.
QByteArray encodeForSpool(const NewMessage &message);
/// Nothing if these bytes are no such record, or one of a newer program.
std::optional<NewMessage> decodeFromSpool(const QByteArray &record);

} // namespace ventanilla
