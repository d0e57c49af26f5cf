using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The directory that lock files lie in where neither a lock file was named nor the resource's own directory says.</summary>
internal static class LockDirectory
{
    /// <summary>What a person can do where there is no place for lock files.</summary>
    private const string WaysOut =
        "name a place that this user may write (FileLockOptions.Directory, MUTX_LOCK_DIR)";

    /// <summary>Its absolute path; it need not exist yet.</summary>
    /// <exception cref="MutxException">There is no place for lock files, or the default one can't be trusted.</exception>
    public static string Of(Disk disk, FileLockOptions options)
    {
        string? chosen = options.Directory ?? HostEnvironment.LockDirectory;
        return chosen is not null ? Path.GetFullPath(chosen) : Default(disk);
    }

    /// <summary>
    /// The user's own. Nobody else may have a say in it: it isn't used if it is a link, or somebody else's.
    /// </summary>
    private static string Default(Disk disk)
    {
        uint user = disk.UserId;
        string directory = UserDirectories.Locks(disk, user) ?? throw new MutxException(
            MutxError.NoLockDirectory, $"there is no place for lock files: user {user} has no home directory of their own")
        {
            Hint = WaysOut,
        };
        if (disk.Look(directory) is not { } status || (status.Kind == FileKind.Directory && status.Owner == user))
        {
            return directory;
        }

        throw new MutxException(
            MutxError.NoLockDirectory,
            status.Kind == FileKind.Directory
                ? $"cannot keep lock files in '{directory}': it belongs to user {status.Owner}, not to user {user}"
                : $"cannot keep lock files in '{directory}': it is {Words.For(status.Kind)}, not a directory")
        {
            Path = directory,
            Hint = $"remove it, or {WaysOut}",
        };
    }
}
