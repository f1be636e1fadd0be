#include "widgets/clientprogram.h"

#include "client/accountname.h"
#include "client/chatsession.h"
#include "client/websockettransport.h"
#include "core/logging.h"
#include "widgets/accountbutton.h"
#include "widgets/connectionbanner.h"
#include "widgets/errorwords.h"
#include "widgets/networkwatch.h"
#include "widgets/signincontroller.h"
#include "widgets/signinflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace ventanilla {

ClientProgram::Parts ClientProgram::systemParts(const QString &name)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return {std::make_unique<WebSocketTransport>(), ClientSettings(name), Credentials(folder), folder};
}

ClientProgram::ClientProgram(Parts parts, Role role, QObject *parent)
    : QObject(parent)
    , m_clock(parts.clock ? *parts.clock : m_systemClock)
    , m_settings(std::move(parts.settings))
    , m_credentials(std::move(parts.credentials))
    , m_dataFolder(std::move(parts.dataFolder))
    , m_api(&m_network)
    , m_signInApi(&m_network)
    , m_session(std::make_unique<ChatSession>(std::move(parts.transport), m_clock))
    , m_signIn(std::make_unique<SignInController>(
          SignInController::Means {m_signInApi, m_settings, m_credentials}, role))
{
    connect(m_session.get(), &ChatSession::signInRequired, this,
            [this](ErrorCode code) { askAgain(sessionEndWords(code)); });
    connect(m_session.get(), &ChatSession::tokenRenewed, this, &ClientProgram::onRenewed);
    if (!m_dataFolder.isEmpty())
        m_session->setOutboxFolder(QDir(m_dataFolder).filePath(QStringLiteral("outbox")));
    retryWhenNetworkComesUp(*m_session);
}

ClientProgram::~ClientProgram() = default;

void ClientProgram::attach(QWidget *window, ConnectionBanner *banner, AccountButton *account)
{
    m_banner = banner;
    m_account = account;
    m_flow = new SignInFlow(*m_signIn, m_settings, window);
    connect(m_flow, &SignInFlow::signedIn, this, &ClientProgram::enter);
    connect(m_flow, &SignInFlow::givenUp, this, &ClientProgram::onGivenUp);
    connect(m_session.get(), &ChatSession::statusChanged, banner, &ConnectionBanner::setStatus);
    connect(banner, &ConnectionBanner::retryRequested, m_session.get(), &ChatSession::retryNow);
    connect(banner, &ConnectionBanner::signInRequested, this, [this] { askAgain(m_reason); });
    connect(account, &AccountButton::signOutRequested, this, &ClientProgram::signOut);
}

void ClientProgram::start(const ClientOptions &options, const QString &password)
{
    m_flow->begin(options, password);
}

void ClientProgram::enter(const QUrl &server, const SignedIn &self)
{
    const bool another = server != m_server || self.username != m_person;
    if (another && !m_person.isEmpty())
        emit personLeft();
    m_server = server;
    m_person = self.username;
    m_api.setServer(server);
    m_api.setToken(self.token);
    m_banner->setSignInNeeded({});
    m_account->setPerson(self.displayName, self.username);
    // First the session knows who it is; what comes over it comes later.
    m_session->start(server, self);
    emit personEntered();
}

void ClientProgram::onRenewed(const SignedIn &self)
{
    m_api.setToken(self.token);
    if (!m_settings.staysSignedIn())
        return;
    if (const auto saved = m_credentials.save(m_server, self); !saved)
        qCWarning(logClient) << "the sign-in could not be kept:" << saved.error().message;
}

QString ClientProgram::draftsPath() const
{
    if (m_dataFolder.isEmpty())
        return {};
    return QDir(m_dataFolder)
        .filePath(QStringLiteral("drafts/") + accountFileName(m_server, m_person) + QStringLiteral(".json"));
}

void ClientProgram::signOut()
{
    m_api.signOut();
    m_session->stop();
    m_person.clear();
    m_account->setPerson({}, {});
    emit personLeft();
    askAgain({});
}

void ClientProgram::onTokenRefused()
{
    // While the session lives, it gets another one, and nobody is asked anything.
    if (m_session->renewToken())
        return;
    askAgain(sessionEndWords(ErrorCode::TokenExpired));
}

void ClientProgram::askAgain(const QString &reason)
{
    m_reason = reason;
    m_flow->again(reason, m_person.isEmpty() ? QString() : m_session->self().token);
}

void ClientProgram::onGivenUp()
{
    if (m_person.isEmpty())
        QCoreApplication::quit();
    else
        m_banner->setSignInNeeded(m_reason);
}

} // namespace ventanilla
