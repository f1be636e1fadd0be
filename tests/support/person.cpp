#include "support/person.h"

#include "admin-client/application.h"
#include "admin-client/conversationlistpanel.h"
#include "admin-client/mainwindow.h"
#include "client/conversationlistmodel.h"
#include "client/messagelistmodel.h"
#include "client/websockettransport.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"
#include "widgets/connectionbanner.h"
#include "widgets/messagelistview.h"

#include <QAbstractItemView>
#include <QAction>
#include <QPlainTextEdit>
#include <QTest>

#include <filesystem>

namespace ventanilla {

namespace {

using Model = MessageListModel;

template<typename Program>
std::unique_ptr<Program> makeProgram(const Person::Place &place)
{
    const QString &folder = place.folder;
    auto program = std::make_unique<Program>(
        typename Program::Parts {std::make_unique<WebSocketTransport>(),
                                 ClientSettings::inFile(folder + QStringLiteral("/settings.ini")),
                                 Credentials(folder), folder, place.clock});
    program->start({}, {});
    return program;
}

MessageState stateOf(const QModelIndex &row)
{
    return static_cast<MessageState>(row.data(Model::StateRole).toInt());
}

MessageState expectedState(const KeptMessage &message, const Truth::Conversation &truth, bool byUser)
{
    const qint64 readUpTo = byUser ? truth.staffReadUpTo : truth.userReadUpTo;
    const qint64 gotUpTo = byUser ? truth.staffGotUpTo : truth.userGotUpTo;
    if (message.id <= readUpTo)
        return MessageState::Read;
    return message.id <= gotUpTo ? MessageState::Got : MessageState::Stored;
}

/// What stands nowhere in the thread although what is older does.
QStringList missing(const QAbstractItemModel &thread, const QList<KeptMessage> &expected)
{
    QSet<qint64> shown;
    for (int row = 0; row < thread.rowCount(); ++row)
        shown.insert(thread.index(row, 0).data(Model::IdRole).toLongLong());
    QStringList found;
    QString before;
    for (const KeptMessage &message : expected) {
        if (shown.contains(message.id))
            before = message.text;
        else if (!before.isEmpty())
            found.append(QStringLiteral("no message %1, %2, behind %3")
                             .arg(QString::number(message.id), message.text, before));
    }
    return found;
}

} // namespace

Person::Person(SignedIn who, QString seat, Place place)
    : m_who(std::move(who))
    , m_seat(std::move(seat))
    , m_place(std::move(place))
{
    prepare();
}

Person::~Person() = default;

/// Signed in, as from the day before.
void Person::prepare() const
{
    ClientSettings settings = ClientSettings::inFile(m_place.folder + QStringLiteral("/settings.ini"));
    settings.setServer(m_place.server);
    settings.setUsername(m_who.username);
    settings.setStaysSignedIn(true);
    const auto saved = Credentials(m_place.folder).save(m_place.server, m_who);
    Q_ASSERT(saved);
}

void Person::start()
{
    if (isStaff())
        m_console = makeProgram<AdminApplication>(m_place);
    else
        m_chat = makeProgram<UserApplication>(m_place);
    if (!m_open.isEmpty())
        open(m_open);
}

void Person::quit()
{
    m_console.reset();
    m_chat.reset();
}

void Person::kill()
{
    namespace fs = std::filesystem;
    const fs::path folder = m_place.folder.toStdString();
    fs::path left = folder;
    left += ".left";
    fs::copy(folder, left, fs::copy_options::recursive);
    quit();
    fs::remove_all(folder);
    fs::rename(left, folder);
}

QWidget *Person::window() const
{
    if (m_console)
        return m_console->window();
    return m_chat ? m_chat->window() : nullptr;
}

void Person::open(const QString &user)
{
    m_open = user;
    emit m_console->window()->list()->chosen(user);
}

void Person::leaveUnread()
{
    window()->findChild<QAction *>(QStringLiteral("markUnread"))->trigger();
}

void Person::write(const QString &text)
{
    auto *edit = window()->findChild<QPlainTextEdit *>(QStringLiteral("messageEdit"));
    edit->setPlainText(text);
    QTest::keyClick(edit, Qt::Key_Return);
}

void Person::look()
{
    window()->activateWindow();
}

void Person::scrollDown()
{
    window()->findChild<MessageListView *>()->showNewest();
}

void Person::retryConnection()
{
    emit window()->findChild<ConnectionBanner *>()->retryRequested();
}

void Person::retryFailed()
{
    auto *messages = window()->findChild<MessageListView *>();
    const QAbstractItemModel *thread = model("messageList");
    QStringList failed;
    for (int row = 0; thread && row < thread->rowCount(); ++row) {
        const QModelIndex index = thread->index(row, 0);
        if (stateOf(index) == MessageState::Failed)
            failed.append(index.data(Model::KeyRole).toString());
    }
    for (const QString &key : std::as_const(failed))
        emit messages->retryRequested(key);
}

QAbstractItemModel *Person::model(const char *view) const
{
    const auto *found = window()->findChild<QAbstractItemView *>(QString::fromLatin1(view));
    return found ? found->model() : nullptr;
}

void Person::report(Ledger &ledger) const
{
    const QAbstractItemModel *thread = window() ? model("messageList") : nullptr;
    for (int row = 0; thread && row < thread->rowCount(); ++row) {
        const QModelIndex index = thread->index(row, 0);
        const QString text = index.data(Model::TextRole).toString();
        const MessageState state = stateOf(index);
        if (state == MessageState::Failed)
            ledger.failed(text);
        else if (state != MessageState::Waiting)
            ledger.saw(text);
    }
}

QStringList Person::differences(const Truth &truth) const
{
    QStringList found = threadDifferences(truth) + unreadDifferences(truth);
    if (isStaff())
        found += listDifferences(truth);
    for (QString &difference : found)
        difference.prepend(m_seat + QStringLiteral(": "));
    return found;
}

/// The newest page, and all that came since.
QStringList Person::threadDifferences(const Truth &truth) const
{
    const QAbstractItemModel *thread = model("messageList");
    const Truth::Conversation expected = truth.conversations.value(conversation());
    if (!thread)
        return conversation().isEmpty() ? QStringList() : QStringList {QStringLiteral("no thread")};
    const qsizetype shown = thread->rowCount();
    if (shown > expected.messages.size() || shown < qMin<qsizetype>(expected.messages.size(), 50))
        return {QStringLiteral("%1 messages in %2 instead of %3")
                    .arg(QString::number(shown), conversation(), QString::number(expected.messages.size()))};
    QStringList found = missing(*thread, expected.messages);
    const QList<KeptMessage> newest = expected.messages.last(shown);
    for (int row = 0; row < shown; ++row) {
        const QModelIndex index = thread->index(row, 0);
        if (index.data(Model::TextRole).toString() != newest[row].text
            || index.data(Model::IdRole).toLongLong() != newest[row].id)
            found.append(QStringLiteral("another message than ") + newest[row].text);
        const bool byUser = newest[row].from == conversation();
        if (index.data(Model::OutgoingRole).toBool()
            && stateOf(index) != expectedState(newest[row], expected, byUser))
            found.append(QStringLiteral("another state of ") + newest[row].text);
    }
    return found;
}

QStringList Person::listDifferences(const Truth &truth) const
{
    QStringList found;
    const QAbstractItemModel *list = model("conversationList");
    if (!list || list->rowCount() != truth.conversations.size())
        return {QStringLiteral("another number of conversations")};
    qint64 before = std::numeric_limits<qint64>::max();
    for (int row = 0; row < list->rowCount(); ++row) {
        const QModelIndex index = list->index(row, 0);
        const QString user = index.data(ConversationListModel::UserRole).toString();
        const Truth::Conversation expected = truth.conversations.value(user);
        const qint64 lastId = index.data(ConversationListModel::LastIdRole).toLongLong();
        if (expected.messages.isEmpty() || expected.messages.last().id != lastId)
            found.append(QStringLiteral("another last message of ") + user);
        else if (index.data(ConversationListModel::PreviewRole).toString() != expected.messages.last().text)
            found.append(QStringLiteral("another preview of ") + user);
        if (lastId > before)
            found.append(QStringLiteral("rows out of order at ") + user);
        before = lastId;
    }
    return found;
}

QStringList Person::unreadDifferences(const Truth &truth) const
{
    QStringList found;
    const QAbstractItemModel *list = isStaff() ? model("conversationList") : nullptr;
    for (int row = 0; list && row < list->rowCount(); ++row) {
        const QModelIndex index = list->index(row, 0);
        const QString user = index.data(ConversationListModel::UserRole).toString();
        const qint64 unread = index.data(ConversationListModel::UnreadRole).toLongLong();
        const qint64 expected = truth.conversations.value(user).unread.value(account());
        if (unread != expected)
            found.append(QStringLiteral("%1 unread of %2 instead of %3")
                             .arg(QString::number(unread), user, QString::number(expected)));
    }
    qint64 expected = 0;
    for (auto entry = truth.conversations.begin(); entry != truth.conversations.end(); ++entry) {
        if (isStaff() || entry.key() == account())
            expected += entry->unread.value(account());
    }
    const QString title = window()->windowTitle();
    const qint64 shown = title.startsWith(u'(') ? title.section(u')', 0, 0).mid(1).toLongLong() : 0;
    if (shown != expected)
        found.append(QStringLiteral("%1 unread in all instead of %2").arg(shown).arg(expected));
    return found;
}

} // namespace ventanilla
