using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// The operating system's error numbers by name, and the one place that turns them into codes and words. Linux and
/// macOS agree on the numbers up to 34 but for EAGAIN.
/// </summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int E2BIG = 7;
    public const int EBADF = 9;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int EXDEV = 18;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int EMLINK = 31;
    public const int ERANGE = 34;

    public static readonly int EAGAIN = Pick(11, 35);
    public static readonly int ENAMETOOLONG = Pick(36, 63);
    public static readonly int ENOLCK = Pick(37, 77);
    public static readonly int ENOSYS = Pick(38, 78);
    public static readonly int ELOOP = Pick(40, 62);
    public static readonly int ENODATA = Pick(61, 93);
    public static readonly int EOPNOTSUPP = Pick(95, 102);
    public static readonly int ENOTSUP = Pick(95, 45);
    public static readonly int EDQUOT = Pick(122, 69);

    /// <summary>Whether the system or the filesystem simply has no such operation.</summary>
    public static bool IsUnsupported(int errno) =>
        errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOTSUP || errno == EINVAL;

    public static MutxError ToError(int errno) => errno switch
    {
        EPERM => MutxError.NotPermitted,
        ENOENT => MutxError.NotFound,
        EACCES => MutxError.AccessDenied,
        EBUSY => MutxError.Busy,
        EEXIST => MutxError.AlreadyExists,
        EXDEV => MutxError.CrossDevice,
        ENOTDIR => MutxError.NotADirectory,
        EISDIR => MutxError.IsADirectory,
        ENXIO or ENODEV => MutxError.SpecialFile,
        ENFILE or EMFILE => MutxError.TooManyOpenFiles,
        EFBIG => MutxError.QuotaExceeded,
        ENOSPC => MutxError.NoSpace,
        EROFS => MutxError.ReadOnlyFilesystem,
        _ when errno == ENAMETOOLONG => MutxError.NameTooLong,
        _ when errno == ELOOP => MutxError.LinkLoop,
        _ when errno == EDQUOT => MutxError.QuotaExceeded,
        _ when errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOTSUP => MutxError.NotSupported,
        _ => MutxError.Io,
    };

    /// <summary>The reason in words, for the end of a message.</summary>
    public static string Describe(int errno) => errno switch
    {
        EPERM => "the operation is not permitted",
        ENOENT => "there is no such file or directory",
        EIO => "the device reported an input/output error",
        EBADF => "the descriptor is closed, or not open for this",
        EACCES => "permission denied",
        EBUSY => "it is in use (a mount point?)",
        EEXIST => "it exists already",
        EXDEV => "it lies on another mount",
        ENOTDIR => "something on the way is not a directory",
        EISDIR => "it is a directory",
        ENXIO or ENODEV => "it is a socket or a device",
        EINVAL => "the system calls the request invalid",
        ENFILE => "the system has no file descriptor left",
        EMFILE => "the process has no file descriptor left",
        EFBIG => "the file would be larger than allowed",
        ENOSPC => "no space is left on the filesystem",
        EROFS => "the filesystem is read-only",
        EMLINK => "it has too many names",
        _ when errno == EAGAIN => "another program is using it just now (a lease?)",
        _ when errno == ENAMETOOLONG => "the name is too long",
        _ when errno == ELOOP => "it is a symbolic link, or links lead in a circle",
        _ when errno == EDQUOT => "the disk quota is used up",
        _ when errno == ENOLCK => "no locks are available",
        _ when errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOTSUP => "the system or the filesystem does not support it",
        _ => $"error {errno}",
    };

    /// <summary>What the user can do about it, where anything is known.</summary>
    public static string? Hint(int errno) => errno switch
    {
        EPERM => "is the file or its directory immutable (lsattr), or owned by someone else?",
        EACCES => "check the permissions of the directory (ls -ld) and the user this runs as",
        ENOSPC => "free some space there and run it again; nothing was changed",
        EFBIG => "raise the limit on the size of files (ulimit -f), or write less",
        EROFS => "remount it writable, or choose another place",
        EBUSY => "a file that is itself a mount point (docker -v file:file) can't be replaced; mount its directory instead",
        _ => null,
    };

    /// <summary>The error for a call that failed.</summary>
    /// <param name="doing">What was tried, as in "open".</param>
    /// <param name="path">On what.</param>
    /// <param name="errno">Why it failed.</param>
    public static MutxException Failure(string doing, string path, int errno) =>
        new(ToError(errno), $"cannot {doing} '{path}': {Describe(errno)}")
        {
            Path = path,
            NativeError = errno,
            Hint = Hint(errno),
        };

    private static int Pick(int linux, int mac) => OperatingSystem.IsMacOS() ? mac : linux;
}
