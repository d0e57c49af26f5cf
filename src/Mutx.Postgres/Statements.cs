namespace Mutx.Postgres;

/// <summary>What is said to the server. Every name is qualified: nobody's search path has a say in it.</summary>
internal static class Statements
{
    /// <summary>
    /// What makes the table of fencing tokens. Two who do it at the same time are kept apart by a lock, since IF NOT EXISTS
    /// alone lets one of them fail.
    /// </summary>
    public const string CreateTable = """
        CREATE SCHEMA IF NOT EXISTS mutx;
        CREATE TABLE IF NOT EXISTS mutx.fence (
            key bigint PRIMARY KEY, name text NOT NULL, counter bigint NOT NULL, owner text NOT NULL, since timestamptz NOT NULL
        ) WITH (fillfactor = 50);
        """;

    public const string KeepCreatorsApart = "SELECT pg_catalog.pg_advisory_xact_lock($1)";

    /// <summary>
    /// Who answers. $1 is the process that the client was told it talks to: a pooler tells an invented one, and nothing may
    /// be set on a session that others use. Settings come with the questions, so that opening takes one round trip.
    /// <para>
    /// The keep-alive settings make the server's kernel end a session of which nothing is heard; each alone leaves a gap
    /// (an idle connection, data in flight), see tcp(7). The connection check takes waiters that are gone out of the line.
    /// Read committed, because the row is read after the wait for the lock. Without its confirmation on disk a counter
    /// could come again after a crash. Nothing may end an idle session but its owner.
    /// </para>
    /// </summary>
    public const string Greet = """
        SELECT pg_catalog.pg_backend_pid(),
               pg_catalog.pg_is_in_recovery(),
               (SELECT c.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() AS c),
               (SELECT d.oid::pg_catalog.int8 FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()),
               CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL
                    ELSE pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END,
               pg_catalog.to_regclass('mutx.fence') IS NOT NULL,
               CASE WHEN pg_catalog.pg_backend_pid() = $1 THEN
                   pg_catalog.set_config('tcp_keepalives_idle', $2, false) || pg_catalog.set_config('tcp_keepalives_interval', $3, false)
                   || pg_catalog.set_config('tcp_keepalives_count', $4, false) || pg_catalog.set_config('tcp_user_timeout', $5, false)
                   || pg_catalog.set_config('client_connection_check_interval', '500', false)
                   || pg_catalog.set_config('default_transaction_isolation', 'read committed', false)
                   || pg_catalog.set_config('default_transaction_read_only', 'off', false)
                   || pg_catalog.set_config('synchronous_commit', 'on', false)
                   || pg_catalog.set_config('search_path', 'pg_catalog', false)
                   || pg_catalog.set_config('statement_timeout', '0', false) || pg_catalog.set_config('idle_session_timeout', '0', false)
               END
        """;

    /// <summary>Takes the lock if it is free and counts, in one statement; no row, no lock.</summary>
    public const string Try = """
        WITH got AS MATERIALIZED (SELECT pg_catalog.pg_try_advisory_lock($1) AS it)
        INSERT INTO mutx.fence AS f (key, name, counter, owner, since)
        SELECT $1, $2, 1, $3, pg_catalog.clock_timestamp() FROM got WHERE got.it
        ON CONFLICT (key) DO UPDATE SET counter = f.counter + 1, owner = excluded.owner, since = excluded.since
        RETURNING counter
        """;

    public const string Count = """
        INSERT INTO mutx.fence AS f (key, name, counter, owner, since) VALUES ($1, $2, 1, $3, pg_catalog.clock_timestamp())
        ON CONFLICT (key) DO UPDATE SET counter = f.counter + 1, owner = excluded.owner, since = excluded.since
        RETURNING counter
        """;

    public const string TryShared = "SELECT pg_catalog.pg_try_advisory_lock_shared($1)";

    /// <summary>A statement of its own after the lock, so that it sees what was committed before the lock was free.</summary>
    public const string LastCount = "SELECT pg_catalog.max(f.counter) FROM mutx.fence AS f WHERE f.key = $1";

    public const string LetGoOfAll = "SELECT pg_catalog.pg_advisory_unlock_all()";

    public const string LimitWait = "SELECT pg_catalog.set_config('lock_timeout', $1, false)";

    public const string Wait = "SELECT pg_catalog.pg_advisory_lock($1)";

    public const string WaitShared = "SELECT pg_catalog.pg_advisory_lock_shared($1)";

    public const string Release = "SELECT pg_catalog.pg_advisory_unlock($1)";

    public const string ReleaseShared = "SELECT pg_catalog.pg_advisory_unlock_shared($1)";

    public const string Ping = "SELECT 1";

    /// <summary>Who holds a lock: of the lock itself, whose row tells only of the last exclusive holder.</summary>
    public const string Holders = """
        SELECT l.mode = 'ExclusiveLock', COALESCE(a.application_name, ''), f.owner, f.since, f.counter
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
        LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        LEFT JOIN mutx.fence AS f ON f.key = $1
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.classid::pg_catalog.int8 = (($1 >> 32) & 4294967295) AND l.objid::pg_catalog.int8 = ($1 & 4294967295)
        """;
}
