#pragma once

#include "protocol/presence.h"

#include <QList>
#include <QObject>
#include <QSet>

namespace ventanilla {

class ChatSession;
class HttpApi;

/// Who is there, for support staff: asked for whenever a connection is ready, kept true by what the
/// server tells, and nobody while there is no connection.
class PresenceBook : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive the book.
    PresenceBook(ChatSession &session, HttpApi &api, QObject *parent = nullptr);

    const QSet<QString> &present() const { return m_present; }

signals:
    void changed(const QSet<QString> &present);

private:
    void ask();
    void take(const Presence &presence);
    void setPresent(const QSet<QString> &present);

    HttpApi &m_api;
    QSet<QString> m_present;
    /// What was told since it was asked: it is newer than the answer.
    QList<Presence> m_sinceAsked;
    bool m_asked = false;
    int m_generation = 0;
};

} // namespace ventanilla
