#include "widgets/links.h"

#include <QRegularExpression>

namespace ventanilla {

namespace {

/// `(see https://a.example/b).` ends before the bracket, `https://a.example/b_(c)` after its own.
int trimmedLength(QStringView candidate)
{
    qsizetype length = candidate.size();
    while (length > 0) {
        const QStringView link = candidate.first(length);
        const QChar last = link.back();
        const bool closes =
            last == QLatin1Char(')') && link.count(QLatin1Char('(')) < link.count(QLatin1Char(')'));
        if (!closes && !QStringView(u".,;:!?'\"»”’…]}").contains(last))
            break;
        --length;
    }
    return int(length);
}

} // namespace

QList<Link> linksIn(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(R"(\bhttps?://[^\s<>"\x{2028}]+)"),
                                            QRegularExpression::CaseInsensitiveOption);
    QList<Link> links;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const int length = trimmedLength(match.capturedView());
        const QUrl url(match.captured().left(length), QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty())
            links.append({int(match.capturedStart()), length, url});
    }
    return links;
}

} // namespace ventanilla
