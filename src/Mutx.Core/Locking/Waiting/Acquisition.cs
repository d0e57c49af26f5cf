using System.Diagnostics;
using Mutx.Diagnostics;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// One acquisition, from the first try to its end: of one lock or of several, all or none, in the order given and under
/// one deadline. Whatever ends it early gives back what it had.
/// </summary>
internal sealed class Acquisition
{
    // Timers and waits end at int.MaxValue milliseconds; longer ones are done in laps.
    private static readonly TimeSpan Lap = TimeSpan.FromDays(20);

    private readonly LockStep[] _steps;
    private readonly HeldLock?[] _held;
    private readonly FileLockOptions _options;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;
    private int _next;
    private LockWait? _wait;
    private Activity? _activity;

    public Acquisition(LockStep[] steps, FileLockOptions options, Deadline deadline, CancellationToken cancellation)
    {
        _steps = steps;
        _held = new HeldLock?[steps.Length];
        _options = options;
        _deadline = deadline;
        _cancellation = cancellation;
    }

    /// <summary>How long it has taken, if there was a wait at all.</summary>
    public TimeSpan Waited => _wait is null ? TimeSpan.Zero : _deadline.Elapsed;

    /// <summary>What is held after success, a place for each step; null where the step was a turnstile.</summary>
    public HeldLock?[] Held => _held;

    /// <summary>The step at which it ended without success.</summary>
    public LockStep Stuck => _steps[_next];

    /// <summary>Takes the locks. Blocks only the calling thread.</summary>
    /// <returns>Whether all are held now; if not, somebody was in the way all the time.</returns>
    public bool Run()
    {
        try
        {
            while (!Advance())
            {
                if (_deadline.Limit == TimeSpan.Zero || !Settle(Wait(Begin(WaitStyle.Blocking))))
                {
                    return TimedOut();
                }
            }

            return Acquired();
        }
        catch (Exception e)
        {
            Abandon(e is OperationCanceledException ? LockWaitEnd.Cancelled : LockWaitEnd.Failed);
            throw;
        }
    }

    /// <summary>Takes the locks. No thread of the pool waits.</summary>
    /// <inheritdoc cref="Run"/>
    public ValueTask<bool> RunAsync()
    {
        try
        {
            return Advance() ? new ValueTask<bool>(Acquired())
                : _deadline.Limit == TimeSpan.Zero ? new ValueTask<bool>(TimedOut())
                : new ValueTask<bool>(RunOnAsync());
        }
        catch (Exception e)
        {
            Abandon(LockWaitEnd.Failed);
            return ValueTask.FromException<bool>(e);
        }
    }

    private async Task<bool> RunOnAsync()
    {
        try
        {
            do
            {
                if (!Settle(await WaitAsync(Begin(WaitStyle.Asynchronous)).ConfigureAwait(false)))
                {
                    return TimedOut();
                }
            }
            while (!Advance());

            return Acquired();
        }
        catch (Exception e)
        {
            Abandon(e is OperationCanceledException ? LockWaitEnd.Cancelled : LockWaitEnd.Failed);
            throw;
        }
    }

    /// <summary>
    /// Takes what can be had without waiting; true when that is all. Those who are ready to wait don't overtake those
    /// who wait already.
    /// </summary>
    private bool Advance()
    {
        for (; _next < _steps.Length;)
        {
            LockStep step = _steps[_next];
            if ((_deadline.Limit != TimeSpan.Zero && WaitQueue.HasWaiters(step.Source))
                || step.Source.TryTake(step.Mode) is not { } held)
            {
                return false;
            }

            Keep(held);
        }

        return true;
    }

    private void Keep(HeldLock held)
    {
        _held[_next] = held;
        _next++;
        if (_next > 1 && _steps[_next - 2].IsTurn)
        {
            _held[_next - 2]?.Release();
            _held[_next - 2] = null;
        }
    }

