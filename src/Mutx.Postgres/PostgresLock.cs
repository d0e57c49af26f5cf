using System.Globalization;
using Mutx.Locking;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Postgres;

/// <summary>
/// One lock of the server. First it is tried; held, it is waited for in the server's own line, a slice at a time: a statement
/// that waits pins a snapshot, and what has to wait for all snapshots (CREATE INDEX CONCURRENTLY) would wait with it.
/// </summary>
internal sealed class PostgresLock(
    LockKey key, PostgresLockProvider provider, PostgresSessions sessions, ServerLockTurns turns, PostgresLockOptions options)
    : ServerLock(key, sessions.Place, turns, options.TimeProvider, options.Logger)
{
    private static readonly TimeSpan PauseBeforeReconnect = TimeSpan.FromMilliseconds(200);

    public override LockCapabilities Capabilities => provider.Capabilities;

    public override async ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default)
    {
        for (; ; )
        {
            PostgresSession session = await sessions.RentAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            try
            {
                IReadOnlyList<LockOwner> owners = await session.RunAsync(
                    (open, abort) => ReadOwnersAsync(open, session.Facts, abort), options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
                sessions.Return(session);
                return owners;
            }
            catch (Exception e) when (PostgresError.IsOne(e))
            {
                session.Close();
                if (!session.IsUsed || !IsGone(e))
                {
                    throw PostgresError.Translate(e, Place, options.AnswerTimeout);
                }
            }
        }
    }

    protected override ILock OfKey(LockKey other) => provider.Get(other);

    protected override async ValueTask<ServerLockHandle?> TakeAsync(LockAttempt attempt)
    {
        for (bool stood = false; ;)
        {
            PostgresSession? session = null;
            try
            {
                session = await sessions.RentAsync(PatienceFor(attempt), attempt.Cancellation).ConfigureAwait(false);
                PostgresLockHandle? held = await TryAsync(session, attempt).ConfigureAwait(false);
                if (held is not null || attempt.IsTry)
                {
                    return held;
                }

                stood = true;
                return await WaitAsync(session, attempt).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                session?.Close();
                if (!PostgresError.IsOne(e))
                {
                    throw;
                }

                if (!MayTryAgain(e, session, stood && attempt.Remaining != TimeSpan.Zero))
                {
                    throw PostgresError.Translate(e, Place, options.AnswerTimeout);
                }
            }

            if (stood)
            {
                TimeSpan left = attempt.Remaining;
                TimeSpan pause = left == Timeout.InfiniteTimeSpan || left > PauseBeforeReconnect ? PauseBeforeReconnect : left;
                await Task.Delay(pause, options.TimeProvider, attempt.Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A session that was used before may have died since; and a line that was stood in is stood in again when the server is back.</summary>
    private bool MayTryAgain(Exception error, PostgresSession? session, bool standsAgain)
    {
        if (!IsGone(error))
        {
            return false;
        }

        bool isSilent = error is TimeoutException || error.InnerException is TimeoutException;
        if (isSilent)
        {
            // The others will be no better.
            sessions.Forget();
        }

        return (session?.IsUsed == true && !isSilent) || standsAgain;
    }

    private bool IsGone(Exception error) => PostgresError.Translate(error, Place, default).Error == MutxError.ServerUnavailable;

    /// <summary>The lock if nobody has it. Otherwise the session is as it was.</summary>
    private async Task<PostgresLockHandle?> TryAsync(PostgresSession session, LockAttempt attempt)
    {
        long asked = attempt.Now;
        if (attempt.Mode == LockMode.Exclusive)
        {
            object? count = await session.AskAsync(
                Statements.Try, options.AnswerTimeout, attempt.Cancellation, NumberOf(Key), TextOf(Key.ToString()), TextOf(options.Owner)).ConfigureAwait(false);
            return count is long counter ? Hold(session, attempt, asked, counter) : Back(session, attempt);
        }

        (bool got, long last) = await session.RunAsync(TrySharedAsync, options.AnswerTimeout, attempt.Cancellation).ConfigureAwait(false);
        return got ? Hold(session, attempt, asked, last) : Back(session, attempt);
    }

    /// <summary>A session that was told no holds nothing: the next may have it, unless this attempt goes on with it.</summary>
    private PostgresLockHandle? Back(PostgresSession session, LockAttempt attempt)
    {
        if (attempt.IsTry)
        {
            sessions.Return(session);
        }

        return null;
    }

    private async Task<(bool Got, long Last)> TrySharedAsync(NpgsqlConnection connection, CancellationToken abort)
    {
        using NpgsqlBatch batch = BatchOf(connection, (Statements.TryShared, [NumberOf(Key)]), (Statements.LastCount, [NumberOf(Key)]));
        NpgsqlDataReader reader = await batch.ExecuteReaderAsync(abort).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(abort).ConfigureAwait(false);
            bool got = reader.GetBoolean(0);
            await reader.NextResultAsync(abort).ConfigureAwait(false);
            return (got, await CountAsync(reader, abort).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Stands in the server's line until the time is up. A session that leaves it without the lock is closed: the server may
    /// grant a lock in the very moment in which it reports that the time has passed, and nothing else undoes that for certain.
    /// </summary>
    private async Task<ServerLockHandle?> WaitAsync(PostgresSession session, LockAttempt attempt)
    {
        attempt.Contended();
        for (bool isFirst = true; ; isFirst = false)
        {
            TimeSpan left = attempt.Remaining;
            if (left == TimeSpan.Zero)
            {
                session.Close();
                return null;
            }

            TimeSpan slice = left == Timeout.InfiniteTimeSpan || left > options.AnswerTimeout ? options.AnswerTimeout : left;
            long asked = attempt.Now;
            try
            {
                long count = await session.RunAsync(
                    (open, abort) => StandInLineAsync(open, attempt.Mode, slice, isFirst, abort),
                    slice + options.AnswerTimeout,
                    attempt.Cancellation).ConfigureAwait(false);
                return Hold(session, attempt, asked, count);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // The slice is over; what may have been granted with it is let go of at the start of the next.
            }
        }
    }

    private async Task<long> StandInLineAsync(NpgsqlConnection connection, LockMode mode, TimeSpan slice, bool isFirst, CancellationToken abort)
    {
        // Zero would be no limit.
        string limit = Math.Max(1, (long)slice.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        bool isShared = mode == LockMode.Shared;
        var statements = new List<(string, NpgsqlParameter[])>();
        if (!isFirst)
        {
            statements.Add((Statements.LetGoOfAll, []));
        }

        statements.Add((Statements.LimitWait, [TextOf(limit)]));
        statements.Add((isShared ? Statements.WaitShared : Statements.Wait, [NumberOf(Key)]));
        statements.Add(isShared
            ? (Statements.LastCount, [NumberOf(Key)])
            : (Statements.Count, [NumberOf(Key), TextOf(Key.ToString()), TextOf(options.Owner)]));
        using NpgsqlBatch batch = BatchOf(connection, [.. statements]);
        NpgsqlDataReader reader = await batch.ExecuteReaderAsync(abort).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (int i = 1; i < statements.Count; i++)
            {
                await reader.NextResultAsync(abort).ConfigureAwait(false);
            }

            return await CountAsync(reader, abort).ConfigureAwait(false);
        }
    }

    private PostgresLockHandle Hold(PostgresSession session, LockAttempt attempt, long asked, long count)
    {
        var token = new FencingToken(session.Facts.Provider, Key.Short, session.Facts.Timeline, count);
        return new PostgresLockHandle(this, attempt, asked, token, session, sessions, options);
    }

    private async Task<IReadOnlyList<LockOwner>> ReadOwnersAsync(NpgsqlConnection connection, ServerFacts facts, CancellationToken abort)
    {
        using var command = new NpgsqlCommand(Statements.Holders, connection);
        command.Parameters.Add(NumberOf(Key));
        NpgsqlDataReader row = await command.ExecuteReaderAsync(abort).ConfigureAwait(false);
        var owners = new List<LockOwner>();
        await using (row.ConfigureAwait(false))
        {
            while (await row.ReadAsync(abort).ConfigureAwait(false))
            {
                bool isExclusive = row.GetBoolean(0);
                bool wroteRow = isExclusive && row.GetBoolean(5);
                bool hasToken = isExclusive ? wroteRow : !await row.IsDBNullAsync(4, abort).ConfigureAwait(false);
                owners.Add(new LockOwner(row.GetString(wroteRow ? 2 : 1), isExclusive ? LockMode.Exclusive : LockMode.Shared)
                {
                    Since = wroteRow ? row.GetFieldValue<DateTimeOffset>(3) : null,
                    Token = hasToken ? new FencingToken(facts.Provider, Key.Short, facts.Timeline, row.GetInt64(4)) : null,
                });
            }
        }

        return owners;
    }

    /// <summary>A server may take as long as its caller would wait anyway, and longer than he would where that is too short for any answer.</summary>
    private TimeSpan PatienceFor(LockAttempt attempt) =>
        attempt.Remaining is var left && left != Timeout.InfiniteTimeSpan && left < options.AnswerTimeout ? options.AnswerTimeout : left;

    private static async Task<long> CountAsync(NpgsqlDataReader reader, CancellationToken abort) =>
        await reader.ReadAsync(abort).ConfigureAwait(false) && !await reader.IsDBNullAsync(0, abort).ConfigureAwait(false) ? reader.GetInt64(0) : 0;

    private static NpgsqlBatch BatchOf(NpgsqlConnection connection, params (string Text, NpgsqlParameter[] Parameters)[] statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach ((string text, NpgsqlParameter[] parameters) in statements)
        {
            var command = new NpgsqlBatchCommand(text);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static NpgsqlParameter<long> NumberOf(LockKey key) => new() { TypedValue = key.Number };

    private static NpgsqlParameter<string> TextOf(string text) => new() { TypedValue = text };
}
