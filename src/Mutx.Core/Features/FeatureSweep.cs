using Mutx.Locking.Claims;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Features;

/// <summary>
/// Feature locks that no longer count, and what takers left that were killed in between. What can't be understood as a lock is left to
/// whoever wants it.
/// </summary>
internal static class FeatureSweep
{
    private const string LockName = ".lock";

    /// <summary>Whether a name is one that feature locks have.</summary>
    public static bool IsCandidate(ReadOnlySpan<char> name) => name.SequenceEqual(LockName) || IsLeftover(name);

    public static bool IsStale(Disk disk, DiskDirectory directory, string name, TimeProvider time) =>
        Stale(disk, directory, name, time) is not null;

    /// <summary>Removes it if it is stale, proved again under the right to it.</summary>
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
                // Should its owner only have been held up, it finds it missing, and starts again.
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

    private static (ClaimFile File, ClaimSight Sight)? Stale(Disk disk, DiskDirectory directory, string name, TimeProvider time)
    {
        if (!IsCandidate(name))
        {
            return null;
        }

        var rules = new FeatureRules(time);
        var file = new ClaimFile(disk, directory, name, rules);
        if (file.Look() is not { Kind: FileKind.Regular, Unreadable: null } sight)
        {
            return null;
        }

        // A leftover may be a record of which only the beginning was written: then its file's time tells its age.
        bool isStale = rules.Parse(sight.Content) is not null ? rules.IsStale(file, sight)
            : IsLeftover(name) && sight.Content.Length <= FeatureRecord.MaxLength && time.GetUtcNow() - sight.Modified > FeatureRules.StaleAfter;
        return isStale ? (file, sight) : null;
    }

    /// <summary>A record that hasn't become a lock, or the right to take one over.</summary>
    private static bool IsLeftover(ReadOnlySpan<char> name) =>
        name.StartsWith(LockName, StringComparison.Ordinal) && ClaimSweep.IsLeftover(name);
}
