#include "api/turnstile.h"

#include <QPointer>

#include <algorithm>

namespace ventanilla {

Turnstile::Turnstile(const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
{
}

Turnstile::~Turnstile() = default;

bool Turnstile::enter(const QString &account, Work work)
{
    if (mayBegin(account)) {
        begin({account, std::move(work)});
        return true;
    }
    if (!mayWait(account))
        return false;
    m_waiting.push_back({account, std::move(work)});
    return true;
}

bool Turnstile::mayBegin(const QString &account) const
{
    return m_inside.size() < m_limits.atOnce && !m_inside.contains(account);
}

bool Turnstile::mayWait(const QString &account) const
{
    const auto ofAccount =
        std::count_if(m_waiting.begin(), m_waiting.end(),
                      [&account](const Waiting &waiting) { return waiting.account == account; });
    return static_cast<qsizetype>(m_waiting.size()) < m_limits.waiting
        && ofAccount < m_limits.waitingOfAnAccount;
}

void Turnstile::begin(Waiting next)
{
    m_inside.insert(next.account);
    const auto leave = [self = QPointer(this), account = next.account](void *) {
        if (!self)
            return;
        self->m_inside.remove(account);
        // From the event loop: whoever waited must not run inside the end of somebody else's work.
        QMetaObject::invokeMethod(self, &Turnstile::beginWaiting, Qt::QueuedConnection);
    };
    next.work(Turn(this, leave));
}

void Turnstile::beginWaiting()
{
    for (;;) {
        const auto next = std::find_if(m_waiting.begin(), m_waiting.end(),
                                       [this](const Waiting &waiting) { return mayBegin(waiting.account); });
        if (next == m_waiting.end())
            return;
        Waiting work = std::move(*next);
        m_waiting.erase(next);
        begin(std::move(work));
    }
}

} // namespace ventanilla
