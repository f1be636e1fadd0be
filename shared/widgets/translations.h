#pragma once

#include <QTranslator>

namespace ventanilla {

/// Owns the translators of an application; they work as long as this object lives. To be installed
/// before the first widget is made.
class Translations
{
public:
    /// `language` is "es", "en", or empty for the system's; others fall back to English. Dates and
    /// numbers follow the language.
    explicit Translations(const QString &language);

private:
    QTranslator m_ours;
    QTranslator m_qt;
};

} // namespace ventanilla
