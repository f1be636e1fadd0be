#pragma once

#include <QList>
#include <QString>
#include <QUrl>

namespace ventanilla {

/// A web address inside a text: positions in UTF-16 units.
struct Link {
    int start = 0;
    int length = 0;
    QUrl url;
};

/// The http and https addresses in a text, in their order; nothing else is ever made a link.
/// Punctuation that ends a sentence, and a bracket that was opened before the address, stay
/// outside.
QList<Link> linksIn(const QString &text);

} // namespace ventanilla
