#include "support/temporarydatabase.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

/// Every table and index, as SQL.
QStringList schemaOf(Database &database)
{
    QStringList parts;
    QSqlQuery &query =
        database.statement(u"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"_s);
    if (execute(query)) {
        while (query.next())
            parts.append(query.value(0).toString());
    }
    return parts;
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private slots:
    void makesAFreshDatabase();
    void isDoneOnce();
    void anInterruptedUpgradeGoesOn();
    void refusesANewerSchema();
    void everyDatabaseHasItsOwnEpoch();
    void worksWhileOthersDoTheSame();
    void holdsTheOriginalsColumns();
};

void TestMigrations::makesAFreshDatabase()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok());
    QVERIFY(migrate(temporary.database).ok());
    QCOMPARE(temporary.value(u"SELECT MAX(version) FROM esquema"_s).toInt(), newestSchemaVersion());
    QCOMPARE(temporary.value(u"PRAGMA integrity_check"_s).toString(), u"ok"_s);
}

void TestMigrations::isDoneOnce()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare({u"alice"_s}));
    const QStringList schema = schemaOf(temporary.database);
    const QString epoch = temporary.value(u"SELECT valor FROM epoca"_s).toString();
    QVERIFY(migrate(temporary.database).ok());
    QCOMPARE(schemaOf(temporary.database), schema);
    QCOMPARE(temporary.value(u"SELECT valor FROM epoca"_s).toString(), epoch);
    QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM usuarios"_s).toInt(), 2);
}

void TestMigrations::anInterruptedUpgradeGoesOn()
{
    TemporaryDatabase fresh;
    QVERIFY(fresh.database.open().ok() && migrate(fresh.database).ok());
    // Killed behind the first statement of all: the version table is there, and empty.
    TemporaryDatabase interrupted;
    QVERIFY(interrupted.database.open().ok());
    QVERIFY(interrupted.database.run(u"CREATE TABLE esquema (version INTEGER NOT NULL)"_s).ok());
    QVERIFY(migrate(interrupted.database).ok());
    QCOMPARE(schemaOf(interrupted.database), schemaOf(fresh.database)); // migrated == fresh
}

void TestMigrations::refusesANewerSchema()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    QVERIFY(execute(temporary.database.statement(u"INSERT INTO esquema VALUES (?)"_s),
                    {newestSchemaVersion() + 1})
                .ok());
    const auto migrated = migrate(temporary.database);
    QVERIFY(!migrated.ok());
    QVERIFY(migrated.error().message.contains(u"use a newer program"_s));
    QVERIFY(!migrated.error().message.contains(u'\n'));
}

void TestMigrations::everyDatabaseHasItsOwnEpoch()
{
    TemporaryDatabase one;
    TemporaryDatabase other;
    QVERIFY(one.prepare() && other.prepare());
    const QString epoch = one.value(u"SELECT valor FROM epoca"_s).toString();
    QVERIFY(!epoch.isEmpty());
    QVERIFY(epoch != other.value(u"SELECT valor FROM epoca"_s).toString());
}

void TestMigrations::worksWhileOthersDoTheSame()
{
    for (int round = 0; round < 5; ++round) {
        TemporaryDatabase temporary(10'000);
        std::vector<std::thread> threads;
        std::atomic<int> succeeded = 0;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] {
                Database database(temporary.config);
                const auto opened = database.open();
                const auto migrated = opened ? migrate(database) : opened;
                if (migrated)
                    ++succeeded;
                else
                    qWarning().noquote() << migrated.error().message;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(succeeded.load(), 6);
        QVERIFY(temporary.database.open().ok());
        QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM esquema"_s).toInt(), newestSchemaVersion());
        QCOMPARE(temporary.value(u"SELECT COUNT(*) FROM epoca"_s).toInt(), 1);
    }
}

void TestMigrations::holdsTheOriginalsColumns()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    // What a script of the original's owner may say to it.
    QVERIFY(temporary.database.run(u"SELECT usuario, nombre, rol, pass, imagen FROM usuarios"_s).ok());
    QVERIFY(temporary.database.run(u"SELECT de_usuario, para_usuario, mensaje, fecha FROM mensajes"_s).ok());
    QVERIFY(!temporary.database
                 .run(u"INSERT INTO usuarios (usuario, nombre, rol, plegado, cambio)"
                      " VALUES ('x', 'x', 'root', 'x', 9)"_s)
                 .ok()); // no role but the two
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
