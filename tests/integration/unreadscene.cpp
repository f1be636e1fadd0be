#include "unreadscene.h"

#include "client/messagelistmodel.h"
#include "protocol/limits.h"
#include "support/eventually.h"

#include <QAbstractItemView>

namespace ventanilla {

UnreadScene::UnreadScene(quint32 seed)
    : m_random(seed)
{
}

UnreadScene::~UnreadScene() = default;

bool UnreadScene::begin()
{
    office.addAccounts(users, staff);
    if (!office.server.start())
        return false;
    for (const QString &name : users) {
        m_writers.push_back(std::make_unique<Chatter>(office.server.tokenFor(name, Role::User)));
        if (!m_writers.back()->join(office.server.url()))
            return false;
    }
    m_elsewhere.show();
    alba = &office.addPerson(users.first());
    consoles = {&office.addPerson(staff[0], QStringLiteral("luis-1")),
                &office.addPerson(staff[0], QStringLiteral("luis-2")), &office.addPerson(staff[1])};
    const qint64 before = sessions();
    alba->start();
    for (Person *console : consoles) {
        console->start();
        watchMarks(office.networkOf(*console));
    }
    return waitFor([&] { return sessions() == before + 4; });
}

void UnreadScene::take()
{
    m_step = {};
    m_markAt = nullptr;
    noteLooking();
    act();
    noteLooking();
    EVENTUALLY(!m_markAt);
    const auto stored = [this] { return office.server.counter("ventanilla_messages_stored_total"); };
    EVENTUALLY_COMPARE(stored(), m_written);
}

bool UnreadScene::mayLeaveUnread(const Person &console) const
{
    return m_leftUnread.contains({console.seat(), console.conversation()});
}

void UnreadScene::act()
{
    switch (below(20)) {
    case 0:
    case 1: return agentWrites();
    case 2:
    case 3:
    case 4: return opens();
    case 5:
    case 6:
    case 7: return looks();
    case 8: return looksAway();
    case 9:
    case 10: return marksUnread();
    case 11:
    case 12: return isCutOff();
    case 13: return startsAgain();
    default: return userWrites();
    }
}

void UnreadScene::userWrites()
{
    const int user = below(static_cast<int>(users.size()));
    m_step.words = users[user] + QStringLiteral(" writes");
    m_writers[static_cast<std::size_t>(user)]->say(supportMailbox.toString());
    ++m_written;
    ++m_step.sent[users[user]];
}

void UnreadScene::agentWrites()
{
    Person &console = anyConsole();
    m_step.words = console.seat() + QStringLiteral(" writes");
    if (console.conversation().isEmpty())
        return;
    console.write(QString::number(++m_written));
}

void UnreadScene::opens()
{
    Person &console = anyConsole();
    const QString user = anyUser();
    m_step.words = console.seat() + QStringLiteral(" opens ") + user;
    if (console.conversation() == user)
        return;
    console.open(user);
    m_leftUnread.remove({console.seat(), user});
}

void UnreadScene::looks()
{
    Person &person = anybody();
    m_step.words = person.seat() + QStringLiteral(" looks");
    person.look();
    QVERIFY(QTest::qWaitForWindowActive(person.window()));
}

void UnreadScene::looksAway()
{
    m_step.words = QStringLiteral("somebody looks away");
    m_elsewhere.activateWindow();
}

void UnreadScene::marksUnread()
{
    Person &console = anyConsole();
    m_step.words = console.seat() + QStringLiteral(" marks ") + console.conversation();
    const Spot spot {console.account(), console.conversation()};
    const bool marks = showsUsersMessage(console);
    if (marks)
        m_step.markedSomething.insert(spot);
    m_markAt = marks ? &office.networkOf(console) : nullptr;
    m_markOf = spot.second;
    console.leaveUnread();
    for (const Person *other : consoles) {
        if (other->account() == console.account())
            m_leftUnread.insert({other->seat(), console.conversation()});
    }
    m_step.marked.insert(spot);
}

/// While it is, users write and something is done at it.
void UnreadScene::isCutOff()
{
    Person &person = anybody();
    FaultProxy &network = office.networkOf(person);
    const qint64 before = sessions();
    network.refuse();
    network.cut(FaultProxy::Cut::Reset);
    userWrites();
    QString meanwhile = m_step.words;
    userWrites();
    meanwhile += u", " + m_step.words;
    if (below(2) == 0)
        marksUnread();
    else
        opens();
    m_step.words = person.seat() + QStringLiteral(" is cut off; ") + meanwhile + u", " + m_step.words;
    network.pass();
    awaitConnection(person, before);
}

void UnreadScene::startsAgain()
{
    Person &person = anybody();
    m_step.words = person.seat() + QStringLiteral(" starts again");
    const qint64 before = sessions();
    person.quit();
    person.start();
    m_leftUnread.remove({person.seat(), person.conversation()});
    QVERIFY(QTest::qWaitForWindowActive(person.window()));
    awaitConnection(person, before);
}

void UnreadScene::awaitConnection(Person &person, qint64 sessionsBefore)
{
    EVENTUALLY((person.retryConnection(), sessions() > sessionsBefore));
}

/// Finds the mark and its answer. One that is said again, as its answer was lost, is none of this step.
void UnreadScene::watchMarks(FaultProxy &network)
{
    auto asked = std::make_shared<QByteArray>();
    network.watchMessages(FaultProxy::Toward::Server, [this, &network, asked](const QByteArray &text) {
        const qsizetype event = text.indexOf("[\"no_leido\"");
        if (m_markAt == &network && event > 0 && text.contains(m_markOf.toUtf8()))
            *asked = text.mid(2, event - 2);
    });
    network.watchMessages(FaultProxy::Toward::Client, [this, &network, asked](const QByteArray &text) {
        if (asked->isEmpty() || !text.startsWith(QByteArray("43" + *asked + '[')))
            return;
        asked->clear();
        if (m_markAt == &network)
            m_markAt = nullptr;
    });
}

bool UnreadScene::isLookingAt(const Person &console, const Spot &spot)
{
    return console.account() == spot.first && console.conversation() == spot.second
        && console.window()->isActiveWindow();
}

/// One that the server has numbered, so that it can be marked.
bool UnreadScene::showsUsersMessage(const Person &console)
{
    const auto *view = console.window()->findChild<QAbstractItemView *>(QStringLiteral("messageList"));
    const QAbstractItemModel *thread = view->model();
    for (int row = 0; thread && row < thread->rowCount(); ++row) {
        const QModelIndex index = thread->index(row, 0);
        if (!index.data(MessageListModel::OutgoingRole).toBool()
            && index.data(MessageListModel::IdRole).isValid())
            return true;
    }
    return false;
}

/// Who has what before the eyes.
void UnreadScene::noteLooking()
{
    for (const Person *console : consoles) {
        if (console->window()->isActiveWindow())
            m_step.lookedAt.insert({console->account(), console->conversation()});
    }
}

} // namespace ventanilla
