#pragma once

#include "client/catchup.h"
#include "client/httpapi.h"
#include "support/chatsessionfixture.h"
#include "support/fakenetwork.h"

#include <QSignalSpy>

namespace ventanilla {

namespace missed {

inline Message message(std::optional<qint64> id)
{
    Message made;
    made.id = id;
    made.from = QStringLiteral("admin");
    made.to = QStringLiteral("ana");
    made.text = QStringLiteral("hola");
    made.conversation = QStringLiteral("ana");
    return made;
}

inline SyncPage page(qint64 cursor, bool more = false)
{
    SyncPage made;
    made.messages.append(message(cursor));
    made.cursor = cursor;
    made.more = more;
    return made;
}

} // namespace missed

/// Ana's session with a CatchUp: the test plays its connections and its answers.
struct CatchUpFixture : ChatSessionFixture {
    /// The connection, or another one, whose server has handed out this number.
    void connectAt(qint64 cursor)
    {
        server->cursor = cursor;
        if (session->status().server.isEmpty())
            connectFully();
        else
            reconnect();
    }

    void answer(const SyncPage &page) { network.answer(page.toJson()); }

    QTimer &retryTimer() { return *catchUp.findChild<QTimer *>(); }

    /// Where each request began.
    QList<qint64> asked() const
    {
        QList<qint64> cursors;
        for (const QString &target : network.targets) {
            const QString before = QStringLiteral("/api/sincronizar?desde=");
            const QString cursor = target.mid(before.size()).section(u'&', 0, 0);
            cursors.append(target.startsWith(before) ? cursor.toLongLong() : -1);
        }
        return cursors;
    }

    FakeNetwork network;
    HttpApi api {&network};
    CatchUp catchUp {*session, api, ReconnectPolicy([] { return 1.0; })};
    QSignalSpy reloads {&catchUp, &CatchUp::reloadNeeded};
    QSignalSpy starts {&catchUp, &CatchUp::started};
    QSignalSpy pages {&catchUp, &CatchUp::missed};
    QSignalSpy currents {&catchUp, &CatchUp::becameCurrent};
    QSignalSpy failures {&catchUp, &CatchUp::failed};
};

} // namespace ventanilla
