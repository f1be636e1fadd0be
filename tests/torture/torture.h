#pragma once

#include "site.h"

#include "support/ledger.h"
#include "support/person.h"
#include "support/shiftedclock.h"

#include <QElapsedTimer>
#include <QMap>
#include <QRandomGenerator>

#include <memory>
#include <vector>

namespace ventanilla {

/// A run: people write, read, quit and come back while their programs, their networks, the server and
/// its database fail and all clocks are set at random; then everything is healed but the clocks, and what
/// everybody sees is compared with the database.
class Torture
{
public:
    struct Result {
        Verdict verdict;
        /// What somebody's screen has that is not so.
        QStringList differences;
        /// How often each thing was done.
        QMap<QString, int> done;
        bool settled = false;
    };

    explicit Torture(quint32 seed);
    ~Torture();

    /// Nothing if the server does not start at all.
    bool begin();
    void run(int seconds);
    Result settle(int patienceSeconds);

private:
    static constexpr int hourMs = 3'600'000;

    void addPerson(const QString &account, Role role, const QString &seat);
    int anySeat() { return below(static_cast<int>(m_people.size())); }
    Person &anyone() { return *m_people[static_cast<std::size_t>(anySeat())]; }
    Person &anyAgent();
    QString anyUser();
    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }
    qint64 anyOffset() { return below(2 * hourMs + 1) - hourMs; }
    void did(const char *what) { ++m_done[QString::fromLatin1(what)]; }

    void actAsPeople();
    void writeSomething(Person &person);
    void endAnyProgram();
    void actAsNetwork();
    void actAsServer();
    void failAnyhow();
    void setAnyClock();
    void report();
    void pause(int ms);

    void heal();
    bool agree(QStringList &differences);

    QRandomGenerator m_random;
    Site m_site;
    /// Of each person; their networks have the same order.
    std::vector<std::unique_ptr<ShiftedClock>> m_clocks;
    std::vector<std::unique_ptr<Person>> m_people;
    Ledger m_ledger;
    QMap<QString, int> m_done;
    QStringList m_users;
    QStringList m_staff;
    int m_texts = 0;
};

} // namespace ventanilla
