#pragma once

#include "support/chatter.h"
#include "support/faultydisk.h"
#include "support/serverprocess.h"
#include "support/testserver.h"

namespace ventanilla {

struct StoredRow;

/// The server as a process on a disk that can fail, two users who write to the staff and an agent who
/// writes to both of them, all the time, and another agent who hears all of it.
class FaultScene
{
public:
    using Answer = Chatter::Answer;

    FaultScene();

    /// A process on the database, always on the same port, and everybody connects to it.
    bool start();
    /// The same, with further settings, and nobody connects.
    ServerProcess &startAlone(const QStringList &settings);
    /// Returns when everybody has heard what was on its way to them.
    void kill();

    /// Each of the writers says so many, about 150 a second together. Does not wait for answers.
    void say(int each);
    /// Says so many at once.
    void say(Chatter &writer, int count);
    /// Says again, in order, all that has one of these answers.
    void repeat(const QList<Answer> &answers);

    /// Of all that was said.
    bool isAnswered() const;
    /// To the watcher.
    bool isDelivered() const;
    /// Whether the writers know the ids of all that they said.
    bool hasIds() const;
    /// And the watcher, too.
    bool isConfirmed() const;
    /// How many of all but the first `since` of each writer have this answer.
    qsizetype count(Answer answer, qsizetype since = 0) const;
    qsizetype saidByEach() const { return writers.front()->written.size(); }

    /// What is wrong with the database: something acknowledged or shown to anybody, but for what was
    /// said not to be kept, that is not there once, in its sender's order, under every id that was told.
    /// Empty if nothing is.
    QString problemOfStored() const;
    /// What is wrong with what was shown, however often the server was killed: a message that was shown
    /// twice to anybody, or ids that do not grow for the watcher.
    QString problemOfShown() const;
    /// What is wrong with what was heard: a message that did not come once, or was not confirmed once
    /// although its sender waits for it, or ids that do not grow.
    QString problemOfHeard() const;

    TestServer home;
    FaultyDisk disk;
    std::unique_ptr<ServerProcess> server;
    std::vector<std::unique_ptr<Chatter>> writers;
    std::unique_ptr<Chatter> watcher;

private:
    /// The writers and the watcher.
    std::vector<Chatter *> everybody() const;
    QString problemOfRow(const Chatter &writer, const Chatter::Written &message, const StoredRow *row) const;
    /// Whether it is so for each message, by its writer and key.
    bool ofAll(const std::function<bool(const Chatter &, const QString &)> &holds) const;

    quint16 m_port = 0;
};

} // namespace ventanilla
