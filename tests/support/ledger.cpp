#include "support/ledger.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qsizetype mostExamples = 10;

void note(Verdict &verdict, qsizetype &count, const QString &what, const QString &text)
{
    ++count;
    if (verdict.examples.size() < mostExamples)
        verdict.examples.append(what + QStringLiteral(": ") + text);
}

} // namespace

void Ledger::wrote(const QString &place, const QString &text)
{
    m_places[place].append(text);
    ++m_written;
}

Verdict Ledger::judge(const QList<KeptMessage> &kept) const
{
    Verdict verdict;
    verdict.messages = kept.size();
    QHash<QString, qint64> ids;
    for (const KeptMessage &message : kept) {
        if (ids.contains(message.text))
            note(verdict, verdict.doubled, QStringLiteral("twice in the database"), message.text);
        ids.insert(message.text, message.id);
    }
    QSet<QString> expected = m_seen;
    for (const QStringList &texts : m_places)
        expected.unite(QSet<QString>(texts.begin(), texts.end()));
    for (const QString &text : std::as_const(expected)) {
        if (!ids.contains(text))
            note(verdict, verdict.lost, QStringLiteral("lost"), text);
    }
    for (const QStringList &texts : m_places) {
        qint64 newest = 0;
        for (const QString &text : texts) {
            if (m_failed.contains(text) || !ids.contains(text))
                continue;
            if (ids.value(text) < newest)
                note(verdict, verdict.outOfOrder, QStringLiteral("out of order"), text);
            newest = std::max(newest, ids.value(text));
        }
    }
    return verdict;
}

} // namespace ventanilla
