using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// Where a lock lies: one rule for the program and the library, for files and records. The first of these that there
/// is: what the caller named; the <c>.locks</c> of the resource's own directory; what the environment names; the
/// user's own directory for lock files.
/// </summary>
internal static class LockPlaces
{
    /// <summary>The place of the lock on a path.</summary>
    public static LockPlace ForPath(Disk disk, in ResolvedPath resource, DirectoryWord word, FileLockOptions options)
    {
        // Naming the very .locks that is there anyway comes to the same, by whatever path.
        if (options.Directory is { } chosen && (word.SharedLocks is null || disk.LookThrough(chosen)?.Identity != word.SharedLocks))
        {
            return Named(disk, LockPath.NameFor(resource.FullPath), options);
        }

        LockPlace place = word.SharedLocks is null
            ? Named(disk, LockPath.NameFor(resource.FullPath), options)
            : new LockPlace(
                LockPlaceKind.Shared, Path.Join(resource.Directory, SharedLocks.DirectoryName, LockPath.SharedNameFor(resource.Name)));
        return place with { DecidedBy = resource.Directory, DecidedByIdentity = word.Status?.Identity };
    }

    /// <summary>
    /// The place of a lock that is for this host's own processes alone: a <c>.locks</c> on a filesystem that other hosts
    /// write too has no say.
    /// </summary>
    public static LockPlace ForHost(Disk disk, in ResolvedPath resource, FileLockOptions options) =>
        Named(disk, LockPath.NameFor(resource.FullPath), options);

    /// <summary>The place of the lock on a name that is no path.</summary>
    public static LockPlace ForName(Disk disk, string name, FileLockOptions options) =>
        Named(disk, LockPath.NameForName(name), options);

    private static LockPlace Named(Disk disk, string lockFile, FileLockOptions options)
    {
        LockPlaceKind kind = options.Directory is not null ? LockPlaceKind.Directory
            : LockDirectory.OfEnvironment is not null ? LockPlaceKind.Environment
            : LockPlaceKind.Private;
        string directory = LockDirectory.Of(disk, options, out FileStatus? status);
        return new LockPlace(kind, Path.Join(directory, lockFile)) { DirectoryStatus = status };
    }
}
