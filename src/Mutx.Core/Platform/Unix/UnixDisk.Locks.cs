using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: lock files and flock(2).</summary>
internal abstract partial class UnixDisk
{
    // An existing file is opened without O_CREAT first: in a sticky directory the kernel refuses O_CREAT on another
    // user's file, even to root (fs.protected_regular). The file may appear or vanish between the tries.
    private const int OpenTries = 100;

    public override DiskFile OpenLockFile(string path, UnixFileMode mode, SymbolicLinks links)
    {
        int flags = Libc.O_CLOEXEC | Libc.O_NONBLOCK | (links == SymbolicLinks.Refuse ? Libc.O_NOFOLLOW : 0);
        for (int i = 0; i < OpenTries; i++)
        {
            SafeFileHandle? handle = Open(CurrentDirectory, path, flags | Libc.O_RDWR, 0);
            if (handle is null && LastError is Errno.EACCES or Errno.EROFS or Errno.EPERM)
            {
                // A kernel lock needs no write access.
                handle = Open(CurrentDirectory, path, flags | Libc.O_RDONLY, 0);
            }

            if (handle is null && LastError == Errno.ENOENT)
            {
                handle = CreateLockFile(path, flags, mode);
                if (handle is null && LastError == Errno.EEXIST)
                {
                    continue;
                }
            }

            return handle is null ? throw LockFileFailure(path) : Regular(new DiskFile(handle, path));
        }

        throw Errno.Failure("open the lock file", path, Errno.EEXIST);
    }

    public override bool TryLock(DiskFile file, LockMode mode)
    {
        if (Flock(file, Operation(mode) | Libc.LOCK_NB) == 0)
        {
            return true;
        }

        return LastError == Errno.EAGAIN ? false : throw LockFailure(file.Path, LastError);
    }

    public override void Lock(DiskFile file, LockMode mode)
    {
        if (Flock(file, Operation(mode)) != 0)
        {
            throw LockFailure(file.Path, LastError);
        }
    }

    public override void Unlock(DiskFile file)
    {
        if (Flock(file, Libc.LOCK_UN) != 0)
        {
            throw LockFailure(file.Path, LastError);
        }
    }

    private static SafeFileHandle? CreateLockFile(string path, int flags, UnixFileMode mode)
    {
        SafeFileHandle? handle = Open(CurrentDirectory, path, flags | Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, mode);

        // The umask may have taken bits that were asked for; the file is ours and new, so giving them back is too.
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (handle is not null && mode != OwnerOnly && Libc.fchmod(handle, (uint)mode) != 0)
        {
            int errno = LastError;
            handle.Dispose();
            throw Errno.Failure("set the permissions of", path, errno);
        }

        return handle;
    }

    private DiskFile Regular(DiskFile file)
    {
        FileKind kind = Look(file).Kind;
        if (kind == FileKind.Regular)
        {
            return file;
        }

        file.Dispose();
        throw Unusable(file.Path, $"it is {Words.For(kind)}, not a regular file");
    }

    private static MutxException LockFileFailure(string path) => LastError switch
    {
        Errno.EISDIR => Unusable(path, "it is a directory"),
        Errno.ENXIO or Errno.ENODEV => Unusable(path, "it is a socket or a device"),
        int errno when errno == Errno.ELOOP => new(
            MutxError.LinkedLockFile, $"cannot use '{path}' as a lock file: it is a symbolic link")
        {
            Path = path,
            Hint = "allow it to be one (FileLockOptions.FollowSymlinks) to lock the file it points to",
        },
        int errno => Errno.Failure("open the lock file", path, errno),
    };

    private static MutxException Unusable(string path, string why) =>
        new(MutxError.UnusableLockFile, $"cannot use '{path}' as a lock file: {why}")
        {
            Path = path,
            Hint = "name a path that is free, or an existing regular file",
        };

    /// <summary>Everything but "held" means that there are no locks here, never that someone has it.</summary>
    private static MutxException LockFailure(string path, int errno) =>
        errno == Errno.ENOLCK || errno == Errno.EBADF || Errno.IsUnsupported(errno)
            ? new(MutxError.LocksUnsupported, $"cannot lock '{path}': {Errno.Describe(errno)}")
            {
                Path = path,
                NativeError = errno,
                Hint = "put the lock file on a local filesystem (FileLockOptions.Directory, MUTX_LOCK_DIR)",
            }
            : Errno.Failure("lock", path, errno);

    private static int Operation(LockMode mode) => mode == LockMode.Exclusive ? Libc.LOCK_EX : Libc.LOCK_SH;

    private static int Flock(DiskFile file, int operation)
    {
        int result;
        do
        {
            result = Libc.flock(file.Handle, operation);
        }
        while (result != 0 && LastError == Errno.EINTR);

        return result;
    }
}
