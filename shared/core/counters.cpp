#include "core/counters.h"

#include <algorithm>

namespace ventanilla {

Counter::Counter(QByteArray name, QByteArray help)
    : m_name(std::move(name))
    , m_help(std::move(help))
{
}

Counter &Counters::counter(const QByteArray &name, const QByteArray &help)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_counters.begin(), m_counters.end(),
                                    [&](const Counter &known) { return known.name() == name; });
    return found != m_counters.end() ? *found : m_counters.emplace_back(name, help);
}

void Counters::forEach(const std::function<void(const Counter &)> &visit) const
{
    const std::lock_guard lock(m_mutex);
    std::for_each(m_counters.begin(), m_counters.end(), visit);
}

} // namespace ventanilla
