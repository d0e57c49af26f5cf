using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Locks beside the files: a directory <c>.locks</c>, in which the locks on all files of its parent directory lie, for
/// everybody, whoever and in whatever container he is. Without it each user's locks lie in that user's own cache
/// directory and exclude only that user's processes.
/// <para>
/// It counts for its parent directory alone, and only where whoever made it speaks for that directory: it is no link, no
/// more users may write it than may write the parent, and in a sticky parent, or one that only its owner may write, it
/// belongs to the owner or to root. On a filesystem that other hosts write too it isn't used: locks there are claims,
/// which all hosts and users share anyway.
/// </para>
/// </summary>
public static class SharedLocks
{
    /// <summary>The name of the directory.</summary>
    public const string DirectoryName = ".locks";

    /// <summary>
    /// Makes the locks of a directory shared by all who may write there, or repairs them: with the directory's group,
    /// its permissions and access list, and set-group-ID. Does nothing where all is right. Blocks on the disk. Locks that
    /// are held elsewhere at this moment are lost to their holders, who find out before they replace anything.
    /// </summary>
    /// <param name="directory">The directory; no link.</param>
    /// <param name="group">
    /// A group, by name or number, that is to have the directory first: as its group, with reading, writing and
    /// set-group-ID. A name must stand in <c>/etc/group</c>. If null, the directory stays as it is.
    /// </param>
    /// <returns>What was done.</returns>
    /// <exception cref="MutxException">
    /// The directory is a link, or another user's and this process isn't root's; something that isn't a directory stands
    /// in the way; owner, group or permissions can't be set; or kernel locks exclude nobody there.
    /// </exception>
    public static SharedLocksReport Create(string directory, string? group = null) =>
        Create(Disk.Current, Guard.Path(directory), group);

    internal static SharedLocksReport Create(Disk disk, string directory, string? group)
    {
        using DiskDirectory open = OpenItself(disk, directory);
        return new SharedLocksSetup(disk, open, directory).Run(group);
    }

    /// <summary>
    /// Makes sure that a directory has shared locks (<see cref="FileLockOptions.CreateSharedLocks"/>). Repairs nothing, and
    /// does nothing where the locks were given a place, or where they are claims.
    /// </summary>
    /// <exception cref="MutxException">
    /// They can't be made; or what is there, or would be made, doesn't count: whoever changes records must share their locks.
    /// </exception>
    internal static void Ensure(Disk disk, string directory, FileLockOptions options)
    {
        using DiskDirectory open = disk.OpenDirectory(directory);
        Ensure(disk, open, options);
    }

    /// <inheritdoc cref="Ensure(Disk, string, FileLockOptions)"/>
    internal static void Ensure(Disk disk, DiskDirectory directory, FileLockOptions options)
    {
        if (options.Directory is null && options.LockFile is null && options.Method is not LockMethod.Claim
            && FilesystemProbe.Of(disk, directory.Path, options.Logger).Trust != LockTrust.Unreliable)
        {
            new SharedLocksSetup(disk, directory, directory.Path).Ensure();
        }
    }

    /// <summary>What makes the locks of a directory shared, in words; the program puts its command in their place.</summary>
    internal static string RemedyFor(string directory) => $"SharedLocks.Create on '{directory}'";

    /// <summary>The <c>.locks</c> of a directory; null if there is none that counts.</summary>
    internal static FileIdentity? Find(Disk disk, string directory) =>
        disk.Look(Path.Join(directory, DirectoryName)) is { } seen && disk.Look(directory) is { } status
        && DirectoryTrust.Objection(status, seen, FileKind.Directory) is null
            ? seen.Identity
            : null;

    /// <inheritdoc cref="Find(Disk, string)"/>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="status">What the directory is.</param>
    /// <param name="warn">Is told of one that doesn't count.</param>
    internal static FileIdentity? Find(Disk disk, string directory, in FileStatus status, Action<string> warn)
    {
        string path = Path.Join(directory, DirectoryName);
        if (disk.Look(path) is not { } seen)
        {
            return null;
        }

        if (DirectoryTrust.Objection(status, seen, FileKind.Directory) is not { } objection)
        {
            return seen.Identity;
        }

        warn($"'{path}' has no effect: {objection}");
        return null;
    }

    /// <summary>Opens a directory unless its path ends with a link: whoever may change the link would choose what is shared.</summary>
    private static DiskDirectory OpenItself(Disk disk, string path)
    {
        (string parent, string name) = ResolvedPath.Split(path);
        if (ResolvedPath.IsDirectoryName(name))
        {
            return disk.OpenDirectory(path);
        }

        using DiskDirectory above = disk.OpenDirectory(parent);
        if (disk.OpenSubdirectory(above, name) is { } open)
        {
            return new DiskDirectory(open.Handle, Path.TrimEndingDirectorySeparator(path));
        }

        FileKind? kind = disk.Look(above, name)?.Kind;
        throw kind switch
        {
            null => new MutxException(MutxError.NotFound, $"cannot share locks in '{path}': there is no such directory")
            {
                Path = path,
                Hint = $"create it first: mkdir -p {path}",
            },
            FileKind.SymbolicLink => new MutxException(MutxError.SymbolicLink, $"cannot share locks in '{path}': it is a symbolic link")
            {
                Path = path,
                Hint = "name the directory that it leads to (readlink -f)",
            },
            _ => new MutxException(MutxError.NotADirectory, $"cannot share locks in '{path}': it is {Words.For(kind.Value)}, not a directory")
            {
                Path = path,
            },
        };
    }
}
