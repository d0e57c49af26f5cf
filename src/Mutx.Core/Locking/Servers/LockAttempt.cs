using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>One attempt at a <see cref="ServerLock"/>, as the provider that makes it sees it.</summary>
public sealed class LockAttempt
{
    // What a timer can be set to ends at 49 days; who waits longer than that is ended by nothing but his token.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly ServerLock _wanted;
    private readonly TimeProvider _time;
    private readonly Deadline _deadline;
    private readonly ILogger _logger;
    private readonly TimeProvider _continuous;
    private Activity? _activity;
    private bool _contended;

    internal LockAttempt(
        ServerLock wanted, LockMode mode, TimeSpan timeout, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        _wanted = wanted;
        _deadline = Deadline.After(timeout, time);
        _logger = logger;
        _time = time;
        _continuous = ContinuousTime.InPlaceOf(time);
        Mode = mode;
        Cancellation = cancellation;
    }

    /// <summary>The mode it is wanted in.</summary>
    public LockMode Mode { get; }

    /// <summary>Whether there is to be no wait for whoever has it.</summary>
    public bool IsTry => _deadline.Limit == TimeSpan.Zero;

    /// <summary>What is left to wait, never below zero; <see cref="Timeout.InfiniteTimeSpan"/> where there is no limit.</summary>
    public TimeSpan Remaining => _deadline.Remaining;

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => _deadline.Elapsed;

    /// <summary>How long it was waited for somebody else; zero unless <see cref="Contended"/> was called.</summary>
    public TimeSpan Waited => _contended ? _deadline.Elapsed : TimeSpan.Zero;

    /// <summary>Cancelled when the caller doesn't want it any more.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>
    /// The moment, on the clock that <see cref="ServerLockHandle"/> reckons by: to be taken before the question is sent whose
    /// answer says that the lock is held.
    /// </summary>
    public long Now => _continuous.GetTimestamp();

    /// <summary>How long ago a moment was, by a clock that runs while the machine sleeps.</summary>
    /// <param name="moment"><see cref="Now"/> of then.</param>
    public TimeSpan Since(long moment) => _continuous.GetElapsedTime(moment);

    /// <summary>The end of the wait, to be waited with.</summary>
    /// <returns>To be disposed.</returns>
    public WaitEnd CreateEnd()
    {
        TimeSpan left = Remaining;
        return new WaitEnd(new CancellationTokenSource(left > LongestTimer ? Timeout.InfiniteTimeSpan : left, _time), Cancellation);
    }

    /// <summary>Says that somebody else has the lock, and waiting begins. Only the first call counts.</summary>
    public void Contended()
    {
        if (!_contended)
        {
            _contended = true;
            _activity = Telemetry.BeginWait(_wanted.Name);
            _logger.LockContended(_wanted.Name, _wanted.Place);
        }
    }

    internal void End(LockWaitEnd end)
    {
        if (end == LockWaitEnd.Acquired)
        {
            Telemetry.Acquired(_contended, _deadline.Elapsed);
        }
        else if (end == LockWaitEnd.TimedOut)
        {
            Telemetry.TimedOut();
        }
        else if (end == LockWaitEnd.Cancelled)
        {
            Telemetry.Abandoned();
        }

        if (_contended)
        {
            _activity?.SetStatus(end == LockWaitEnd.Acquired ? ActivityStatusCode.Ok : ActivityStatusCode.Error, end.ToString());
            _activity?.Dispose();
            _logger.LockWaitEnded(_wanted.Name, end, _deadline.Elapsed.TotalMilliseconds);
        }
    }
}
