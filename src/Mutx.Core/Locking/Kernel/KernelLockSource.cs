using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The kernel lock on one lock file: open it, lock it, and make sure that what is locked is what the path names now.
/// That last look is what makes the removal of a lock file safe, provided that whoever removes it holds it exclusively:
/// a waiter that got the lock of a removed file sees that and starts over.
/// </summary>
internal sealed class KernelLockSource(Disk disk, string path, FileLockOptions options) : LockSource(disk)
{
    private const int MaxRemovals = 1000;

    public override string Path { get; } = path;

    public override LockMethod Method => LockMethod.Kernel;

    public override LockSource Turn => new KernelLockSource(Disk, LockPath.TurnOf(Path), options);

    public override HeldLock? TryTake(LockMode mode) => Take(mode, waits: false);

    public override HeldLock? Take(LockMode mode, Func<bool> isWanted) => Take(mode, waits: true);

    private KernelLock? Take(LockMode mode, bool waits)
    {
        for (int i = 0; i < MaxRemovals; i++)
        {
            DiskFile file = Open();
            KernelLock held;
            try
            {
                if (waits)
                {
                    Disk.Lock(file, mode);
                }
                else if (!Disk.TryLock(file, mode))
                {
                    file.Dispose();
                    return null;
                }

                held = new KernelLock(Disk, file, Path, options.FollowSymlinks);
                if (held.IsAtItsPath())
                {
                    return held;
                }
            }
            catch
            {
                file.Dispose();
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

    private DiskFile Open()
    {
        // Where links are followed it is the file they name that is opened, and created if it is missing.
        SymbolicLinks links = options.FollowSymlinks ? SymbolicLinks.Follow : SymbolicLinks.Refuse;
        try
        {
            string at = options.FollowSymlinks ? ResolvedPath.Resolve(Disk, Path).FullPath : Path;
            return Disk.OpenLockFile(at, options.LockFileMode, links);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && options.LockFile is null)
        {
            CreateDirectories(System.IO.Path.GetDirectoryName(Path)!);
            return Disk.OpenLockFile(Path, options.LockFileMode, links);
        }
    }

    private void CreateDirectories(string directory)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            Disk.CreateDirectories(directory, Private, durable: false);
        }
        catch (MutxException e)
        {
            throw new MutxException(MutxError.NoLockDirectory, $"cannot create the directory for lock files: {e.Message}", e)
            {
                Path = directory,
                NativeError = e.NativeError,
                Hint = "name another place for them (FileLockOptions.Directory, MUTX_LOCK_DIR)",
            };
        }
    }
}
