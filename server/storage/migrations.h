#pragma once

#include "storage/database.h"

namespace ventanilla {

/// Brings the schema up to the newest version, in one transaction a step, so that an interrupted
/// upgrade goes on where it was. A schema newer than this program is refused. Safe while another
/// process does the same.
StoreResult<Done> migrate(Database &database);

/// The version that migrate() ends at.
int newestSchemaVersion();

} // namespace ventanilla
