#pragma once

#include "protocol/typing.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace ventanilla {

class ChatSession;

/// Knows who is writing in which conversation. What was said of somebody holds for six seconds, until
/// that person's message comes, or until the connection is lost.
class TypingWatch : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive the watch.
    explicit TypingWatch(ChatSession &session, QObject *parent = nullptr);

    /// Who is writing there, by account.
    QList<Typing> typists(const QString &conversation) const;

signals:
    void changed(const QString &conversation);

private:
    struct Entry {
        Typing typing;
        std::unique_ptr<QTimer> expiry;
    };

    void take(const Typing &typing);
    void expire(const QString &conversation, const QString &account);
    void forget(const QString &conversation, const QString &account);
    void forgetAll();

    /// By conversation and account.
    std::map<QString, std::map<QString, Entry>> m_entries;
};

} // namespace ventanilla
