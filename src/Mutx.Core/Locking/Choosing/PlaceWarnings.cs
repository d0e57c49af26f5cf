using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What there is to say where a lock doesn't exclude those whom its user may think it does.</summary>
internal static class PlaceWarnings
{
    private static int _saidNotShared;

    /// <summary>Adds what is to be said of the place of the lock on a path.</summary>
    public static void Add(List<string> warnings, in PlaceFacts facts, LockMethod method, Disk disk, FileLockOptions options)
    {
        LockPlace place = facts.Place;
        if (place.Kind == LockPlaceKind.Directory && facts.Word.SharedLocks is not null)
        {
            warnings.Add(NotBeside(facts.Path.Shown, place));
        }
        else if (place.Kind == LockPlaceKind.Shared && LockDirectory.OfEnvironment is { } overridden)
        {
            options.Logger.LockDirectoryOverridden(place.Directory, overridden);
        }
        else if (place.Kind == LockPlaceKind.Private && method == LockMethod.Kernel && OthersMayWrite(facts, place.DirectoryStatus?.Owner ?? disk.UserId)
            && Interlocked.Exchange(ref _saidNotShared, 1) == 0)
        {
            warnings.Add(
                $"others may write '{facts.Path.Shown}', and a lock in '{place.Directory}' excludes this user's processes alone; "
                + $"so that all who may write there share locks: {SharedLocks.RemedyFor(place.DecidedBy!)}");
        }
    }

    /// <summary>Adds a warning where locks on a resource lie beside it, and this one in a lock file elsewhere.</summary>
    public static void AddIfOthersLockBeside(List<string> warnings, BoundPath path, LockPlace place, Disk disk)
    {
        try
        {
            ResolvedPath resource = ResolvedPath.Resolve(disk, path);
            string shared = Path.Join(resource.Directory, SharedLocks.DirectoryName);
            if (place.Directory != shared && SharedLocks.Find(disk, resource.Directory) is not null)
            {
                warnings.Add(NotBeside(path.Shown, place));
            }
        }
        catch (MutxException)
        {
            // With a lock file of its own a resource may be anything; what can't be found has no .locks beside it.
        }
    }

    private static string NotBeside(string path, LockPlace place) =>
        $"there is a '{SharedLocks.DirectoryName}' beside '{path}': whoever locks in it isn't excluded by a lock in '{place.Directory}'";

    /// <summary>
    /// The user's own lock directory tells who that is. A group's bits don't count where the group is the owner's private one; a sticky directory's neither, since in it
    /// nobody replaces another's file.
    /// </summary>
    private static bool OthersMayWrite(in PlaceFacts facts, uint user) =>
        (facts.Target is { } target && (target.Owner != user || IsOpen(target)))
        || (facts.Word.Status is { } directory && !directory.Mode.HasFlag(UnixFileMode.StickyBit)
            && (directory.Owner != user || IsOpen(directory)));

    private static bool IsOpen(in FileStatus status) =>
        status.Mode.HasFlag(UnixFileMode.OtherWrite)
        || (status.Mode.HasFlag(UnixFileMode.GroupWrite) && status.Group != status.Owner);
}
