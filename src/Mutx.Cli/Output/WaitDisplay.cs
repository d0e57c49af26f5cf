using System.Diagnostics.CodeAnalysis;
using Mutx.Cli.Streams;
using Mutx.Locking;

namespace Mutx.Cli.Output;

/// <summary>Shows that a lock is waited for, once the wait is long enough to be noticed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Ended disposes of the line, and comes exactly once for each Waiting")]
internal sealed class WaitDisplay : ILockWaitObserver
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromSeconds(1);

    private StatusLine? _line;

    public void Waiting(LockWait wait) => _line = new StatusLine(() => Describe(wait), RedrawInterval, Noticeable);

    /// <summary>A wait that was cancelled or timed out needs no line: the error that follows tells of it.</summary>
    public void Ended(LockWait wait, LockWaitEnd end)
    {
        if (_line is not { } line)
        {
            return;
        }

        line.Dispose();
        if (line.WasShown && end == LockWaitEnd.Acquired)
        {
            StandardError.WriteLine(
                Printable.Escape($"mutx: got the lock of '{wait.Resource}' after {Elapsed.Format(wait.Waited)}"));
        }
    }

    private static string Describe(LockWait wait)
    {
        string limit = wait.Timeout == Timeout.InfiniteTimeSpan
            ? "no time limit"
            : $"{Elapsed.Format(wait.Timeout - wait.Waited)} left of {Elapsed.Format(wait.Timeout)}";
        string held = wait.DescribeHolders() is { Length: > 0 } holders ? $", held by {holders}" : "";
        return $"waiting for the lock of '{wait.Resource}' for {Elapsed.Format(wait.Waited)}, {limit} (Ctrl-C cancels){held}";
    }
}
