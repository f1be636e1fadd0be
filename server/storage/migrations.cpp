#include "storage/migrations.h"

#include "core/logging.h"

#include <QUuid>

#include <array>
#include <vector>

namespace ventanilla {

namespace {

using Statements = std::vector<QString>;

// The original's tables keep their names and columns; ours stand beside them. Steps are only ever
// added at the end: a step that has been released is never changed.

Statements firstSchema()
{
    return {
        QStringLiteral("CREATE TABLE usuarios ("
                       " usuario TEXT NOT NULL PRIMARY KEY,"
                       " nombre TEXT NOT NULL,"
                       " rol TEXT NOT NULL CHECK (rol IN ('admin', 'user')),"
                       " pass TEXT,"
                       " imagen TEXT,"
                       " plegado TEXT NOT NULL UNIQUE," // the name as it is compared
                       " estado TEXT NOT NULL DEFAULT 'activa'"
                       "  CHECK (estado IN ('activa', 'deshabilitada', 'eliminada')),"
                       " valido_desde INTEGER NOT NULL DEFAULT 0," // seconds; older tokens are invalid
                       " cambio INTEGER NOT NULL)"), // from contadores.cuentas, at the last change
        QStringLiteral("CREATE INDEX usuarios_cambio ON usuarios (cambio)"),

        QStringLiteral("CREATE TABLE mensajes ("
                       " id INTEGER NOT NULL PRIMARY KEY," // from contadores.numero
                       " conversacion TEXT NOT NULL REFERENCES usuarios (usuario),"
                       " de_usuario TEXT NOT NULL REFERENCES usuarios (usuario),"
                       " para_usuario TEXT NOT NULL,"
                       " mensaje TEXT NOT NULL,"
                       " fecha TEXT NOT NULL,"
                       " clave TEXT NOT NULL,"
                       " UNIQUE (de_usuario, clave))"),
        QStringLiteral("CREATE INDEX mensajes_conversacion ON mensajes (conversacion, id)"),
        QStringLiteral("CREATE INDEX mensajes_para ON mensajes (para_usuario, id)"),

        QStringLiteral("CREATE TABLE conversaciones ("
                       " usuario TEXT NOT NULL PRIMARY KEY REFERENCES usuarios (usuario),"
                       " creada INTEGER NOT NULL," // the id of its first message
                       " ultimo INTEGER NOT NULL REFERENCES mensajes (id),"
                       " sin_responder INTEGER REFERENCES mensajes (id)," // the first unanswered message
                       " version INTEGER NOT NULL)"),
        QStringLiteral("CREATE INDEX conversaciones_ultimo ON conversaciones (ultimo)"),

        QStringLiteral("CREATE TABLE tokens_revocados ("
                       " huella BLOB NOT NULL PRIMARY KEY,"
                       " caduca INTEGER NOT NULL) WITHOUT ROWID"),

        QStringLiteral("CREATE TABLE contadores (nombre TEXT NOT NULL PRIMARY KEY, valor INTEGER NOT NULL)"),
        QStringLiteral("INSERT INTO contadores VALUES ('numero', 0), ('cuentas', 0)"),

        QStringLiteral("CREATE TABLE epoca (valor TEXT NOT NULL)"),
        QStringLiteral("INSERT INTO epoca VALUES ('%1')")
            .arg(QUuid::createUuid().toString(QUuid::WithoutBraces)),
    };
}

/// How far everybody has read and got each conversation. No count is ever made by counting: each
/// message knows how many of its side came up to it.
Statements readingSchema()
{
    return {
        // The last number handed out when the account was made: what came before is no news to it.
        QStringLiteral("ALTER TABLE usuarios ADD COLUMN creada INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("UPDATE usuarios SET creada = (SELECT valor FROM contadores WHERE nombre = 'numero')"),

        // How many messages of the user, and of the staff, the conversation has up to this one.
        QStringLiteral("ALTER TABLE mensajes ADD COLUMN entrantes INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE mensajes ADD COLUMN salientes INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("UPDATE mensajes SET entrantes = hasta.entrantes, salientes = hasta.salientes FROM ("
                       "SELECT id, SUM(de_usuario = conversacion) OVER hilo AS entrantes,"
                       " SUM(de_usuario <> conversacion) OVER hilo AS salientes"
                       " FROM mensajes WINDOW hilo AS (PARTITION BY conversacion ORDER BY id)) AS hasta"
                       " WHERE hasta.id = mensajes.id"),

        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN entrantes INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN salientes INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("UPDATE conversaciones SET entrantes = m.entrantes, salientes = m.salientes"
                       " FROM mensajes m WHERE m.id = conversaciones.ultimo"),
        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN estado TEXT NOT NULL DEFAULT 'abierta'"
                       " CHECK (estado IN ('abierta', 'en_espera', 'cerrada'))"),
        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN asignada_a TEXT REFERENCES usuarios (usuario)"),
        // What the user is told of the staff's reading: it names nobody and never goes back.
        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN equipo_leido INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral(
            "ALTER TABLE conversaciones ADD COLUMN equipo_leido_version INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE conversaciones ADD COLUMN equipo_entregado INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral(
            "ALTER TABLE conversaciones ADD COLUMN equipo_entregado_version INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("CREATE INDEX conversaciones_version ON conversaciones (version)"),

        QStringLiteral("CREATE TABLE lecturas ("
                       " conversacion TEXT NOT NULL REFERENCES conversaciones (usuario),"
                       " lector TEXT NOT NULL REFERENCES usuarios (usuario),"
                       " hasta INTEGER NOT NULL," // the id of the last message that was read
                       " ordinal INTEGER NOT NULL," // how many of the other side that is
                       " version INTEGER NOT NULL," // from contadores.numero, at the last change
                       " marca INTEGER NOT NULL DEFAULT 0," // the version of the last no_leido
                       " PRIMARY KEY (conversacion, lector)) WITHOUT ROWID"),
        QStringLiteral("CREATE UNIQUE INDEX lecturas_version ON lecturas (version)"),

        QStringLiteral("CREATE TABLE entregas ("
                       " conversacion TEXT NOT NULL REFERENCES conversaciones (usuario),"
                       " receptor TEXT NOT NULL REFERENCES usuarios (usuario),"
                       " hasta INTEGER NOT NULL,"
                       " version INTEGER NOT NULL,"
                       " PRIMARY KEY (conversacion, receptor)) WITHOUT ROWID"),
        QStringLiteral("CREATE UNIQUE INDEX entregas_version ON entregas (version)"),
    };
}

constexpr std::array steps {&firstSchema, &readingSchema};

StoreResult<int> currentVersion(Database &database)
{
    if (auto made =
            database.run(QStringLiteral("CREATE TABLE IF NOT EXISTS esquema (version INTEGER NOT NULL)"));
        !made)
        return failure(made.error());
    QSqlQuery &query = database.statement(QStringLiteral("SELECT COALESCE(MAX(version), 0) FROM esquema"));
    if (auto done = execute(query); !done)
        return failure(done.error());
    const int version = query.next() ? query.value(0).toInt() : 0;
    query.finish();
    return version;
}

/// Runs the next step if there is one; whether there was.
StoreResult<bool> migrateOneStep(Database &database)
{
    // What is up to date needs no lock, which another program may hold for long.
    if (const auto known = currentVersion(database); known && *known == newestSchemaVersion())
        return false;
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun.error());
    const auto version = currentVersion(database);
    if (!version)
        return failure(version.error());
    if (*version > newestSchemaVersion()) {
        return failure(
            StoreError {StoreError::Kind::Unavailable,
                        QStringLiteral("the database has schema version %1, this program knows %2: "
                                       "use a newer program")
                            .arg(*version)
                            .arg(newestSchemaVersion())});
    }
    if (*version == newestSchemaVersion())
        return false;

    for (const QString &statement : steps[static_cast<std::size_t>(*version)]()) {
        if (auto done = database.run(statement); !done)
            return failure(done.error());
    }
    if (auto noted =
            execute(database.statement(QStringLiteral("INSERT INTO esquema VALUES (?)")), {*version + 1});
        !noted)
        return failure(noted.error());
    if (auto committed = transaction.commit(); !committed)
        return failure(committed.error());
    qCInfo(logStorage) << "the database's schema is now version" << *version + 1;
    return true;
}

} // namespace

int newestSchemaVersion()
{
    return static_cast<int>(steps.size());
}

StoreResult<Done> migrate(Database &database)
{
    for (;;) {
        const auto stepped = migrateOneStep(database);
        if (!stepped)
            return failure(stepped.error());
        if (!*stepped)
            return Done {};
    }
}

} // namespace ventanilla
