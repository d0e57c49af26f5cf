using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Features;

/// <summary>
/// Feature locks that no longer count, and what those left that were killed while they took one. What can't be understood
/// as a record of one is left to whoever wants the lock.
/// </summary>
internal static class FeatureSweep
{
    private const string LockName = ".lock";

    // Whoever is about to take a lock needs a moment, and starts again should it find that it was too slow.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether a name is one that feature locks have.</summary>
    public static bool IsCandidate(ReadOnlySpan<char> name) => name.SequenceEqual(LockName) || IsLeftover(name);

    public static bool IsStale(Disk disk, DiskDirectory directory, string name, TimeProvider time) =>
        Stale(disk, directory, name, time) is not null;

    /// <summary>Removes it if it is stale; a lock is proved to be that again under the right to it.</summary>
    public static bool TryRemove(Disk disk, DiskDirectory directory, string name, TimeProvider time)
    {
        try
        {
            if (Stale(disk, directory, name, time) is not var (file, sight))
            {
                return false;
            }

            if (IsLeftover(name))
            {
                return disk.Remove(directory, name);
            }

            using PrivateRecord own = file.Prepare(new FeatureRecord(disk.Self.ProcessId, time.GetUtcNow()).ToBytes());
            return file.TryClear(sight, own);
        }
        catch (MutxException)
        {
            return false;
        }
    }

    private static bool IsLeftover(ReadOnlySpan<char> name) => name.StartsWith(LockName) && ClaimSweep.IsLeftover(name);

    private static (ClaimFile File, ClaimSight Sight)? Stale(Disk disk, DiskDirectory directory, string name, TimeProvider time)
    {
        if (!IsCandidate(name) || disk.Look(directory, name) is not { Kind: FileKind.Regular })
        {
            return null;
        }

        var rules = new FeatureRules(time);
        var file = new ClaimFile(disk, directory, name, rules);
        return file.Look() is { } sight && rules.Parse(sight.Content) is { } record
            && (IsLeftover(name) ? time.GetUtcNow() - record.Timestamp >= LeftoverAge : rules.IsStale(file, sight))
            ? (file, sight)
            : null;
    }
}
