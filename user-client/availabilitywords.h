#pragma once

#include <QString>

namespace ventanilla {

/// Whether anybody is there, and what that means for a message, as a sentence.
QString availabilityWords(bool connected, bool anyoneThere);

} // namespace ventanilla
