#include "widgets/typingwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace ventanilla {

namespace {

struct TypingTexts {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::Typing)
};

} // namespace

QString typingWords(const QList<Typing> &typists)
{
    if (typists.isEmpty())
        return {};
    if (typists.size() == 1)
        return TypingTexts::tr("%1 is writing…").arg(typists.first().fromName);
    QStringList names;
    for (const Typing &typing : typists)
        names.append(typing.fromName);
    return TypingTexts::tr("%1 are writing…", "several names").arg(QLocale().createSeparatedList(names));
}

} // namespace ventanilla
