using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Makes or repairs the <c>.locks</c> of one open directory, by descriptors alone.</summary>
internal sealed class SharedLocksSetup(Disk disk, DiskDirectory directory, string shownPath)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const int Digits = 16;

    // Somebody may make it and take it away between two looks; nobody does that so often by chance.
    private const int MaxTries = 100;

    private readonly List<string> _changes = [];
    private readonly List<string> _problems = [];
    private readonly uint _user = disk.UserId;

    private string Remedy => SharedLocks.RemedyFor(shownPath);

    /// <summary>Makes it, or sets right what is there, and tries a lock.</summary>
    public SharedLocksReport Run(string? group)
    {
        FileStatus status = disk.Look(directory);
        if (status.Owner != _user && _user != 0)
        {
            throw Failure(MutxError.NotPermitted, $"it belongs to user {status.Owner}", $"let its owner or root do it: {Remedy}");
        }

        RefuseWhereOthersWrite();
        if (group is not null)
        {
            RefuseWhatIsInTheWay();
            GiveTo(GroupNumber(group), status);
        }

        using DiskDirectory locks = OpenOrMake();
        Fit(locks, _changes);
        RefuseIfIgnored(locks);
        new LockFileRepair(disk, locks, _user).Run(_changes, _problems);
        if (!FilesystemProbe.LocksExclude(disk, locks))
        {
            throw Failure(MutxError.LocksUnsupported, "its filesystem has no locks, or grants every one", "keep the files on another filesystem");
        }

        return new SharedLocksReport { Directory = shownPath, LockDirectory = locks.Path, Changes = _changes, Problems = _problems };
    }

    /// <summary>Makes it if it isn't there.</summary>
    public void Ensure()
    {
        FileStatus status = disk.Look(directory);
        if (disk.Look(directory, SharedLocks.DirectoryName) is null && _user != 0 && _user != status.Owner && KeepsOthersOut(status))
        {
            throw Failure(
                MutxError.AccessDenied,
                $"it is sticky and belongs to user {status.Owner}, so that a '{SharedLocks.DirectoryName}' of user {_user} would have no effect",
                $"let its owner or root make one: {Remedy}; or keep the records in a directory of their own");
        }

        using DiskDirectory locks = OpenOrMake();
        RefuseIfIgnored(locks);
    }

    private static bool KeepsOthersOut(in FileStatus status) => status.Mode.HasFlag(UnixFileMode.StickyBit);

    private void RefuseWhereOthersWrite()
    {
        Filesystem filesystem = FilesystemProbe.Of(disk, directory.Path, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        if (filesystem.Trust == LockTrust.Unreliable)
        {
            throw Failure(
                MutxError.NotSupported,
                $"it lies on {filesystem.Type}, which other hosts may write too; files there are locked by claims beside them, which all users and hosts share",
                "there is nothing to do");
        }
    }

    private uint GroupNumber(string group) =>
        uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
        : AccountFile.GroupOf(disk, group) ?? throw Failure(
            MutxError.NotFound, $"there is no group '{group}' in /etc/group", $"give its number (getent group {group})");

    private void GiveTo(uint group, in FileStatus status)
    {
        const UnixFileMode Shared = OfGroup | UnixFileMode.SetGroup;
        if (status.Group != group)
        {
            if (!disk.TrySetOwner(Disk.Borrow(directory.Handle, directory.Path), null, group))
            {
                throw Failure(
                    MutxError.NotPermitted, $"user {_user} may not give it to group {group}", "only root and members of a group can give files to it");
            }

            _changes.Add($"gave '{shownPath}' to group {group} (it was of group {status.Group})");
        }

        UnixFileMode wanted = status.Mode | Shared;
        if (disk.Look(directory).Mode != wanted)
        {
            disk.SetMode(Disk.Borrow(directory.Handle, directory.Path), wanted);
            _changes.Add($"gave '{shownPath}' the mode {Octal(wanted)} (it was {Octal(status.Mode)})");
        }
    }

    private DiskDirectory OpenOrMake()
    {
        for (int i = 0; i < MaxTries; i++)
        {
            if (disk.OpenSubdirectory(directory, SharedLocks.DirectoryName) is { } there)
            {
                return there;
            }

            RefuseUnlessDirectory();
            Make();
        }

        throw Failure(MutxError.Io, $"'{SharedLocks.DirectoryName}' appears and vanishes there each time it is looked at", "find out what removes it");
    }

    /// <summary>Before anything is changed: who is refused finds all as it was.</summary>
    private void RefuseWhatIsInTheWay()
    {
        RefuseUnlessDirectory();
        using DiskDirectory? there = disk.OpenSubdirectory(directory, SharedLocks.DirectoryName);
        if (there is not null)
        {
            RefuseIfNotForLocks(there);
        }
    }

    private void RefuseUnlessDirectory()
    {
        if (disk.Look(directory, SharedLocks.DirectoryName) is { Kind: not FileKind.Directory } inTheWay)
        {
            string what = $"'{directory.PathOf(SharedLocks.DirectoryName)}' is {Words.For(inTheWay.Kind)}, not a directory";
            throw Failure(MutxError.NotADirectory, what, "remove it, if it is nobody's");
        }
    }

    /// <summary>
    /// Under a private name first, so that nobody sees it before it is complete: a lock file made in it then would have
    /// too few permissions for ever. Somebody else's may be there by now, and is as good.
    /// </summary>
    private void Make()
    {
        string hidden = HiddenName();
        if (OperatingSystem.IsWindows())
        {
            disk.TryCreateDirectory(directory, SharedLocks.DirectoryName, OwnerOnly);
            return;
        }

        if (!disk.TryCreateDirectory(directory, hidden, OwnerOnly))
        {
            return;
        }

        RenameResult result = RenameResult.Exists;
        try
        {
            UnixFileMode mode = FitNew(hidden);
            result = disk.Rename(directory, hidden, directory, SharedLocks.DirectoryName, RenameMode.NoReplace);
            if (result == RenameResult.Done)
            {
                _changes.Add($"made '{directory.PathOf(SharedLocks.DirectoryName)}' (mode {Octal(mode)})");
            }
        }
        finally
        {
            if (result != RenameResult.Done)
            {
                disk.RemoveDirectory(directory, hidden);
            }
        }

        if (result == RenameResult.Unsupported && disk.TryCreateDirectory(directory, SharedLocks.DirectoryName, OwnerOnly))
        {
            UnixFileMode mode = FitNew(SharedLocks.DirectoryName);
            _changes.Add($"made '{directory.PathOf(SharedLocks.DirectoryName)}' (mode {Octal(mode)})");
        }
    }

    private UnixFileMode FitNew(string name)
    {
        using DiskDirectory made = disk.OpenSubdirectory(directory, name)
            ?? throw Failure(MutxError.NotFound, $"'{name}', just made there, was removed", "run it again");
        Fit(made, []);
        return disk.Look(made).Mode;
    }

    /// <summary>Gives it what the directory's own owner, group, permissions and access list imply.</summary>
    private void Fit(DiskDirectory locks, List<string> changes)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        FileStatus parent = disk.Look(directory);
        FileStatus before = disk.Look(locks);
        uint? owner = _user == 0 && before.Owner != parent.Owner ? parent.Owner : null;
        uint? group = before.Group != parent.Group ? parent.Group : null;
        UnixFileMode mode = ModeFor(parent);
        DiskFile itself = Disk.Borrow(locks.Handle, locks.Path);
        RefuseIfNotForLocks(locks);
        bool isMine = before.Owner == _user || _user == 0;
        bool isGiven = isMine && (owner is not null || group is not null) && disk.TrySetOwner(itself, owner, group);
        if (group is not null && !isGiven)
        {
            // Not every user can choose every group. It matters where the group may do more than anybody.
            bool matters = mode.HasFlag(UnixFileMode.GroupWrite) && !mode.HasFlag(UnixFileMode.OtherWrite);
            mode = matters ? throw NotMine(locks, before, $"and user {_user} may not give it to group {group}") : WithoutGroup(mode);
        }

        if (!isGiven && before.Mode == mode)
        {
            return;
        }

        if (!isMine)
        {
            throw NotMine(locks, before, $"and should have {Octal(mode)}");
        }

        disk.CopyAccessList(directory, locks);
        disk.SetMode(itself, mode);
        changes.Add($"repaired '{locks.Path}': user {owner ?? before.Owner}, group {(isGiven ? group ?? before.Group : before.Group)}, mode {Octal(mode)} "
            + $"(it was {before.Owner}, {before.Group}, {Octal(before.Mode)})");
    }

    /// <summary>
    /// Whoever may write the directory may have given the name to another one in it, a private one of its owner's or
    /// root's, to have it opened to all. Looked at by its descriptor: nobody else can add to a private one.
    /// </summary>
    private void RefuseIfNotForLocks(DiskDirectory locks)
    {
        string? other = null;
        disk.List(locks, (name, kind) =>
        {
            if (kind != FileKind.Regular || !(LockFileRemoval.IsCandidate(name) || name.EndsWith(".mutx.tmp", StringComparison.Ordinal)))
            {
                other = name.ToString();
            }
        });
        if (other is not null)
        {
            throw Failure(
                MutxError.AlreadyExists, $"'{locks.PathOf(other)}' is no lock file", $"if '{locks.Path}' is there for locks alone, remove that first");
        }
    }

    private MutxException NotMine(DiskDirectory locks, in FileStatus status, string why) => Failure(
        MutxError.NotPermitted,
        $"'{locks.Path}' belongs to user {status.Owner} and group {status.Group}, its mode is {Octal(status.Mode)}, {why}",
        $"let that user or root repair it: {Remedy}");

    /// <summary>The group may do what anybody may: it is another one than the directory's.</summary>
    private static UnixFileMode WithoutGroup(UnixFileMode mode) => (mode & ~OfGroup) | (UnixFileMode)((int)(mode & OfOthers) << 3);

    private void RefuseIfIgnored(DiskDirectory locks)
    {
        if (DirectoryTrust.Objection(disk.Look(directory), disk.Look(locks), FileKind.Directory) is { } objection)
        {
            throw Failure(
                MutxError.AccessDenied, $"'{locks.Path}' has no effect: {objection}", $"let root or the directory's owner repair it: {Remedy}");
        }
    }

    /// <summary>
    /// What the directory's permissions are, with the right to enter for whoever may write it; what is made in it has its
    /// group. Who can't list the directory can't list the names of its lock files either.
    /// </summary>
    private static UnixFileMode ModeFor(in FileStatus parent) =>
        OwnerOnly
        | UnixFileMode.SetGroup
        | (parent.Mode & (OfGroup | OfOthers | UnixFileMode.StickyBit))
        | (parent.Mode.HasFlag(UnixFileMode.GroupWrite) ? UnixFileMode.GroupExecute : 0)
        | (parent.Mode.HasFlag(UnixFileMode.OtherWrite) ? UnixFileMode.OtherExecute : 0);

    private string HiddenName()
    {
        Span<byte> random = stackalloc byte[Digits / 2];
        disk.FillRandom(random);
        return $"{SharedLocks.DirectoryName}.{Convert.ToHexStringLower(random)}.mutx.tmp";
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    private MutxException Failure(MutxError error, string why, string hint) =>
        new(error, $"cannot share locks in '{shownPath}': {why}")
        {
            Path = shownPath,
            Hint = hint,
        };
}
