#pragma once

#include "client/catchup.h"
#include "client/chatsession.h"
#include "client/httpapi.h"
#include "client/messagelistmodel.h"
#include "core/clock.h"

#include <QNetworkAccessManager>

#include <map>
#include <memory>

namespace ventanilla {

struct StoredRow;

/// Somebody who only reads, with the programs' own parts: a session that comes back by itself, what was
/// missed meanwhile, and a thread for each conversation. To be connected before anybody writes, as it
/// never loads a history.
class ThreadReader
{
public:
    explicit ThreadReader(SignedIn who);

    void start(const QUrl &server);
    void retryNow() { m_session.retryNow(); }
    /// Whether it is connected and nothing is missing.
    bool isCurrent() const { return m_catchUp.isCurrent(); }

    /// What its threads have that is not so, or not what concerns it; empty if all is as it is stored.
    QString problem(const QList<StoredRow> &stored) const;

private:
    void take(const Message &message);
    QString problemOfThread(const QString &conversation, const QList<StoredRow> &stored) const;

    const SignedIn m_who;
    const SystemClock m_clock;
    QNetworkAccessManager m_network;
    HttpApi m_api;
    ChatSession m_session;
    CatchUp m_catchUp;
    std::map<QString, std::unique_ptr<MessageListModel>> m_threads;
    /// How often all that is known was said not to hold: the first time, and never again.
    int m_reloads = 0;
};

} // namespace ventanilla