    private WaitRequest Begin(WaitStyle style)
    {
        LockStep step = _steps[_next];
        if (_wait is null)
        {
            _wait = new LockWait(step.Owner, step.Mode, _deadline);
            _activity = Telemetry.BeginWait(step.Owner.Resource);
            _options.Logger.LockContended(step.Owner.Resource, step.Owner.LockFile);
            _options.WaitObserver?.Waiting(_wait);
        }

        var request = new WaitRequest(step.Source, step.Mode, style);
        if (style == WaitStyle.Blocking && _deadline.IsInfinite && !_cancellation.CanBeCanceled)
        {
            WaitQueue.EnqueueForGood(request);
        }
        else
        {
            WaitQueue.Enqueue(request);
        }

        return request;
    }

    private WaitRequest Wait(WaitRequest request)
    {
        using (TellOfCancellation(request))
        {
            while (!request.WaitForOutcome(NextLap()))
            {
                if (_deadline.HasExpired)
                {
                    request.TryTimeOut();
                }
            }
        }

        return request;
    }

    private async Task<WaitRequest> WaitAsync(WaitRequest request)
    {
        using (TellOfCancellation(request))
        using (ITimer? timer = StartTimer(request))
        {
            await ((Task)request.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return request;
    }

    private CancellationTokenRegistration TellOfCancellation(WaitRequest request) =>
        _cancellation.UnsafeRegister(static (state, token) => ((WaitRequest)state!).TryCancel(token), request);

    /// <summary>Keeps what a settled request brought; false if its time was up.</summary>
    private bool Settle(WaitRequest request)
    {
        if (request.Outcome is { IsCompletedSuccessfully: true, Result: { } held })
        {
            Keep(held);
            return true;
        }

        WaitQueue.Forget(request);
        request.Outcome.GetAwaiter().GetResult();
        return false;
    }

    private ITimer? StartTimer(WaitRequest request)
    {
        if (_deadline.IsInfinite)
        {
            return null;
        }

        // The timer is told its first due time only once it is known to its own callback.
        ITimer? timer = null;
        timer = _options.TimeProvider.CreateTimer(
            _ =>
            {
                if (_deadline.HasExpired)
                {
                    request.TryTimeOut();
                }
                else
                {
                    Volatile.Read(ref timer)?.Change(NextLap(), Timeout.InfiniteTimeSpan);
                }
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(NextLap(), Timeout.InfiniteTimeSpan);
        return timer;
    }

    private TimeSpan NextLap()
    {
        TimeSpan left = _deadline.Remaining;
        return left == Timeout.InfiniteTimeSpan || left > Lap ? Lap
            : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
    }

    private bool Acquired()
    {
        End(LockWaitEnd.Acquired);
        return true;
    }

    private bool TimedOut()
    {
        Abandon(LockWaitEnd.TimedOut);
        return false;
    }

    /// <summary>Gives back what is held, the last first; only then is anybody told.</summary>
    private void Abandon(LockWaitEnd end)
    {
        for (int i = _held.Length - 1; i >= 0; i--)
        {
            _held[i]?.Release();
            _held[i] = null;
        }

        End(end);
    }

    private void End(LockWaitEnd end)
    {
        Count(end);
        if (_wait is not { } wait)
        {
            return;
        }

        _wait = end == LockWaitEnd.Acquired ? wait : null;
        _activity?.SetStatus(end == LockWaitEnd.Acquired ? ActivityStatusCode.Ok : ActivityStatusCode.Error, end.ToString());
        _activity?.Dispose();
        _options.Logger.LockWaitEnded(wait.Resource, end, _deadline.Elapsed.TotalMilliseconds);
        _options.WaitObserver?.Ended(wait, end);
    }

    private void Count(LockWaitEnd end)
    {
        if (end == LockWaitEnd.Acquired)
        {
            Telemetry.Acquired(_wait is not null, _deadline.Elapsed);
        }
        else if (end == LockWaitEnd.TimedOut)
        {
            Telemetry.TimedOut();
        }
        else if (end == LockWaitEnd.Cancelled)
        {
            Telemetry.Abandoned();
        }
    }
}
