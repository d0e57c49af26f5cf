using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The directory that lock files lie in where neither a lock file was named nor the resource's own directory says.</summary>
internal static class LockDirectory
{
    /// <summary>What a person can do where there is no place for lock files.</summary>
    public const string WaysOut =
        "name a place that this user may write (FileLockOptions.Directory, MUTX_LOCK_DIR), or keep the locks beside the files (SharedLocks.Create)";

    /// <summary>The one that the environment names; null if it names none.</summary>
    /// <exception cref="MutxException">It is relative: it would be another one in every directory.</exception>
    public static string? OfEnvironment =>
        HostEnvironment.LockDirectory is not { } named ? null
        : Path.IsPathFullyQualified(named) ? named
        : throw new MutxException(
            MutxError.InvalidRequest, $"cannot tell where to lock: MUTX_LOCK_DIR is '{named}', a relative path, and so another directory in every directory")
        {
            Path = named,
            Hint = "make it an absolute path, for example: export MUTX_LOCK_DIR=\"$PWD/locks\"",
        };

    /// <summary>Its absolute path; it need not exist yet.</summary>
    /// <exception cref="MutxException">There is no place for lock files, or the default one can't be trusted.</exception>
    public static string Of(Disk disk, FileLockOptions options) => Of(disk, options, out _);

    /// <inheritdoc cref="Of(Disk, FileLockOptions)"/>
    /// <param name="disk">The disk.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="status">What the default one is; null if it isn't there yet, or another was chosen.</param>
    public static string Of(Disk disk, FileLockOptions options, out FileStatus? status)
    {
        status = null;
        return options.Directory ?? OfEnvironment ?? Default(disk, out status);
    }

    /// <summary>
    /// The user's own. Nobody else may have a say in it: it isn't used if it is a link, or somebody else's.
    /// </summary>
    private static string Default(Disk disk, out FileStatus? status)
    {
        uint user = disk.UserId;
        string directory = UserDirectories.Locks(disk, user) ?? throw new MutxException(
            MutxError.NoLockDirectory, $"there is no place for lock files: user {user} has no home directory of their own")
        {
            Hint = WaysOut,
        };
        status = disk.Look(directory);
        if (status is not { } found || (found.Kind == FileKind.Directory && found.Owner == user))
        {
            return directory;
        }

        throw new MutxException(
            MutxError.NoLockDirectory,
            found.Kind == FileKind.Directory
                ? $"cannot keep lock files in '{directory}': it belongs to user {found.Owner}, not to user {user}"
                : $"cannot keep lock files in '{directory}': it is {Words.For(found.Kind)}, not a directory")
        {
            Path = directory,
            Hint = $"remove it, or {WaysOut}",
        };
    }
}
