using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Locking;

namespace Mutx.Postgres;

/// <summary>How locks of a PostgreSQL server are named, watched and waited for.</summary>
public sealed record PostgresLockOptions
{
    // Below that a loaded machine loses locks for nothing.
    private static readonly TimeSpan ShortestAnswer = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The defaults.</summary>
    public static PostgresLockOptions Default { get; } = new();

    /// <summary>
    /// Whose names these are; <c>mutx</c>. Programs that use one database and mean different things by one name need
    /// different ones. Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit first.
    /// </summary>
    public string Namespace
    {
        get;
        init => field = LockKey.For(value, "-").Namespace;
    } = "mutx";

    /// <summary>Who holds the locks, for people to read: machine and process number unless given.</summary>
    public string Owner
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value.Replace('\0', ' ');
        }
    } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How long a holder's connection is quiet before the server is asked whether it is still there; one second.</summary>
    public TimeSpan PingInterval
    {
        get;
        init => field = InBounds(value, TimeSpan.FromMilliseconds(100));
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the server may take for an answer; two seconds. A holder who waits longer has lost his lock, and a waiter's
    /// place in the line lasts as long.
    /// </summary>
    public TimeSpan AnswerTimeout
    {
        get;
        init => field = InBounds(value, ShortestAnswer);
    } = TimeSpan.FromSeconds(2);

    /// <summary>How many sessions are kept open for the next locks when theirs are released; 4.</summary>
    public int MaxIdleSessions
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 4;

    /// <summary>The clock that timeouts run on.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where events are logged; nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// When a holder who hears nothing has lost his lock, at the latest: an answer may take its time, then comes the pause, then
    /// the next answer, which doesn't come.
    /// </summary>
    internal TimeSpan LossBound => PingInterval + (2 * AnswerTimeout);

    /// <summary>
    /// When the server ends a session that it hears nothing of, at the earliest; in whole seconds, which are what it can
    /// be told. More than twice what the holder takes to give up.
    /// </summary>
    internal TimeSpan ReleaseBound => TimeSpan.FromSeconds(Math.Ceiling((2 * LossBound).TotalSeconds) + 2);

    private static TimeSpan InBounds(TimeSpan value, TimeSpan shortest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest);
        return value;
    }
}
