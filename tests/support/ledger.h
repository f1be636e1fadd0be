#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace ventanilla {

/// A message as the database has it.
struct KeptMessage {
    qint64 id = 0;
    QString from;
    QString conversation;
    QString text;
};

/// What all of a run comes to. Everything but `messages` should be zero.
struct Verdict {
    qsizetype messages = 0;
    qsizetype lost = 0;
    qsizetype doubled = 0;
    qsizetype outOfOrder = 0;
    /// The first few, in words.
    QStringList examples;
};

/// Every message that anybody wrote or saw during a run; their texts are unique. Compares it with what
/// is in the database at the end.
class Ledger
{
public:
    /// `place` is where it was written: a window and a conversation, in which order must hold.
    void wrote(const QString &place, const QString &text);
    /// It was refused for good, so its retry stands where it stands.
    void failed(const QString &text) { m_failed.insert(text); }
    /// Somebody had it on the screen.
    void saw(const QString &text) { m_seen.insert(text); }

    qsizetype written() const { return m_written; }
    Verdict judge(const QList<KeptMessage> &kept) const;

private:
    QHash<QString, QStringList> m_places;
    QSet<QString> m_failed;
    QSet<QString> m_seen;
    qsizetype m_written = 0;
};

} // namespace ventanilla
