#pragma once

#include "support/faultproxy.h"
#include "support/person.h"
#include "support/testserver.h"

#include <memory>
#include <vector>

namespace ventanilla {

/// The real server in this process, and people at the programs, each with a network of their own that
/// can fail. Compares what is on all screens with the database.
class Office
{
public:
    /// Limits that are meant for people do not hold, and the database has all the time. `clock` is the
    /// server's, the machine's if null.
    explicit Office(const Clock *clock = nullptr, const std::function<void(ServerConfig &)> &change = {});
    ~Office();

    /// The server's; again after its database was lost.
    void addAccounts(const QStringList &users, const QStringList &staff);

    /// Somebody who is signed in, and has not started the program yet. `seat`, which names the window,
    /// is the account if empty.
    Person &addPerson(const QString &account, const QString &seat = {}, const Clock *clock = nullptr);
    FaultProxy &networkOf(const Person &person);
    QString folderOf(const Person &person) const;

    /// All networks.
    void cut();
    void refuse();
    /// All networks, and everybody tries at once.
    void heal();

    std::optional<Truth> truth() const;
    /// Waits until all screens are as the database is. What is not so, a line each; empty if all is.
    QString settle() const;

    TestServer server;

private:
    struct Seat {
        std::unique_ptr<FaultProxy> network;
        std::unique_ptr<Person> person;
    };

    QStringList differences() const;

    QTemporaryDir m_folder;
    QStringList m_staff;
    std::vector<Seat> m_seats;
};

} // namespace ventanilla
