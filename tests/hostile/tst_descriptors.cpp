#include "support/bystanders.h"
#include "support/eventually.h"
#include "support/httprequests.h"
#include "support/serverprocess.h"

#include <QLoggingCategory>

using namespace ventanilla;

/// More connections than the process has descriptors for, where no limit of its own comes first.
class TestDescriptors : public QObject
{
    Q_OBJECT

private slots:
    void acceptsAgainOnceThereAreSome();
};

void TestDescriptors::acceptsAgainOnceThereAreSome()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("the sanitizers look at memory through descriptors, and take their lack for bad memory");
#endif
    QLoggingCategory::setFilterRules(QStringLiteral("ventanilla.*=false"));
    constexpr rlim_t descriptors = 100;
    TestServer home;
    Bystanders bystanders(home);
    const ServerProcess server(home,
                               {QStringLiteral("--max-connections"), QStringLiteral("0"),
                                QStringLiteral("--connections-per-address"), QStringLiteral("0"),
                                QStringLiteral("--idle-timeout"), QStringLiteral("3600000"),
                                QStringLiteral("--database-patience"),
                                QString::number(TestServer::longerThanDisksPauseMs)},
                               {descriptors, nullptr});
    QVERIFY2(server.isRunning(), "VENTANILLA_SERVER names the program");
    QVERIFY(bystanders.arrive(server.url()));
    QVERIFY(bystanders.canTalk()); // the database is opened when it is needed

    std::vector<std::unique_ptr<RawClient>> clients;
    for (rlim_t i = 0; i < 2 * descriptors; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(getRequest("/nowhere"));
    }
    const auto served = [&clients] {
        return std::count_if(clients.begin(), clients.end(),
                             [](const auto &client) { return !client->received.isEmpty(); });
    };
    EVENTUALLY(served() > 50);
    QVERIFY(bystanders.canTalk());
    QVERIFY(served() < qsizetype(descriptors));

    // The rest are no more than there is room for.
    constexpr qsizetype rest = 40;
    clients.erase(clients.begin(), clients.end() - rest);
    EVENTUALLY_COMPARE(served(), rest);
    QVERIFY(bystanders.canTalk());
}

QTEST_GUILESS_MAIN(TestDescriptors)
#include "tst_descriptors.moc"
