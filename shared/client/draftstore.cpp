#include "client/draftstore.h"

#include "core/jsonreader.h"
#include "core/jsontext.h"
#include "core/logging.h"
#include "core/securefile.h"

#include <QFileInfo>

#include <chrono>

namespace ventanilla {

namespace {
constexpr std::chrono::milliseconds saveAfter = std::chrono::seconds(1);
constexpr qint64 largestFile = 64 * 1024 * 1024;
} // namespace

DraftStore::DraftStore(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(saveAfter);
    connect(&m_timer, &QTimer::timeout, this, &DraftStore::save);
    load();
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
    if (!m_path.isEmpty() && !m_timer.isActive())
        m_timer.start();
    emit changed(conversation);
}

void DraftStore::load()
{
    if (m_path.isEmpty() || !QFileInfo::exists(m_path))
        return;
    const auto content = readSmallFile(m_path, largestFile);
    const auto json = content ? jsonFromText(*content) : Result<QJsonDocument>(failure(content.error()));
    if (!json) {
        qCWarning(logClient).noquote() << "the drafts cannot be read:" << json.error().message;
        return;
    }
    const QJsonObject drafts = json->object();
    for (auto entry = drafts.begin(); entry != drafts.end(); ++entry) {
        JsonReader read(entry.value());
        const Draft draft {read.string(u"text"), static_cast<int>(read.integer(u"cursor"))};
        if (read.ok() && !draft.text.isEmpty())
            m_drafts.insert(entry.key(), draft);
    }
}

void DraftStore::save()
{
    m_timer.stop();
    if (m_path.isEmpty())
        return;
    QJsonObject drafts;
    for (auto draft = m_drafts.cbegin(); draft != m_drafts.cend(); ++draft) {
        drafts.insert(
            draft.key(),
            QJsonObject {{QStringLiteral("text"), draft->text}, {QStringLiteral("cursor"), draft->cursor}});
    }
    // Not synced: to wait for the disk at each pause in writing is not worth it for a draft.
    auto kept = makePrivateFolder(QFileInfo(m_path).path());
    if (kept)
        kept = replacePrivateFile(m_path, jsonText(QJsonDocument(drafts)));
    if (!kept)
        qCWarning(logClient).noquote() << "the drafts are not kept:" << kept.error().message;
}

} // namespace ventanilla
