#pragma once

#include "api/requestauth.h"
#include "api/turnstile.h"
#include "auth/accountdirectory.h"
#include "net/router.h"

namespace ventanilla {

struct HistoryConfig {
    /// Rows that an answer without paging holds at most.
    qint64 mostRows = 10'000;
    /// Whether end users may get messages outside their own thread.
    bool usersMayWriteToUsers = false;
};

/// `GET /api/mensajes/mios` and `GET /api/mensajes?con=`. Lives on the network's thread; what it is
/// given must outlive it.
class HistoryRoutes
{
public:
    HistoryRoutes(HistoryConfig config, const RequestAuth &auth, ChatStore &store,
                  AccountDirectory &accounts);

    void addTo(Router &router);

private:
    void ownMessages(const HttpRequest &request, const HttpResponder &responder);
    void conversation(const HttpRequest &request, const HttpResponder &responder);
    void answer(const QString &asker, const MessageQuery &query, bool paged, const QString &failureText,
                const HttpResponder &responder);
    void answerPage(const MessageQuery &query, const QString &failureText, const HttpResponder &responder,
                    const Turnstile::Turn &turn);
    void answerWhole(const MessageQuery &query, const QString &failureText, const HttpResponder &responder,
                     const Turnstile::Turn &turn);

    const HistoryConfig m_config;
    const RequestAuth &m_auth;
    ChatStore &m_store;
    AccountDirectory &m_accounts;
    Turnstile m_pages;
    /// For answers without paging, which may be megabytes.
    Turnstile m_wholeHistories;
};

} // namespace ventanilla
