#include "support/processclock.h"

#include <new>

namespace ventanilla {

ProcessClock::ProcessClock()
{
    constexpr qint64 size = sizeof(shiftedclock::Control);
    uchar *shared = m_file.open() && m_file.resize(size) ? m_file.map(0, size) : nullptr;
    if (!shared)
        qFatal("no memory to share with a shifted clock: %s", qUtf8Printable(m_file.errorString()));
    m_control = new (shared) shiftedclock::Control {};
}

/// Beside another library that is there already.
void ProcessClock::addTo(QProcessEnvironment &environment) const
{
    const QString others = environment.value(QStringLiteral("LD_PRELOAD"));
    const QString library = qEnvironmentVariable("VENTANILLA_SHIFTED_CLOCK");
    environment.insert(QStringLiteral("LD_PRELOAD"),
                       others.isEmpty() ? library : QString(others + u':' + library));
    environment.insert(QString::fromLatin1(shiftedclock::controlVariable), m_file.fileName());
}

} // namespace ventanilla
