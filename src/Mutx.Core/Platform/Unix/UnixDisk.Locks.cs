using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: lock files and flock(2).</summary>
internal abstract partial class UnixDisk
{
    public override DiskFile? OpenLockFile(string path, SymbolicLinks links) =>
        OpenLockFile(CurrentDirectory, path, links == SymbolicLinks.Refuse ? Libc.O_NOFOLLOW : 0) is { } handle
            ? new DiskFile(handle, path)
            : LastError == Errno.ENOENT ? null
            : throw LockFileFailure(path);

    /// <summary>Opens what stands behind a name, without hanging on a FIFO; null leaves the reason in <see cref="LastError"/>.</summary>
    private static SafeFileHandle? OpenLockFile(SafeFileHandle directory, string name, int flags)
    {
        flags |= Libc.O_CLOEXEC | Libc.O_NONBLOCK;
        SafeFileHandle? handle = Open(directory, name, flags | Libc.O_RDWR, 0);

        // A kernel lock needs no write access, but on NFS.
        return handle is null && LastError is Errno.EACCES or Errno.EROFS or Errno.EPERM
            ? Open(directory, name, flags | Libc.O_RDONLY, 0)
            : handle;
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

    private static MutxException LockFileFailure(string path) => LastError switch
    {
        Errno.EISDIR => Unusable(path, "it is a directory"),
        Errno.ENXIO or Errno.ENODEV => Unusable(path, "it is a socket or a device"),
        int errno when errno == Errno.ELOOP => new(
            MutxError.LinkedLockFile, $"cannot use '{path}' as a lock file: it is a symbolic link, which can lead a privileged user to lock another file")
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
