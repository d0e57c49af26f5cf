namespace Mutx.Primitives;

/// <summary>
/// What went wrong, as a code that programs can branch on. The operating system's numbers are turned into these in
/// one place; the number itself stays in <see cref="MutxException.NativeError"/>.
/// </summary>
public enum MutxError
{
    /// <summary>An input or output error for which there is no better name.</summary>
    Io = 0,

    /// <summary>The file, or a directory on the way to it, does not exist.</summary>
    NotFound,

    /// <summary>The name is taken and may not be replaced.</summary>
    AlreadyExists,

    /// <summary>Permissions do not allow it.</summary>
    AccessDenied,

    /// <summary>The operation is not permitted whatever the permissions say (an immutable file, a missing privilege).</summary>
    NotPermitted,

    /// <summary>A directory stands where a file is needed.</summary>
    IsADirectory,

    /// <summary>A file stands where a directory is needed.</summary>
    NotADirectory,

    /// <summary>The path is a symbolic link, and links were not allowed.</summary>
    SymbolicLink,

    /// <summary>A symbolic link points to something that does not exist.</summary>
    DanglingLink,

    /// <summary>Symbolic links lead in a circle, or are too many.</summary>
    LinkLoop,

    /// <summary>A FIFO, socket or device stands where a regular file is needed.</summary>
    SpecialFile,

    /// <summary>The name or the whole path is too long.</summary>
    NameTooLong,

    /// <summary>The filesystem is full.</summary>
    NoSpace,

    /// <summary>The quota of the owner, or a limit on file sizes, is used up.</summary>
    QuotaExceeded,

    /// <summary>The filesystem is mounted read-only.</summary>
    ReadOnlyFilesystem,

    /// <summary>Two names that must be on one mount are not.</summary>
    CrossDevice,

    /// <summary>
    /// The file is in use in a way that forbids the operation, a mount point for example; or a server has as much to do
    /// as it may.
    /// </summary>
    Busy,

    /// <summary>The process or the system has no descriptor left.</summary>
    TooManyOpenFiles,

    /// <summary>The system or the filesystem has no such operation.</summary>
    NotSupported,

    /// <summary>
    /// The filesystem offers no file locks, or none at this moment; or what answers as a server isn't one whose locks
    /// exclude. Never a sign that the lock is held.
    /// </summary>
    LocksUnsupported,

    /// <summary>Someone else holds the lock, and waiting was not asked for.</summary>
    LockUnavailable,

    /// <summary>Someone else held the lock for as long as waiting was allowed.</summary>
    LockTimeout,

    /// <summary>The lock was held and has been lost.</summary>
    LockLost,

    /// <summary>The lock file can't serve as one: it is the target itself, or no regular file.</summary>
    UnusableLockFile,

    /// <summary>The lock file is a symbolic link, and links were not allowed for it.</summary>
    LinkedLockFile,

    /// <summary>There is no directory for lock files: none is known, or the one there should be can't be made.</summary>
    NoLockDirectory,

    /// <summary>What is to tell how to lock (<c>MUTX_LOCK_METHOD</c>, a file <c>.mutx</c>) makes no sense.</summary>
    UnclearLockMethod,

    /// <summary>There is no backup of the file, or not the one that was named.</summary>
    NoBackup,

    /// <summary>The target is not what the caller said it must be.</summary>
    PreconditionFailed,

    /// <summary>The new content is empty, and that was to be refused.</summary>
    EmptyContent,

    /// <summary>The validator did not accept the new content.</summary>
    ValidationFailed,

    /// <summary>The command that produces the content failed.</summary>
    CommandFailed,

    /// <summary>The new content could not be read in whole.</summary>
    InputFailed,

    /// <summary>The data on disk can't be parsed.</summary>
    CorruptData,

    /// <summary>Something that can't be asked for, or not in this combination.</summary>
    InvalidRequest,

    /// <summary>The file was replaced with a later fencing token, or one that can't be compared, or this came without any.</summary>
    Fenced,

    /// <summary>The lock server can't be reached, or doesn't answer. Never a sign that the lock is held.</summary>
    ServerUnavailable,
}
