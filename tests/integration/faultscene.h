#pragma once

#include "support/chatter.h"
#include "support/faultydisk.h"
#include "support/serverprocess.h"
#include "support/testserver.h"

namespace ventanilla {

/// The server as a process on a disk that can fail, two users and an agent who write all the time, and
/// another agent who hears all of it.
class FaultScene
{
public:
    using Answer = Chatter::Answer;

    FaultScene();

    /// A process on the database, and everybody connects to it.
    bool start();
    /// The same, with further settings, and nobody connects.
    ServerProcess &startAlone(const QStringList &settings);
    void kill() { server->kill(); }

    /// Each of the writers says so many, about 150 a second together. Does not wait for answers.
    void say(int each);
    /// Says again, in order, all that has this answer.
    void repeat(Answer answer);

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

    /// What is wrong with the database: something acknowledged that is not there once, in its sender's
    /// order, under the id that was told. Empty if nothing is.
    QString problemOfStored() const;
    /// What is wrong with what was heard: a message that did not come once, or was not confirmed once
    /// although its sender waits for it, or ids that do not grow.
    QString problemOfHeard() const;

    TestServer home;
    FaultyDisk disk;
    std::unique_ptr<ServerProcess> server;
    std::vector<std::unique_ptr<Chatter>> writers;
    std::unique_ptr<Chatter> watcher;

private:
    /// Whether it is so for each message, by its writer and key.
    bool ofAll(const std::function<bool(const Chatter &, const QString &)> &holds) const;
};

} // namespace ventanilla
