#pragma once

#include "auth/passwordworkers.h"
#include "net/router.h"
#include "storage/chatstore.h"

#include <QStringList>

namespace ventanilla {

/// `POST /register`: anybody makes an account for themselves, with role user whatever the body asks
/// for. Added to the router only where the operator switched it on. Lives on the network's thread;
/// what it is given must outlive it.
class RegistrationRoute
{
public:
    RegistrationRoute(QStringList allowedOrigins, ChatStore &store, PasswordWorkers &workers);

    void addTo(Router &router);

private:
    void registerAccount(const HttpRequest &request, const HttpResponder &responder);
    void create(const NewAccount &account, const HttpResponder &responder);

    const QStringList m_allowedOrigins;
    ChatStore &m_store;
    PasswordWorkers &m_workers;
};

} // namespace ventanilla
