using Npgsql;

namespace Mutx.Postgres;

/// <summary>
/// One connection to the server, for one lock at a time. Its owner lets one command follow the other; none has a timeout of
/// the client library's, which in a partition first tries to reach the server once more to cancel it.
/// </summary>
internal sealed class PostgresSession(NpgsqlConnection connection, ServerFacts facts, TimeProvider time)
{
    /// <summary>What the server said of itself.</summary>
    public ServerFacts Facts => facts;

    // A timer that comes later than that wasn't waited for by a process that was running.
    private const double Overslept = 1.25;

    private bool _isGivenUp;

    /// <summary>Whether it has been used for a lock before, and so may have died since.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Runs a command. If it has no answer in time the session is given up, and with it all that the server keeps for it.</summary>
    /// <param name="command">Runs it; its token ends it.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="TimeoutException">There was no answer; the session is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the session is closed.</exception>
    /// <exception cref="NpgsqlException">The server or the network said no; the session is to be closed.</exception>
    public async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> command, TimeSpan limit, CancellationToken cancellationToken)
    {
        var abort = new CancellationTokenSource();
        Task<T> running = command(connection, abort.Token);
        try
        {
            T answer = await running.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            abort.Dispose();
            return answer;
        }
        catch (Exception) when (!running.IsCompleted)
        {
            _isGivenUp = true;
            _ = AbandonAsync(running, abort);
            throw;
        }
    }

    /// <summary>A value, or null if there is no row or none in it.</summary>
    public Task<object?> AskAsync(string statement, TimeSpan limit, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(
            async (open, abort) =>
            {
                using var command = new NpgsqlCommand(statement, open);
                command.Parameters.AddRange(parameters);
                object? value = await command.ExecuteScalarAsync(abort).ConfigureAwait(false);
                return value is DBNull ? null : value;
            },
            limit,
            cancellationToken);

    /// <summary>Listens until it is told to stop. The server has nothing to say unless the session ends.</summary>
    /// <param name="stop">Ends the listening.</param>
    /// <exception cref="NpgsqlException">The session has ended.</exception>
    public async Task ListenAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await connection.WaitAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Closes it, whatever it is doing; the server releases what it kept. Doesn't wait for that.</summary>
    public void Close()
    {
        if (!_isGivenUp)
        {
            _isGivenUp = true;
            _ = CloseAsync();
        }
    }

    /// <summary>
    /// Asks for nothing but an answer. A process that was stopped meanwhile, or had no time to run, finds its patience at an end
    /// and the answer unread: then it waits once more as long.
    /// </summary>
    /// <param name="limit">How long the answer may take.</param>
    /// <exception cref="TimeoutException">There was no answer; the session is closed.</exception>
    public async Task PingAsync(TimeSpan limit)
    {
        var abort = new CancellationTokenSource();
        Task running = PingAsync(abort.Token);
        for (; ; )
        {
            long start = time.GetTimestamp();
            try
            {
                await running.WaitAsync(limit, time).ConfigureAwait(false);
                abort.Dispose();
                return;
            }
            catch (TimeoutException) when (!running.IsCompleted)
            {
                if (time.GetElapsedTime(start) < limit * Overslept)
                {
                    _isGivenUp = true;
                    _ = AbandonAsync(running, abort);
                    throw;
                }
            }
        }
    }

    private async Task PingAsync(CancellationToken abort)
    {
        using var command = new NpgsqlCommand(Statements.Ping, connection);
        await command.ExecuteNonQueryAsync(abort).ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
        {
            // It is of no use any more, which is what was wanted.
        }
    }

    /// <summary>
    /// Ends a command that nobody waits for, and the session. That may take as long as opening a connection may, on a thread of
    /// the pool: the client library first asks the server, on another connection, to cancel it, and then breaks this one.
    /// </summary>
    private async Task AbandonAsync(Task running, CancellationTokenSource abort)
    {
        await abort.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        abort.Dispose();
        await CloseAsync().ConfigureAwait(false);
    }
}
