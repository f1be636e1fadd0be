#pragma once

#include "client/outboxfolder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace ventanilla {

/// The folder of one account's outbox, as tests open it, look into it and damage it.
struct OutboxFolderFixture {
    using Opened = std::unique_ptr<OutboxFolder>;

    static OutgoingMessage message(const QString &key, const QString &text = QStringLiteral("hola"))
    {
        OutgoingMessage made;
        made.key = key;
        made.to = QStringLiteral("admin");
        made.text = text;
        made.sentAtMs = 1'795'406'400'123;
        return made;
    }

    static QStringList keys(const QList<OutgoingMessage> &messages)
    {
        QStringList list;
        for (const OutgoingMessage &message : messages)
            list.append(message.key);
        return list;
    }

    Opened open() const
    {
        auto folder = OutboxFolder::open(path());
        return folder ? std::move(folder).value() : nullptr;
    }
    QList<OutgoingMessage> kept() const { return open()->takeContent(); }

    QString path() const { return parent.filePath(QStringLiteral("account")); }
    QString inPlace(const QString &name, int place = 0) const
    {
        return path() + u'/' + QString::number(place) + u'/' + name;
    }
    QStringList files(int place = 0) const
    {
        return QDir(path() + u'/' + QString::number(place))
            .entryList({QStringLiteral("*.json")}, QDir::Files);
    }
    /// False if it could not.
    bool write(const QString &name, const QByteArray &content) const
    {
        QFile file(inPlace(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

    const QTemporaryDir parent;
};

} // namespace ventanilla
