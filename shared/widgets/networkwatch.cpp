#include "widgets/networkwatch.h"

#include "client/chatsession.h"

#include <QNetworkInformation>

namespace ventanilla {

void retryWhenNetworkComesUp(ChatSession &session)
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    QObject::connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, &session,
                     [&session](QNetworkInformation::Reachability reachability) {
                         if (reachability != QNetworkInformation::Reachability::Disconnected)
                             session.retryNow();
                     });
}

} // namespace ventanilla
