using System.Globalization;
using Mutx.Locking;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Postgres;

/// <summary>The sessions of a provider: opened for a lock, kept for the next one when they are clean, a bounded number.</summary>
internal sealed class PostgresSessions : IAsyncDisposable
{
    private const int OldestVersion = 14;

    // Longer than anything takes that is on its way; shorter than a person's patience.
    private const int UsualSecondsToConnect = 5;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresLockOptions _options;
    private readonly TimeSpan _connectTimeout;
    private readonly Stack<PostgresSession> _idle = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public PostgresSessions(string connectionString, PostgresLockOptions options)
    {
        _options = options;
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        bool hasTimeout = given.ContainsKey("Timeout");
        given.Pooling = false;
        given.Multiplexing = false;
        given.Enlist = false;
        given.KeepAlive = 0;
        given.CommandTimeout = 0;
        given.CancellationTimeout = -1;
        given.MaxAutoPrepare = 12;
        given.AutoPrepareMinUsages = 2;
        given.HostRecheckSeconds = 0;
        bool hasSeveral = given.Host?.Contains(',', StringComparison.Ordinal) == true;
        if (hasSeveral)
        {
            given.TargetSessionAttributes ??= "primary";
        }

        given.Timeout = hasTimeout ? given.Timeout : UsualSecondsToConnect;
        given.ApplicationName ??= $"mutx {options.Owner}";
        _connectTimeout = given.Timeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(given.Timeout);
        Place = string.Create(
            CultureInfo.InvariantCulture, $"PostgreSQL at {given.Host ?? "localhost"}{(hasSeveral ? "" : $":{given.Port}")}/{given.Database ?? given.Username}");
        var builder = new NpgsqlSlimDataSourceBuilder(given.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        _source = builder.Build();
    }

    /// <summary>Which server, for messages; no password.</summary>
    public string Place { get; }

    /// <summary>One that was used before, or a new one.</summary>
    /// <param name="limit">How long opening may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MutxException">There is no server, it doesn't answer, or its locks are of no use.</exception>
    public ValueTask<PostgresSession> RentAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PostgresLockProvider));
            if (_idle.TryPop(out PostgresSession? session))
            {
                return new ValueTask<PostgresSession>(session);
            }
        }

        return new ValueTask<PostgresSession>(OpenAsync(limit, cancellationToken));
    }

    /// <summary>Takes back one that holds no lock and has nothing on its way.</summary>
    public void Return(PostgresSession session)
    {
        session.IsUsed = true;
        lock (_gate)
        {
            if (!_disposed && _idle.Count < _options.MaxIdleSessions)
            {
                _idle.Push(session);
                return;
            }
        }

        session.Close();
    }

    /// <summary>Closes those that aren't in use.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            while (_idle.TryPop(out PostgresSession? session))
            {
                session.Close();
            }
        }
    }

    /// <summary>Closes those that aren't in use, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Forget();
        }

        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<PostgresSession> OpenAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        TimeSpan patience = limit == Timeout.InfiniteTimeSpan || (_connectTimeout != Timeout.InfiniteTimeSpan && _connectTimeout < limit) ? _connectTimeout : limit;
        long start = _options.TimeProvider.GetTimestamp();

        // Not the caller's token: the library looks at it between steps only. Whatever it opens too late is closed.
        Task<NpgsqlConnection> opening = _source.OpenConnectionAsync(CancellationToken.None).AsTask();
        try
        {
            NpgsqlConnection connection = await opening.WaitAsync(patience, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return await GreetAsync(connection, Rest(patience, start), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MutxException && PostgresError.IsOne(e))
        {
            throw PostgresError.Translate(e, Place, patience);
        }
        finally
        {
            if (!opening.IsCompleted)
            {
                _ = CloseWhenOpenAsync(opening);
            }
        }
    }

    private TimeSpan Rest(TimeSpan limit, long start)
    {
        TimeSpan left = limit - _options.TimeProvider.GetElapsedTime(start);
        return limit == Timeout.InfiniteTimeSpan ? limit : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static async Task CloseWhenOpenAsync(Task<NpgsqlConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await opening.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<PostgresSession> GreetAsync(NpgsqlConnection connection, TimeSpan limit, CancellationToken cancellationToken)
    {
        var unknown = new PostgresSession(connection, new ServerFacts("", 0), _options.TimeProvider);
        try
        {
            if (connection.PostgreSqlVersion.Major < OldestVersion)
            {
                throw PostgresError.Unfit(Place, $"it is version {connection.PostgreSqlVersion}, and {OldestVersion} is the oldest that will do");
            }

            (ServerFacts facts, bool hasTable) = await unknown.RunAsync(AskAsync, limit, cancellationToken).ConfigureAwait(false);
            var session = new PostgresSession(connection, facts, _options.TimeProvider);
            if (!hasTable)
            {
                // It is looked at once it is there: somebody may have come in between, whose schema it lies in now.
                await session.RunAsync(MakeTableAsync, limit, cancellationToken).ConfigureAwait(false);
                await session.RunAsync(LookAsync, limit, cancellationToken).ConfigureAwait(false);
            }

            return session;
        }
        catch
        {
            unknown.Close();
            throw;
        }
    }

    private async Task<(ServerFacts Facts, bool HasTable)> AskAsync(NpgsqlConnection connection, CancellationToken abort)
    {
        int told = connection.ProcessID;
        int idle = (int)(_options.ReleaseBound.TotalSeconds / 2);
        int interval = Math.Max(1, (int)(_options.ReleaseBound.TotalSeconds - idle) / 3);
        int count = (int)Math.Ceiling((_options.ReleaseBound.TotalSeconds - idle) / interval);
        using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(Statements.Greet);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.TrustOnlyCatalog));
        batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.Look));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = told });
        foreach (int setting in new[] { idle, interval, count, (int)_options.ReleaseBound.TotalMilliseconds })
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = setting.ToString(CultureInfo.InvariantCulture) });
        }

        NpgsqlDataReader row = await batch.ExecuteReaderAsync(abort).ConfigureAwait(false);
        await using (row.ConfigureAwait(false))
        {
            await row.NextResultAsync(abort).ConfigureAwait(false);
            await row.ReadAsync(abort).ConfigureAwait(false);
            if (row.GetInt32(0) != told)
            {
                throw PostgresError.Unfit(
                    Place,
                    "a connection pooler such as PgBouncer stands between, which may give one session to several clients, and a lock to two of them",
                    "name the server itself, not the pooler");
            }

            if (row.GetBoolean(1))
            {
                throw PostgresError.Unfit(
                    Place, "it is a standby, whose locks exclude nobody on the primary", "name the primary, or all of them");
            }

            string provider = string.Create(CultureInfo.InvariantCulture, $"postgres:{row.GetString(2)}.{row.GetInt64(3)}");
            long timeline = long.Parse(row.GetString(4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await row.NextResultAsync(abort).ConfigureAwait(false);
            return (new ServerFacts(provider, timeline), await HasTableAsync(row, abort).ConfigureAwait(false));
        }
    }

    private async Task<bool> LookAsync(NpgsqlConnection connection, CancellationToken abort)
    {
        using var command = new NpgsqlCommand(Statements.Look, connection);
        NpgsqlDataReader row = await command.ExecuteReaderAsync(abort).ConfigureAwait(false);
        await using (row.ConfigureAwait(false))
        {
            return await HasTableAsync(row, abort).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is a table of tokens, which is as mutx makes it.</summary>
    private async Task<bool> HasTableAsync(NpgsqlDataReader row, CancellationToken abort)
    {
        await row.ReadAsync(abort).ConfigureAwait(false);
        if (!await row.IsDBNullAsync(1, abort).ConfigureAwait(false))
        {
            throw PostgresError.Unfit(
                Place,
                $"{row.GetString(1)}: whoever made it so could have code run by those who lock",
                "have an administrator look at it and drop the schema mutx; then run this once as the database's owner, whose they have to be: "
                    + PostgresLockProvider.SetupSql.ReplaceLineEndings(" "));
        }

        return row.GetBoolean(0);
    }

    private static async Task<bool> MakeTableAsync(NpgsqlConnection connection, CancellationToken abort)
    {
        using var batch = new NpgsqlBatch(connection);
        var first = new NpgsqlBatchCommand(Statements.KeepCreatorsApart);
        first.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey.For("mutx.setup", "fence").Number });
        batch.BatchCommands.Add(first);
        foreach (string statement in Statements.CreateTable.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }

        await batch.ExecuteNonQueryAsync(abort).ConfigureAwait(false);
        return true;
    }
}
