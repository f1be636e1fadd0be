#include "client/draftstore.h"

#include "core/jsonreader.h"
#include "core/jsontext.h"
#include "core/logging.h"
#include "core/securefile.h"

#include <QFileInfo>
#include <QLockFile>

#include <chrono>

namespace ventanilla {

namespace {
constexpr std::chrono::milliseconds saveAfter = std::chrono::seconds(1);
/// Who holds the lock for longer is stuck; what was written here is not lost for that.
constexpr std::chrono::milliseconds longestWait(200);
constexpr qint64 largestFile = 64 * 1024 * 1024;

QByteArray contentOf(const QHash<QString, DraftStore::Draft> &drafts)
{
    QJsonObject json;
    for (auto draft = drafts.cbegin(); draft != drafts.cend(); ++draft) {
        json.insert(
            draft.key(),
            QJsonObject {{QStringLiteral("text"), draft->text}, {QStringLiteral("cursor"), draft->cursor}});
    }
    return jsonText(QJsonDocument(json));
}

} // namespace

DraftStore::DraftStore(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(saveAfter);
    connect(&m_timer, &QTimer::timeout, this, &DraftStore::save);
    m_drafts = read().value_or(Drafts());
}

DraftStore::~DraftStore()
{
    if (m_timer.isActive())
        save();
}

void DraftStore::setDraft(const QString &conversation, const Draft &draft)
{
    if (m_drafts.value(conversation) == draft)
        return;
    if (draft.text.isEmpty())
        m_drafts.remove(conversation);
    else
        m_drafts.insert(conversation, draft);
    m_changed.insert(conversation);
    if (!m_path.isEmpty() && !m_timer.isActive())
        m_timer.start();
    emit changed(conversation);
}

/// Nothing if there is no file, or none that can be read.
std::optional<DraftStore::Drafts> DraftStore::read() const
{
    if (m_path.isEmpty() || !QFileInfo::exists(m_path))
        return std::nullopt;
    const auto content = readSmallFile(m_path, largestFile);
    const auto json = content ? jsonFromText(*content) : Result<QJsonDocument>(failure(content.error()));
    if (!json) {
        qCWarning(logClient).noquote() << "the drafts cannot be read:" << json.error().message;
        return std::nullopt;
    }
    Drafts drafts;
    const QJsonObject entries = json->object();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        JsonReader read(entry.value());
        const Draft draft {read.string(u"text"), static_cast<int>(read.integer(u"cursor"))};
        if (read.ok() && !draft.text.isEmpty())
            drafts.insert(entry.key(), draft);
    }
    return drafts;
}

/// What is in the file now, perhaps by another process, with what has changed here.
DraftStore::Drafts DraftStore::merged() const
{
    Drafts drafts = read().value_or(m_drafts);
    for (const QString &conversation : m_changed) {
        const auto draft = m_drafts.constFind(conversation);
        if (draft != m_drafts.cend())
            drafts.insert(conversation, *draft);
        else
            drafts.remove(conversation);
    }
    return drafts;
}

void DraftStore::save()
{
    m_timer.stop();
    if (m_path.isEmpty() || m_changed.isEmpty())
        return;
    auto kept = makePrivateFolder(QFileInfo(m_path).path());
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (kept)
        lock.tryLock(static_cast<int>(longestWait.count()));
    // Not synced: to wait for the disk at each pause in writing is not worth it for a draft.
    if (kept)
        kept = replacePrivateFile(m_path, contentOf(merged()));
    if (kept)
        m_changed.clear();
    else
        qCWarning(logClient).noquote() << "the drafts are not kept:" << kept.error().message;
}

} // namespace ventanilla
