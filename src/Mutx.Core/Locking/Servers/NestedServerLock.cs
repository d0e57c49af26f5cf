using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Finds out while a server's lock is waited for whether that can ever end: not where an ancestor holds it until this process has
/// ended. Nothing is guessed: the server has to say that the lock is held, by that very token, and the system that each
/// process between waits for nothing but this one.
/// </summary>
internal sealed class NestedServerLock
{
    // Asking the server costs more than looking at processes.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly ServerLock _wanted;
    private readonly LockMode _mode;
    private readonly IReadOnlyList<ToldServerLock> _told;
    private readonly IReadOnlyList<ToldProcess> _known;

    /// <param name="wanted">The lock that is waited for.</param>
    /// <param name="mode">How it is wanted.</param>
    /// <param name="told">Those who have told of it.</param>
    /// <param name="known">All who have told of locks that they hold while what they have started runs.</param>
    private NestedServerLock(ServerLock wanted, LockMode mode, IReadOnlyList<ToldServerLock> told, IReadOnlyList<ToldProcess> known)
    {
        _wanted = wanted;
        _mode = mode;
        _told = told;
        _known = known;
    }

    /// <summary>What may be nested here; null where no ancestor has told of this lock, which is nearly always.</summary>
    public static NestedServerLock? Of(ServerLock wanted, LockMode mode)
    {
        if (!OperatingSystem.IsLinux() || HostEnvironment.HeldLocks is not { } text)
        {
            return null;
        }

        IReadOnlyList<ToldServerLock> all = ToldServerLock.Parse(text);
        ToldServerLock[] inTheWay =
            [.. all.Where(told => told.Token.Lock == wanted.Key.Short && (told.Mode == LockMode.Exclusive || mode == LockMode.Exclusive))];
        return inTheWay.Length == 0
            ? null
            : new NestedServerLock(
                wanted,
                mode,
                inTheWay,
                [.. all.Select(told => told.Process), .. ToldLock.Parse(text).Where(told => told.Mark == 0).Select(told => told.Process)]);
    }

    /// <summary>Looks until it finds that the wait is in vain, and ends it then.</summary>
    /// <param name="wait">What ends the wait, and is cancelled when the wait has ended.</param>
    /// <returns>Why it is in vain; null if it isn't known to be.</returns>
    public async Task<LockUnavailableException?> WatchAsync(CancellationTokenSource wait)
    {
        try
        {
            while (true)
            {
                TimeSpan pause = Nesting.LookAgain;
                foreach (ToldServerLock told in _told.Where(
                    told => told.Process.IsThere() && ProcessAncestry.WaitsForThis(told.Process.Id, IsKnownToWait)))
                {
                    if (await IsHeldAsync(told, wait.Token).ConfigureAwait(false))
                    {
                        await wait.CancelAsync().ConfigureAwait(false);
                        return Error(told.Process);
                    }

                    pause = AskAgain;
                }

                await Task.Delay(pause, _wanted.Time, wait.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            return null;
        }
        catch (MutxException)
        {
            // Without an answer nothing is known; the wait itself will say what is wrong.
            return null;
        }
    }

    private async Task<bool> IsHeldAsync(ToldServerLock told, CancellationToken stop)
    {
        IReadOnlyList<LockOwner> owners = await _wanted.InspectAsync(stop).ConfigureAwait(false);
        return owners.Any(owner => owner.Token == told.Token && (owner.Mode == LockMode.Exclusive || _mode == LockMode.Exclusive));
    }

    /// <summary>A process that has told of a lock waits for what it has started.</summary>
    private bool IsKnownToWait(int pid) => _known.Any(process => process.Id == pid && process.IsThere());

    private LockUnavailableException Error(ToldProcess holder)
    {
        string pid = holder.Id.ToString(CultureInfo.InvariantCulture);
        string who = holder.IsThere() && ProcessFiles.CommandOf(holder.Id) is { } command ? $"pid {pid} ({command})" : $"pid {pid}";
        return new LockUnavailableException(
            $"cannot lock '{_wanted.Name}' ({_wanted.Place}): the wait would never end: {who}, from which this program was started, holds it and waits for this program to end")
        {
            Path = _wanted.Name,
            IsEndless = true,
            Hint = "the lock is held already: do without taking it again (ReplaceOptions.Unlocked), and hand its fencing token over",
        };
    }
}
