#include "widgets/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace ventanilla {

namespace {

/// One language for words and dates: the system's habits if they are of this language, else those
/// of the place where it is mostly spoken. The C locale has no habits that a person would share.
QLocale localeFor(const QString &language)
{
    const QLocale system = QLocale::system();
    const QLocale::Language systemLanguage = system.language();
    const bool spanish = language.isEmpty() ? systemLanguage == QLocale::Spanish
                                            : language.startsWith(QStringLiteral("es"), Qt::CaseInsensitive);
    const QLocale::Language wanted = spanish ? QLocale::Spanish : QLocale::English;
    if (wanted == systemLanguage)
        return system;
    return spanish ? QLocale(QLocale::Spanish, QLocale::Spain)
                   : QLocale(QLocale::English, QLocale::UnitedKingdom);
}

} // namespace

Translations::Translations(const QString &language)
{
    const QLocale locale = localeFor(language);
    QLocale::setDefault(locale);
    const QString code = locale.language() == QLocale::Spanish ? QStringLiteral("es") : QStringLiteral("en");
    if (m_qt.load(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_ours.load(QStringLiteral(":/ventanilla/i18n/ventanilla_%1.qm").arg(code)))
        QCoreApplication::installTranslator(&m_ours);
}

} // namespace ventanilla
