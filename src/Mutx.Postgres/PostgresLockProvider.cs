using Mutx.Locking;

namespace Mutx.Postgres;

/// <summary>
/// Locks between machines, kept by a PostgreSQL server (14 or newer) as session-level advisory locks, one session for each
/// lock that is held or waited for. Exclusive and shared, first come first served, with fencing tokens.
/// <para>
/// A lock is held as long as its session lives. A process that ends in any way frees its locks at once; one that is merely stopped
/// keeps them; one that is cut off is told that it lost them before the server gives them to anybody else
/// (<see cref="Capabilities"/> has both bounds). A server that restarts forgets all locks, and their holders are told.
/// </para>
/// <para>
/// Needs the server itself: a connection pooler between and a standby are refused. The table <c>mutx.fence</c>, a row for
/// each name ever locked, is made at the first use where the user may; otherwise an administrator runs
/// <see cref="SetupSql"/>. What waits asks anew every <see cref="PostgresLockOptions.AnswerTimeout"/>, so that it doesn't
/// hold up the server's housekeeping, and goes to the end of the line then: first come, first served holds for that long.
/// Deadlocks between locks are not found: give timeouts.
/// </para>
/// <para>Thread-safe. Several providers in one process share nothing.</para>
/// </summary>
public sealed class PostgresLockProvider : ILockProvider, IAsyncDisposable, IDisposable
{
    /// <summary>What makes the table of fencing tokens, for an administrator to run where the user of the locks may not.</summary>
    public const string SetupSql = Statements.CreateTable;

    private readonly PostgresLockOptions _options;
    private readonly PostgresSessions _sessions;
    private readonly ServerLockTurns _turns = new();

    /// <summary>Names a server. Connects at the first use.</summary>
    /// <param name="connectionString">
    /// As Npgsql reads it: <c>Host=db;Username=app;Database=app</c>. The password may come from PGPASSWORD or .pgpass.
    /// Pooling, keep-alive, multiplexing and command timeouts are this provider's business, whatever it says. <c>Timeout</c> is
    /// how long connecting may take, five seconds unless it says otherwise. All processes that are to exclude each other
    /// name the same database. Of several hosts the primary is found.
    /// </param>
    /// <param name="options">How; <see cref="PostgresLockOptions.Default"/> if null.</param>
    public PostgresLockProvider(string connectionString, PostgresLockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        _options = options ?? PostgresLockOptions.Default;
        _sessions = new PostgresSessions(connectionString, _options);
        Capabilities = new LockCapabilities
        {
            Features = LockFeatures.BetweenProcesses | LockFeatures.BetweenMachines | LockFeatures.Shared | LockFeatures.Fifo | LockFeatures.Fencing,
            Hold = LockHoldModel.Session,
            LossBound = _options.LossBound,
            ReleaseBound = _options.ReleaseBound,
        };
    }

    /// <inheritdoc/>
    public LockCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public ILock Get(string name) => Get(LockKey.For(_options.Namespace, name));

    /// <summary>Closes the sessions that aren't in use. Locks that are held stay so until they are released.</summary>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    internal PostgresLock Get(LockKey key) => new(key, this, _sessions, _turns, _options);
}
