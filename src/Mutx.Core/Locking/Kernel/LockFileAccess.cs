using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Opens the lock file of a place, and makes it where there is none.</summary>
internal sealed class LockFileAccess(Disk disk, LockPlace place, FileLockOptions options)
{
    // Somebody may make it, and remove it, between each two of our steps; nobody does that so often by chance.
    private const int MaxTries = 1000;

    /// <summary>Opens it.</summary>
    /// <exception cref="MutxException">It can't be opened or made, or isn't a regular file.</exception>
    public OpenLockFile Open() => place.Kind == LockPlaceKind.Shared ? OpenShared() : OpenByPath();

    private OpenLockFile OpenByPath()
    {
        SymbolicLinks links = options.FollowSymlinks ? SymbolicLinks.Follow : SymbolicLinks.Refuse;
        for (int i = 0; i < MaxTries; i++)
        {
            if (Explained(place.LockFile, () => disk.OpenLockFile(place.LockFile, links)) is { } file)
            {
                return Regular(file, null);
            }

            Create(links);
        }

        throw AppearsAndVanishes();
    }

    /// <summary>Makes it where its path leads: at the end of the link, where that is one and may be followed.</summary>
    private void Create(SymbolicLinks links)
    {
        string path = links == SymbolicLinks.Follow && disk.Look(place.LockFile) is { Kind: FileKind.SymbolicLink }
            ? ResolvedPath.Resolve(disk, place.LockFile).FullPath
            : place.LockFile;
        using DiskDirectory directory = OpenDirectory(Path.GetDirectoryName(path)!);
        Create(directory, Path.GetFileName(path));
    }

    /// <summary>By open directories alone: whoever may write the resource's directory could swap what its path leads through.</summary>
    private OpenLockFile OpenShared()
    {
        using DiskDirectory resources = disk.OpenDirectory(place.DecidedBy!);
        using DiskDirectory locks = OpenSharedDirectory(resources);
        FileStatus status = disk.Look(locks);
        FileStatus owner = disk.Look(resources);
        if (owner.Identity != place.DecidedByIdentity || DirectoryTrust.Objection(owner, status, FileKind.Directory) is not null)
        {
            throw Moved(locks.Path);
        }

        string name = Path.GetFileName(place.LockFile);
        for (int i = 0; i < MaxTries; i++)
        {
            if (Explained(place.LockFile, () => disk.OpenExistingLockFile(locks, name)) is { } file)
            {
                return Regular(file, status.Identity);
            }

            if (disk.Look(locks, name) is { Kind: not FileKind.Regular } inTheWay)
            {
                throw NotRegular(inTheWay.Kind);
            }

            Create(locks, name);
        }

        throw AppearsAndVanishes();
    }

    private DiskDirectory OpenSharedDirectory(DiskDirectory resources)
    {
        string path = resources.PathOf(SharedLocks.DirectoryName);
        return Explained(path, () => disk.OpenSubdirectory(resources, SharedLocks.DirectoryName)) ?? throw Moved(path);
    }

    private void Create(DiskDirectory directory, string name)
    {
        UnixFileMode? mode = LockFileMode.Asked(options);
        Explained(directory.Path, () =>
        {
            LockFileCreation.Create(disk, directory, name, mode);
            return true;
        });
    }

    private OpenLockFile Regular(DiskFile file, FileIdentity? shared)
    {
        FileStatus status;
        try
        {
            status = disk.Look(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        if (status.Kind == FileKind.Regular)
        {
            return new OpenLockFile(file, status.Identity, shared);
        }

        file.Dispose();
        throw NotRegular(status.Kind);
    }

    /// <summary>The directory of a lock file that isn't there yet; made, for its owner alone, unless the caller named the file.</summary>
    private DiskDirectory OpenDirectory(string path)
    {
        try
        {
            return disk.OpenDirectory(path);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && place.Kind != LockPlaceKind.File)
        {
            CreateDirectories(path);
            return disk.OpenDirectory(path);
        }
    }

    private void CreateDirectories(string directory)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            disk.CreateDirectories(directory, Private, durable: false);
        }
        catch (MutxException e)
        {
            throw new MutxException(MutxError.NoLockDirectory, $"cannot create the directory for lock files: {e.Message}", e)
            {
                Path = directory,
                NativeError = e.NativeError,
                Hint = LockDirectory.WaysOut,
            };
        }
    }

    /// <summary>
    /// Tells of a refusal what a person needs to see why: whose the thing itself is, and its permissions, where both
    /// can be seen.
    /// </summary>
    private T Explained<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (MutxException e) when (e.Error is MutxError.AccessDenied)
        {
            if (Seen(path) is not { } status)
            {
                throw;
            }

            string what = status.Kind == FileKind.Directory ? "use the directory for lock files" : "open the lock file";
            string mode = Convert.ToString((int)status.Mode, 8);
            throw new MutxException(
                e.Error,
                $"cannot {what} '{path}': permission denied: it belongs to user {status.Owner} and group {status.Group}, and its mode is {mode}",
                e)
            {
                Path = path,
                NativeError = e.NativeError,
                Hint = Cure(status.Kind == FileKind.Directory),
            };
        }
    }

    private string Cure(bool isDirectory) => place.Kind switch
    {
        LockPlaceKind.Shared => $"let its owner or root repair it, and join the group that may write there: {SharedLocks.RemedyFor(place.DecidedBy!)}",
        LockPlaceKind.File when !isDirectory => "let its owner permit it (chmod, chgrp), or name another lock file",
        LockPlaceKind.Private => "remove it, or find out who changed it: it is this user's own",
        _ => "let all who lock there use it: a directory with their group, chmod g+rwxs, and g+rw for the files in it",
    };

    private FileStatus? Seen(string path)
    {
        try
        {
            return disk.Look(path);
        }
        catch (MutxException)
        {
            return null;
        }
    }

    private MutxException NotRegular(FileKind kind) =>
        new(MutxError.UnusableLockFile, $"cannot use '{place.LockFile}' as a lock file: it is {Words.For(kind)}, not a regular file")
        {
            Path = place.LockFile,
            Hint = place.Kind == LockPlaceKind.File ? "name a path that is free, or an existing regular file" : "remove it",
        };

    private MutxException AppearsAndVanishes() =>
        new(MutxError.Io, $"cannot open the lock file '{place.LockFile}': it appears and vanishes each time it is looked at")
        {
            Path = place.LockFile,
            Hint = "something makes and removes it all the time; find out what",
        };

    private static LockLostException Moved(string path) =>
        new($"the lock cannot be taken: '{path}', where it lay a moment ago, was removed or replaced")
        {
            Path = path,
            Hint = "run it again",
        };
}
