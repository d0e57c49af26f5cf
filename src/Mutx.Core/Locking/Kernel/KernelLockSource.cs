using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The kernel lock on one lock file: open it, lock it, and make sure that what is locked is what the path names now.
/// That last look is what makes the removal of a lock file safe, provided that whoever removes it holds it exclusively:
/// a waiter that got the lock of a removed file sees that and starts over.
/// </summary>
internal sealed class KernelLockSource(Disk disk, LockPlace place, FileLockOptions options) : LockSource(disk)
{
    private const int MaxRemovals = 1000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly LockFileAccess _access = new(disk, place, options);

    /// <summary>Where the lock lies.</summary>
    public LockPlace Place => place;

    public override string Path => place.LockFile;

    public override LockMethod Method => LockMethod.Kernel;

    public override bool IsCurrent => place.IsCurrent(Disk);

    public override LockSource Turn => new KernelLockSource(Disk, place with { LockFile = LockPath.TurnOf(Path) }, options);

    public override HeldLock? TryTake(LockMode mode) => Take(mode, waits: false);

    public override HeldLock? Take(LockMode mode, Func<bool> isWanted) => Take(mode, waits: true);

    private KernelLock? Take(LockMode mode, bool waits)
    {
        for (int i = 0; i < MaxRemovals; i++)
        {
            OpenLockFile open = _access.Open();
            KernelLock? held = null;
            try
            {
                if (waits)
                {
                    Disk.Lock(open.File, mode);
                }
                else if (!Disk.TryLock(open.File, mode))
                {
                    open.File.Dispose();
                    return null;
                }

                held = new KernelLock(Disk, place, open, options.FollowSymlinks);
                if (held.IsAtItsPath())
                {
                    return held;
                }
            }
            catch
            {
                if (held is null)
                {
                    open.File.Dispose();
                }

                held?.Release();
                throw;
            }

            held.Release();
        }

        throw new MutxException(
            MutxError.LocksUnsupported, $"cannot lock '{Path}': the file changes its identity each time it is looked at")
        {
            Path = Path,
            Hint = "something removes or replaces it all the time, or the filesystem has no stable inode numbers",
        };
    }
}
