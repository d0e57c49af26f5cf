using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Where a lock lies, and why there.</summary>
/// <param name="Kind">Why there.</param>
/// <param name="LockFile">The absolute path of the lock file.</param>
internal sealed record LockPlace(LockPlaceKind Kind, string LockFile)
{
    /// <summary>
    /// The directory that decides, by having a <c>.locks</c> or none; null where the caller did, or it has no say.
    /// </summary>
    public string? DecidedBy { get; init; }

    /// <summary>Which directory that was: its path may lead to another one by now.</summary>
    public FileIdentity? DecidedByIdentity { get; init; }

    /// <summary>What the lock file's directory was when the place was chosen; null if it wasn't looked at, or wasn't there.</summary>
    public FileStatus? DirectoryStatus { get; init; }

    /// <summary>The directory of the lock file.</summary>
    public string Directory => Path.GetDirectoryName(LockFile)!;

    /// <summary>The <c>.locks</c> that decides now; null if none does.</summary>
    public FileIdentity? SharedNow(Disk disk) => DecidedBy is null ? null : SharedLocks.Find(disk, DecidedBy);

    /// <summary>Whether the lock still lies here: a <c>.locks</c> may have been made meanwhile, or removed.</summary>
    public bool IsCurrent(Disk disk) => DecidedBy is null || (SharedNow(disk) is not null) == (Kind == LockPlaceKind.Shared);
}
