#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

namespace ventanilla {

/// What an account has begun to write in each conversation, on disk in a file that only its owner can
/// read. Written a moment after a change and at the end.
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
    void load();

    const QString m_path;
    QHash<QString, Draft> m_drafts;
    QTimer m_timer;
};

} // namespace ventanilla
