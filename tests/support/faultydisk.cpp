#include "support/faultydisk.h"

#include <new>

namespace ventanilla {

FaultyDisk::FaultyDisk(const QString &database, const QString &spool)
    : m_match(database + u':' + (spool.isEmpty() ? QString(database + QStringLiteral(".spool")) : spool))
{
    constexpr qint64 size = sizeof(faultydisk::Control);
    uchar *shared = m_file.open() && m_file.resize(size) ? m_file.map(0, size) : nullptr;
    if (!shared)
        qFatal("no memory to share with a faulty disk: %s", qUtf8Printable(m_file.errorString()));
    m_control = new (shared) faultydisk::Control {};
}

void FaultyDisk::addTo(QProcessEnvironment &environment) const
{
    environment.insert(QStringLiteral("LD_PRELOAD"), qEnvironmentVariable("VENTANILLA_FAULTY_DISK"));
    environment.insert(QString::fromLatin1(faultydisk::controlVariable), m_file.fileName());
    environment.insert(QString::fromLatin1(faultydisk::matchVariable), m_match);
    // AddressSanitizer wants to be the first library; it works as the second one, too.
    const QString options = environment.value(QStringLiteral("ASAN_OPTIONS"));
    environment.insert(QStringLiteral("ASAN_OPTIONS"),
                       QString(options + QStringLiteral(":verify_asan_link_order=0")));
}

void FaultyDisk::set(File file, Mode mode, int delayMs)
{
    target(file).delayMs = static_cast<std::uint32_t>(delayMs);
    target(file).mode = mode;
}

void FaultyDisk::heal()
{
    set(File::Database, Mode::None);
    set(File::Spool, Mode::None);
}

quint64 FaultyDisk::faults(File file) const
{
    return target(file).faults;
}

faultydisk::Target &FaultyDisk::target(File file) const
{
    return m_control->targets[file == File::Database ? 0 : 1];
}

} // namespace ventanilla
