using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Removes lock files that nobody uses. Whoever removes one holds it exclusively, and whoever takes a lock looks
/// afterwards whether the file is still the one the path names: together that keeps the exclusion whole.
/// </summary>
internal static class LockFileRemoval
{
    /// <summary>Whether a name is one that lock files have, their turnstiles included: they are lock files like any other.</summary>
    public static bool IsCandidate(ReadOnlySpan<char> name) =>
        name.EndsWith(LockPath.Extension, StringComparison.Ordinal)
        || (name.EndsWith(LockPath.TurnExtension, StringComparison.Ordinal)
            && name[..^LockPath.TurnExtension.Length].EndsWith(LockPath.Extension, StringComparison.Ordinal));

    /// <summary>Removes a lock file if it is regular, empty, and neither held nor waited for.</summary>
    /// <returns>Whether it was removed; false if it isn't there, isn't a lock file or is in use.</returns>
    /// <exception cref="MutxException">It can't be opened, locked or removed.</exception>
    public static bool TryRemove(Disk disk, DiskDirectory directory, string name)
    {
        using DiskFile? file = disk.OpenExistingLockFile(directory, name);
        return file is not null
            && disk.TryLock(file, LockMode.Exclusive)
            && disk.Look(file) is { Kind: FileKind.Regular, Length: 0 } held
            && disk.Look(directory, name)?.Identity == held.Identity
            && disk.Remove(directory, name);
    }
}
