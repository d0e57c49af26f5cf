using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Features;

/// <summary>Feature locks that no longer count. What can't be understood as one is left to whoever wants the lock.</summary>
internal static class FeatureSweep
{
    private const string LockName = ".lock";

    /// <summary>Whether a name is one that feature locks have.</summary>
    public static bool IsCandidate(ReadOnlySpan<char> name) => name.SequenceEqual(LockName);

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
        if (name != LockName)
        {
            return null;
        }

        var rules = new FeatureRules(time);
        var file = new ClaimFile(disk, directory, name, rules);
        return file.Look() is { } sight && rules.Parse(sight.Content) is not null && rules.IsStale(file, sight) ? (file, sight) : null;
    }
}
