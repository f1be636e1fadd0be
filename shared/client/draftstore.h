#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

#include <optional>

namespace ventanilla {

/// What an account has begun to write in each conversation, on disk in a file that only its owner can
/// read. Written a moment after a change and at the end. Several processes may share the file: each
/// writes the conversations that it has changed, and leaves the others as they are.
class DraftStore : public QObject
{
    Q_OBJECT

public:
    struct Draft {
        QString text;
        /// Position of the cursor, in UTF-16 units.
        int cursor = 0;

        friend bool operator==(const Draft &, const Draft &) = default;
    };

    /// Reads what is there. An empty path keeps nothing beyond this object.
    explicit DraftStore(QString path, QObject *parent = nullptr);
    ~DraftStore() override;

    Draft draft(const QString &conversation) const { return m_drafts.value(conversation); }
    QStringList conversations() const { return m_drafts.keys(); }
    /// An empty text removes it.
    void setDraft(const QString &conversation, const Draft &draft);
    /// Now.
    void save();

signals:
    void changed(const QString &conversation);

private:
    using Drafts = QHash<QString, Draft>;

    std::optional<Drafts> read() const;
    Drafts merged() const;

    const QString m_path;
    Drafts m_drafts;
    /// The conversations whose drafts have changed since they were written.
    QSet<QString> m_changed;
    QTimer m_timer;
};

} // namespace ventanilla
