#include "app/logfile.h"

#include "app/loglimit.h"
#include "core/clock.h"
#include "core/securefile.h"

#include <QByteArray>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace ventanilla {

namespace {

int logDescriptor = STDERR_FILENO;

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // One write a line, so that lines of several threads do not mix (O_APPEND, POSIX write(2)).
    const QByteArray line = qFormatLogMessage(type, context, message).toUtf8() + '\n';
    [[maybe_unused]] const auto written =
        ::write(logDescriptor, line.constData(), static_cast<std::size_t>(line.size()));
}

void writeWithinLimit(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // A wave of thousands who reconnect at once is told in full; a flood adds some 100 MB a day to
    // each layer's lines of a level.
    static LogLimit limit(10, 10'000);
    const auto leftOut = limit.admit(type, context.category, SystemClock().steadyMs());
    if (!leftOut)
        return;
    if (*leftOut > 0)
        writeLine(type, context, QStringLiteral("left out %1 lines of this kind, too many").arg(*leftOut));
    writeLine(type, context, message);
}

} // namespace

void startLog()
{
    qSetMessagePattern(
        QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} "
                       "%{if-debug}debug%{endif}%{if-info}info%{endif}%{if-warning}warning%{endif}"
                       "%{if-critical}error%{endif}%{if-fatal}fatal%{endif} %{category}: %{message}"));
    qInstallMessageHandler(&writeWithinLimit);
}

Result<Done> logToFile(const QString &path)
{
    if (auto made = makePrivateFile(path); !made)
        return made;
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor < 0)
        return failure(Error {QStringLiteral("cannot open the log file %1").arg(path)});
    logDescriptor = descriptor;
    return Done {};
}

} // namespace ventanilla
