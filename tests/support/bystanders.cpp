#include "support/bystanders.h"

#include "support/waiting.h"

namespace ventanilla {

Bystanders::Bystanders(TestServer &home)
    : m_home(home)
{
    m_home.addAccount(QStringLiteral("ana"), Role::Admin);
    m_home.addAccount(QStringLiteral("luis"), Role::User);
}

bool Bystanders::arrive(const QUrl &url)
{
    ana.session->start(url, m_home.tokenFor(QStringLiteral("ana"), Role::Admin));
    luis.session->start(url, m_home.tokenFor(QStringLiteral("luis"), Role::User));
    return wait([this] { return ana.isConnected() && luis.isConnected(); });
}

bool Bystanders::canTalk()
{
    const QString question = QStringLiteral("question %1").arg(++m_said);
    const QString answer = QStringLiteral("answer %1").arg(m_said);
    const QString key = luis.session->send(supportMailbox.toString(), question);
    const bool asked = wait([&] {
        return ana.texts().contains(question) && luis.last(key).state == OutgoingMessage::State::Stored;
    });
    const bool answered = asked && writeTo(QStringLiteral("luis"), answer)
        && wait([&] { return luis.texts().contains(answer); });
    return answered && ana.readyCount == 1 && luis.readyCount == 1;
}

bool Bystanders::writeTo(const QString &user, const QString &text)
{
    const QString key = ana.session->send(user, text);
    return wait([&] { return ana.last(key).state == OutgoingMessage::State::Stored; });
}

bool Bystanders::wait(const std::function<bool()> &condition) const
{
    constexpr int longerThanAnyMachineNeeds = 30'000;
    return waitFor(condition, longerThanAnyMachineNeeds);
}

} // namespace ventanilla
