#pragma once

#include "support/chatter.h"
#include "support/office.h"

#include <QRandomGenerator>
#include <QSet>

namespace ventanilla {

/// Two consoles of one agent, one of another, three users, and the window of one of them, who do by
/// chance what changes what is unread. Notes what each step means for that.
class UnreadScene
{
public:
    /// An account or a window, and a conversation.
    using Spot = std::pair<QString, QString>;

    /// What was done in one step.
    struct Step {
        QString words;
        /// Messages by user.
        QHash<QString, int> sent;
        /// What an agent had before the eyes, before or after it.
        QSet<Spot> lookedAt;
        /// What an agent marked as unread, and where there was something to mark.
        QSet<Spot> marked;
        QSet<Spot> markedSomething;
    };

    explicit UnreadScene(quint32 seed);
    ~UnreadScene();

    bool begin();
    /// One thing more. Returns when all that went out is done at the server.
    void take();

    const Step &step() const { return m_step; }
    /// Whether this window may leave unread what it shows, as it was marked since it was opened there.
    bool mayLeaveUnread(const Person &console) const;
    static bool isLookingAt(const Person &console, const Spot &spot);

    const QStringList users {QStringLiteral("alba"), QStringLiteral("bruno"), QStringLiteral("carla")};
    const QStringList staff {QStringLiteral("luis"), QStringLiteral("olga")};
    Office office;
    std::vector<Person *> consoles;
    Person *alba = nullptr;

private:
    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }
    Person &anyConsole() { return *consoles[static_cast<std::size_t>(below(3))]; }
    const QString &anyUser() { return users[below(static_cast<int>(users.size()))]; }
    Person &anybody() { return below(4) == 0 ? *alba : anyConsole(); }

    void act();
    void userWrites();
    void agentWrites();
    void opens();
    void looks();
    void looksAway();
    void marksUnread();
    void isCutOff();
    void startsAgain();

    void watchMarks(FaultProxy &network);
    static bool showsUsersMessage(const Person &console);
    void noteLooking();
    void awaitConnection(Person &person, qint64 sessionsBefore);
    qint64 sessions() { return office.server.counter("ventanilla_sessions_total"); }

    QRandomGenerator m_random;
    std::vector<std::unique_ptr<Chatter>> m_writers;
    /// Another window, of nothing.
    QWidget m_elsewhere;
    Step m_step;
    int m_written = 0;
    QSet<Spot> m_leftUnread;
    /// Where a mark has to be answered that was made in this step, if any, and of which conversation.
    const FaultProxy *m_markAt = nullptr;
    QString m_markOf;
};

} // namespace ventanilla
