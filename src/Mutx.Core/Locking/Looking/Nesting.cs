using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Finds waits that can never end: for a lock that this process has itself, left to it by the program that took it and became
/// another one; or that an ancestor holds until this process has ended. Nothing is guessed: the lock must be held at this moment,
/// in a mode that is in the way, by that very open file or by an ancestor that waits for nothing but this process. A task
/// of the same process, a shell that can unlock its descriptor, and whoever isn't known for certain are waited for.
/// </summary>
internal sealed class Nesting
{
    /// <summary>How soon it is looked at again whether an ancestor has nothing else to wait for by now.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<ToldLock> _told;

    private Nesting(IReadOnlyList<ToldLock> told) => _told = told;

    /// <summary>What may be nested here; null where no ancestor has told of a lock, which is nearly always.</summary>
    public static Nesting? Told() =>
        OperatingSystem.IsLinux() && HostEnvironment.HeldLocks is { } text && ToldLock.Parse(text) is { Count: > 0 } told
            ? new Nesting(told)
            : null;

    /// <summary>The error for a wait that would never end; null for any other.</summary>
    public LockUnavailableException? Refuse(in LockStep step)
    {
        foreach ((LockSource source, LockMode mode) in Parts(step.Source, step.Mode))
        {
            if (LinuxDisk.IdentityBehind(source.Path) is not { } file)
            {
                continue;
            }

            foreach (ToldLock told in _told)
            {
                if (told.File == file && InTheWay(told, source) is { } held
                    && (held == LockMode.Exclusive || mode == LockMode.Exclusive)
                    && (told.Mark != 0 || ProcessAncestry.WaitsForThis(told.ProcessId, IsKnownToWait)))
                {
                    return Error(step.Owner, told);
                }
            }
        }

        return null;
    }

    private static IEnumerable<(LockSource Source, LockMode Mode)> Parts(LockSource source, LockMode mode) =>
        source is RecordLockSource both ? [(both.Whole, LockMode.Shared), (both.Record, mode)] : [(source, mode)];

    /// <summary>How the lock is held now by the open file or the process that was told of; null if it isn't.</summary>
    private static LockMode? InTheWay(ToldLock told, LockSource source)
    {
        if (told.Mark != 0)
        {
            return LockedDescriptors.OwnWithMark(told.File, told.Mark);
        }

        if (!told.IsThere())
        {
            return null;
        }

        if (source is ClaimLockSource claims)
        {
            return claims.Inspect().Holders.Any(holder => holder.ProcessId == told.ProcessId && IsHere(holder)) ? LockMode.Exclusive : null;
        }

        return LockedDescriptors.HeldBy(told.ProcessId, told.File)
            ?? KernelLocks.On(told.File.Inode)?
                .Where(row => row.Taker == told.ProcessId && row.File.Device == told.File.Device)
                .Select(row => (LockMode?)row.Mode)
                .FirstOrDefault();
    }

    private static bool IsHere(LockHolder holder) =>
        string.Equals(holder.Host, ProcessFiles.HostName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A process that has told of a lock it holds itself waits for what it has started.</summary>
    private bool IsKnownToWait(int pid) => _told.Any(told => told.Mark == 0 && told.ProcessId == pid && told.IsThere());

    private static LockUnavailableException Error(FileLock wanted, ToldLock told)
    {
        string pid = told.ProcessId.ToString(CultureInfo.InvariantCulture);
        string? command = told.IsThere() ? ProcessFiles.CommandOf(told.ProcessId) : null;
        string who = told.ProcessId == Environment.ProcessId ? $"pid {pid} (this process, before it became this program)"
            : command is null ? $"pid {pid}"
            : $"pid {pid} ({command})";
        string why = told.Mark != 0
            ? $"this program has inherited that lock, which {who} took, and keeps it until it ends"
            : $"{who}, from which this program was started, holds it and waits for this program to end";
        return new LockUnavailableException($"cannot lock '{wanted.Resource}': the wait would never end: {why} (lock file '{wanted.LockFile}')")
        {
            Path = wanted.Resource,
            IsEndless = true,
            Hint = "the lock is held already: do without taking it again (ReplaceOptions.Unlocked, AtomicFile)",
        };
    }
}
