#pragma once

#include "support/testserver.h"

namespace ventanilla {

/// An agent and a user who have nothing to do with what else happens at the server, and notice if
/// it disturbs them.
class Bystanders
{
public:
    /// How many connections and sessions they are.
    static constexpr int count = 2;

    /// Makes their accounts, `ana` and `luis`, in this server's database.
    explicit Bystanders(TestServer &home);

    bool arrive(const QUrl &url);
    /// Whether a message goes from the user to the agent and another one back, and neither has been
    /// cut off since they arrived.
    bool canTalk();
    /// A message of the agent to this user, stored.
    bool writeTo(const QString &user, const QString &text);

    TestClient ana;
    TestClient luis;

private:
    bool wait(const std::function<bool()> &condition) const;

    TestServer &m_home;
    int m_said = 0;
};

} // namespace ventanilla
