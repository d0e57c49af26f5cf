using Mutx.Cli.Output;
using Mutx.Cli.Streams;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Servers;

/// <summary>A server's lock as the program has it: it tells on standard error when it is waited for, and knows what was last got.</summary>
/// <param name="inner">The lock.</param>
/// <param name="resource">What it protects, as it was typed.</param>
/// <param name="isQuiet">Whether nothing is told.</param>
internal sealed class AskedLock(ILock inner, string resource, bool isQuiet) : ILock
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromSeconds(1);

    /// <summary>What was last got of it; null for nothing.</summary>
    public ILockHandle? Last { get; private set; }

    public string Name => inner.Name;

    public LockCapabilities Capabilities => inner.Capabilities;

    public ILockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Told(timeout, () => inner.TryAcquire(mode, timeout, cancellationToken));

    public ILockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Told(timeout ?? Timeout.InfiniteTimeSpan, () => inner.Acquire(mode, timeout, cancellationToken))!;

    public ValueTask<ILockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        inner.TryAcquireAsync(mode, timeout, cancellationToken);

    public ValueTask<ILockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        inner.AcquireAsync(mode, timeout, cancellationToken);

    public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default) => inner.IsLockedAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default) => inner.InspectAsync(cancellationToken);

    public ILock Record(string record) => inner.Record(record);

    private ILockHandle? Told(TimeSpan limit, Func<ILockHandle?> acquire)
    {
        if (isQuiet || limit == TimeSpan.Zero)
        {
            return Last = acquire();
        }

        long start = TimeProvider.System.GetTimestamp();
        using var line = new StatusLine(Describe, RedrawInterval, Noticeable);
        ILockHandle? got = Last = acquire();
        line.Dispose();
        if (line.WasShown && got is not null)
        {
            StandardError.WriteLine(Printable.Escape(
                $"mutx: got the server's lock of '{resource}' after {Elapsed.Format(TimeProvider.System.GetElapsedTime(start))}"));
        }

        return got;

        string Describe()
        {
            TimeSpan waited = TimeProvider.System.GetElapsedTime(start);
            string left = limit == Timeout.InfiniteTimeSpan ? "no time limit" : $"{Elapsed.Format(limit - waited)} left of {Elapsed.Format(limit)}";
            return $"waiting for the server's lock of '{resource}' for {Elapsed.Format(waited)}, {left} (Ctrl-C cancels)";
        }
    }
}
