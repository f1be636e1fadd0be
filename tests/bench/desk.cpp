#include "desk.h"

#include "admin-client/application.h"
#include "admin-client/conversationlistpanel.h"
#include "admin-client/mainwindow.h"
#include "client/clientsettings.h"
#include "client/credentials.h"
#include "client/websockettransport.h"
#include "support/waiting.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"
#include "widgets/connectionbanner.h"

#include <QEvent>

namespace ventanilla {

namespace {

constexpr int longestMs = 120'000;

QString settingsIn(const QString &folder)
{
    return folder + QStringLiteral("/settings.ini");
}

template<typename Program>
std::unique_ptr<Program> makeProgram(const QString &folder)
{
    auto program = std::make_unique<Program>(
        typename Program::Parts {std::make_unique<WebSocketTransport>(),
                                 ClientSettings::inFile(settingsIn(folder)), Credentials(folder), folder});
    program->start({}, {});
    program->window()->activateWindow();
    return program;
}

/// Whether something held when a view began to paint.
class PaintWatch : public QObject
{
public:
    PaintWatch(QAbstractItemView *view, const std::function<bool()> &holds)
        : m_holds(holds)
    {
        view->viewport()->installEventFilter(this);
    }

    bool seen() const { return m_seen; }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_seen)
            m_seen = m_holds();
        return QObject::eventFilter(watched, event);
    }

private:
    const std::function<bool()> &m_holds;
    bool m_seen = false;
};

} // namespace

Desk::Desk(const SignedIn &who, const QUrl &server, const QString &folder)
    : m_who(who)
    , m_folder(folder)
{
    ClientSettings settings = ClientSettings::inFile(settingsIn(folder));
    settings.setServer(server);
    settings.setUsername(who.username);
    settings.setStaysSignedIn(true);
    if (const auto saved = Credentials(folder).save(server, who); !saved)
        qCritical("the sign-in is not kept: %s", qUtf8Printable(saved.error().message));
}

Desk::~Desk() = default;

void Desk::start()
{
    if (m_who.role == Role::Admin)
        m_console = makeProgram<AdminApplication>(m_folder);
    else
        m_chat = makeProgram<UserApplication>(m_folder);
}

void Desk::quit()
{
    m_console.reset();
    m_chat.reset();
}

QWidget *Desk::window() const
{
    return m_console ? static_cast<QWidget *>(m_console->window()) : m_chat->window();
}

QAbstractItemView *Desk::view(const char *name) const
{
    return window()->findChild<QAbstractItemView *>(QString::fromLatin1(name));
}

void Desk::open(const QString &user)
{
    emit m_console->window()->list()->chosen(user);
}

void Desk::retryConnection()
{
    emit window()->findChild<ConnectionBanner *>()->retryRequested();
}

bool Desk::isConnected() const
{
    return !window()->findChild<ConnectionBanner *>()->isVisible();
}

bool Desk::waitUntilPainted(QAbstractItemView *view, const std::function<bool()> &holds)
{
    const PaintWatch watch(view, holds);
    return waitFor([&watch] { return watch.seen(); }, longestMs);
}

} // namespace ventanilla
