#include "conformance-server/conformanceserver.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace ventanilla;

namespace {

const QString enginePath = QStringLiteral("/engine.io/");
const QString socketPath = QStringLiteral("/socket.io/");

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Serves Engine.IO (path /engine.io/, an echo) or Socket.IO (path /socket.io/) on "
                       "localhost for the protocol's conformance tests."));
    parser.addHelpOption();
    const QCommandLineOption path(QStringLiteral("path"), QStringLiteral("/engine.io/ or /socket.io/."),
                                  QStringLiteral("path"), socketPath);
    const QCommandLineOption port(QStringLiteral("port"), QStringLiteral("Port to listen on (3000)."),
                                  QStringLiteral("number"), QStringLiteral("3000"));
    parser.addOptions({path, port});
    parser.process(app);

    EngineConfig config = ConformanceServer::defaultConfig();
    config.path = parser.value(path);
    bool isNumber = false;
    const quint16 number = parser.value(port).toUShort(&isNumber);
    if (!isNumber || (config.path != enginePath && config.path != socketPath)) {
        std::fputs("--path is /engine.io/ or /socket.io/, --port a number below 65536\n", stderr);
        return 2;
    }
    const auto mode =
        config.path == enginePath ? ConformanceServer::Mode::Engine : ConformanceServer::Mode::SocketIo;
    ConformanceServer server(mode, config);
    if (!server.listen(QHostAddress::LocalHost, number)) {
        std::fprintf(stderr, "cannot listen on port %u: %s\n", unsigned(number),
                     qUtf8Printable(server.errorString()));
        return 1;
    }
    const quint16 port4 = server.port();
    // "localhost" is ::1 for some clients; where there is no IPv6, it is not.
    server.listen(QHostAddress::LocalHostIPv6, port4);
    std::printf("http://localhost:%u%s\n", unsigned(port4), qUtf8Printable(config.path));
    std::fflush(stdout);
    return app.exec();
}
