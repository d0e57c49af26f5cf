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
            key bigint PRIMARY KEY, name text NOT NULL, counter bigint NOT NULL, owner text NOT NULL, since timestamptz NOT NULL, pid integer NOT NULL
        ) WITH (fillfactor = 50);
        """;

    /// <summary>
    /// First of what is said on a connection, together with <see cref="Greet"/> and <see cref="Look"/>, and for these two alone: even
    /// an operator is found by the search path.
    /// </summary>
    public const string TrustOnlyCatalog = "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)";

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

    /// <summary>
    /// Whether the table is there, and what is wrong with it or its schema: whoever owns either, or could give it a trigger, a
    /// rule, a policy, a default or an index of his own, has his code run by whoever locks. 6171 is the role pg_database_owner, 11 the schema
    /// pg_catalog; the numbers of the types are those of every server.
    /// </summary>
    public const string Look = """
        WITH trusted AS (
            SELECT r.oid FROM pg_catalog.pg_roles AS r
            WHERE r.rolsuper OR r.rolname = CURRENT_USER OR r.oid = 6171
               OR r.oid = (SELECT d.datdba FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
        ),
        s AS (SELECT n.oid, n.nspowner FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'mutx'),
        t AS (SELECT c.* FROM pg_catalog.pg_class AS c JOIN s ON c.relnamespace = s.oid WHERE c.relname = 'fence')
        SELECT EXISTS (SELECT FROM t), COALESCE(
            (SELECT 'its schema mutx belongs to ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(s.nspowner))
             FROM s WHERE s.nspowner NOT IN (SELECT oid FROM trusted)),
            (SELECT 'its table mutx.fence belongs to ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(t.relowner))
             FROM t WHERE t.relowner NOT IN (SELECT oid FROM trusted)),
            (SELECT 'its mutx.fence ' || CASE
                WHEN t.relkind <> 'r' OR t.relpersistence <> 'p' OR t.relispartition THEN 'is no plain table'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid) THEN 'has triggers'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_rewrite AS w WHERE w.ev_class = t.oid) THEN 'has rules'
                WHEN t.relrowsecurity OR EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE p.polrelid = t.oid) THEN 'has row security'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE t.oid IN (h.inhrelid, h.inhparent)) THEN 'has parents or children'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_attrdef AS f WHERE f.adrelid = t.oid) THEN 'has defaults'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = t.oid AND k.contype NOT IN ('p', 'n')) THEN 'has constraints'
                WHEN 1 <> (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index AS i WHERE i.indrelid = t.oid)
                  OR NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_opclass AS o ON o.oid = i.indclass[0]
                                 WHERE i.indrelid = t.oid AND i.indisprimary AND i.indexprs IS NULL AND i.indpred IS NULL AND o.opcnamespace = 11)
                    THEN 'has other indexes than its own'
                WHEN (SELECT pg_catalog.string_agg(a.attname::pg_catalog.text || ' ' || a.atttypid::pg_catalog.text, ',' ORDER BY a.attnum)
                      FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped)
                     <> 'key 20,name 25,counter 20,owner 25,since 1184,pid 23' THEN 'has other columns than its own'
             END FROM t))
        """;

    /// <summary>Takes the lock if it is free and counts, in one statement; no row, no lock.</summary>
    public const string Try = """
        WITH got AS MATERIALIZED (SELECT pg_catalog.pg_try_advisory_lock($1) AS it)
        INSERT INTO mutx.fence AS f (key, name, counter, owner, since, pid)
        SELECT $1, $2, 1, $3, pg_catalog.clock_timestamp(), pg_catalog.pg_backend_pid() FROM got WHERE got.it
        ON CONFLICT (key) DO UPDATE SET counter = f.counter + 1, owner = excluded.owner, since = excluded.since, pid = excluded.pid
        RETURNING counter
        """;

    public const string Count = """
        INSERT INTO mutx.fence AS f (key, name, counter, owner, since, pid)
        VALUES ($1, $2, 1, $3, pg_catalog.clock_timestamp(), pg_catalog.pg_backend_pid())
        ON CONFLICT (key) DO UPDATE SET counter = f.counter + 1, owner = excluded.owner, since = excluded.since, pid = excluded.pid
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

    /// <summary>
    /// Who holds a lock: of the lock itself. Its row tells of the last exclusive holder, who may be gone: one who locks by hand, or
    /// has yet to count, writes none. It is this holder's if his session wrote it.
    /// </summary>
    public const string Holders = """
        SELECT l.mode = 'ExclusiveLock', COALESCE(NULLIF(a.application_name, ''), 'process ' || l.pid::pg_catalog.text || ' of the server'),
               f.owner, f.since, f.counter, COALESCE(f.pid = l.pid AND COALESCE(f.since >= a.backend_start, true), false)
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
        LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        LEFT JOIN mutx.fence AS f ON f.key = $1
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.classid::pg_catalog.int8 = (($1 >> 32) & 4294967295) AND l.objid::pg_catalog.int8 = ($1 & 4294967295)
        """;
}
