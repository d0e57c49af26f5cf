using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The kernel lock on one lock file: open it, lock it, and make sure that what is locked is what the path names now.
/// That last look is what makes the removal of a lock file safe, provided that whoever removes it holds it exclusively:
/// a waiter that got the lock of a removed file sees that and starts over.
/// </summary>
internal sealed class LockFileAccess(Disk disk, string path, FileLockOptions options)
{
    private const int MaxRemovals = 1000;

    public string Path { get; } = path;

    /// <summary>The open and locked file, or null if somebody is in the way.</summary>
    public DiskFile? TryTake(LockMode mode) =>
        Take(file => disk.TryLock(file, mode));

    /// <summary>The open and locked file; blocks the calling thread for as long as somebody is in the way.</summary>
    public DiskFile Take(LockMode mode) =>
        Take(file =>
        {
            disk.Lock(file, mode);
            return true;
        })!;

    /// <summary>Gives the lock back. Unlocking comes first: a forked child may hold a copy of the descriptor for a moment.</summary>
    public void Release(DiskFile file)
    {
        try
        {
            disk.Unlock(file);
        }
        catch (MutxException)
        {
            // Closing releases it as well.
        }

        file.Dispose();
    }

    private DiskFile? Take(Func<DiskFile, bool> tryLock)
    {
        for (int i = 0; i < MaxRemovals; i++)
        {
            DiskFile file = Open();
            try
            {
                if (!tryLock(file))
                {
                    file.Dispose();
                    return null;
                }

                if (disk.Look(Path) is { } now && now.Identity == IdentityOf(file, now))
                {
                    return file;
                }
            }
            catch
            {
                file.Dispose();
                throw;
            }

            Release(file);
        }

        throw new MutxException(
            MutxError.LocksUnsupported, $"cannot lock '{Path}': the file changes its identity each time it is looked at")
        {
            Path = Path,
            Hint = "something removes or replaces it all the time, or the filesystem has no stable inode numbers",
        };
    }

    /// <summary>The open file's identity; where links are followed the path's own is that of the link, so the path is asked through it.</summary>
    private FileIdentity IdentityOf(DiskFile file, FileStatus now)
    {
        FileIdentity held = disk.Look(file).Identity;
        if (now.Kind != FileKind.SymbolicLink || !options.FollowSymlinks)
        {
            return held;
        }

        return disk.Look(ResolvedPath.Resolve(disk, Path).FullPath)?.Identity == held ? now.Identity : held;
    }

    private DiskFile Open()
    {
        SymbolicLinks links = options.FollowSymlinks ? SymbolicLinks.Follow : SymbolicLinks.Refuse;
        try
        {
            return disk.OpenLockFile(Path, options.LockFileMode, links);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && options.LockFile is null)
        {
            CreateDirectories(System.IO.Path.GetDirectoryName(Path)!);
            return disk.OpenLockFile(Path, options.LockFileMode, links);
        }
    }

    private void CreateDirectories(string directory)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var missing = new Stack<string>();
        for (string? at = directory; at is not null && disk.Look(at) is null; at = System.IO.Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        try
        {
            foreach (string each in missing)
            {
                disk.CreateDirectory(each, Private);
            }
        }
        catch (MutxException e)
        {
            throw new MutxException(e.Error, $"cannot create the directory for lock files: {e.Message}", e)
            {
                Path = directory,
                NativeError = e.NativeError,
                Hint = "name another place for them: MUTX_LOCK_DIR or --lock-dir DIR",
            };
        }
    }
}
