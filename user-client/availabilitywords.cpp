#include "user-client/availabilitywords.h"

#include <QCoreApplication>

namespace ventanilla {

namespace {

struct AvailabilityWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::AvailabilityWords)
};

} // namespace

QString availabilityWords(bool connected, bool anyoneThere)
{
    if (!connected)
        return AvailabilityWords::tr("Not connected; what you write is sent later");
    if (!anyoneThere)
        return AvailabilityWords::tr("Nobody is here right now; your message will be read later");
    return AvailabilityWords::tr("We are here for you");
}

} // namespace ventanilla
