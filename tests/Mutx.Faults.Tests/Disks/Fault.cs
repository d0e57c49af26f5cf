using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>
/// What a step of the disk does instead of its work: it throws as a system call would that failed, or it gives the
/// result by which it says that it couldn't.
/// </summary>
internal sealed record Fault(string Name, int? ErrorNumber, object? Result)
{
    /// <summary>Whether it can last. No lock is always in somebody's hands.</summary>
    public bool IsLasting { get; init; } = true;

    /// <summary>The name is taken.</summary>
    public static readonly Fault Exists = Answers("exists", RenameResult.Exists);
    private static readonly Fault Unsupported = Answers("unsupported", RenameResult.Unsupported);

    /// <summary>What can go wrong with a step: the errors that its manual page lists, and its own way to say no.</summary>
    public static IReadOnlyList<Fault> Of(string step) => step switch
    {
        nameof(Disk.FillRandom) => [Throws(Errno.ENOSYS)],
        nameof(Disk.ResolveDirectory) => [Throws(Errno.EACCES), Throws(Errno.ENOENT), Throws(Errno.EIO)],
        nameof(Disk.OpenDirectory) => [Throws(Errno.EACCES), Throws(Errno.EMFILE), Throws(Errno.ENOENT)],
        nameof(Disk.CreateDirectory) => [Throws(Errno.EACCES), Throws(Errno.ENOSPC), Throws(Errno.EROFS)],
        nameof(Disk.Look) => [Throws(Errno.EACCES), Throws(Errno.EIO)],
        nameof(Disk.ReadLink) => [Throws(Errno.EIO)],
        nameof(Disk.TryCreateDirectory) => [Throws(Errno.EACCES), Throws(Errno.ENOSPC), Answers("taken", false)],
        nameof(Disk.RemoveDirectory) => [Throws(Errno.EIO), Throws(Errno.EPERM)],
        nameof(Disk.CopyAccessList) => [Throws(Errno.ENOSPC), Throws(Errno.EPERM)],
        nameof(Disk.OpenRead) or nameof(Disk.TryOpenRead) or nameof(Disk.OpenInput) or nameof(Disk.Reopen) =>
            [Throws(Errno.EACCES), Throws(Errno.ENOENT), Throws(Errno.ENFILE)],
        nameof(Disk.CreateUnnamed) =>
            [Throws(Errno.ENOSPC), Throws(Errno.EDQUOT), Throws(Errno.EMFILE), Throws(Errno.EROFS), Answers("unsupported", null)],
        nameof(Disk.CreateNew) => [Throws(Errno.ENOSPC), Throws(Errno.EACCES), Answers("taken", null)],
        nameof(Disk.NameUnnamed) or nameof(Disk.Link) =>
            [Throws(Errno.ENOSPC), Throws(Errno.EDQUOT), Throws(Errno.EROFS), Exists, Unsupported],
        "Rename.Replace" => [Throws(Errno.EIO), Throws(Errno.ENOSPC), Throws(Errno.EDQUOT), Throws(Errno.EBUSY), Throws(Errno.EXDEV)],
        "Rename.NoReplace" => [Throws(Errno.EIO), Throws(Errno.ENOSPC), Exists, Unsupported],
        "Rename.Exchange" => [Throws(Errno.EIO), Throws(Errno.ENOENT), Unsupported],
        nameof(Disk.Remove) => [Throws(Errno.EIO), Throws(Errno.EPERM)],
        nameof(Disk.Read) => [Throws(Errno.EIO)],
        nameof(Disk.Write) => [Throws(Errno.ENOSPC), Throws(Errno.EIO), Throws(Errno.EDQUOT), Throws(Errno.EFBIG)],
        nameof(Disk.Rewind) => [Throws(Errno.EIO)],
        nameof(Disk.CopyRange) => [Answers("unsupported", null)],
        nameof(Disk.TryClone) => [Answers("unsupported", false)],
        nameof(Disk.SetMode) => [Throws(Errno.EPERM), Throws(Errno.EROFS)],
        nameof(Disk.TrySetOwner) => [Throws(Errno.EIO), Answers("not permitted", false)],
        nameof(Disk.CopyAttributes) => [Throws(Errno.ENOSPC), Throws(Errno.EPERM)],
        nameof(Disk.TrySetAttribute) => [Throws(Errno.ENOSPC), Throws(Errno.EDQUOT), Answers("unsupported", false)],
        nameof(Disk.Sync) or nameof(Disk.SyncNamed) => [Throws(Errno.EIO), Throws(Errno.ENOSPC), Throws(Errno.EDQUOT)],
        nameof(Disk.SyncDirectory) => [Throws(Errno.EIO), Throws(Errno.ENOSPC), Answers("unsupported", false)],
        nameof(Disk.OpenLockFile) => [Throws(Errno.EACCES), Throws(Errno.EMFILE), Throws(Errno.EROFS), Answers("gone", null)],
        nameof(Disk.TryLock) => [Throws(Errno.ENOLCK), Throws(Errno.ENOSYS), Answers("held", false) with { IsLasting = false }],
        nameof(Disk.Lock) => [Throws(Errno.ENOLCK), Throws(Errno.EIO)],
        nameof(Disk.TryDowngrade) => [Throws(Errno.ENOLCK), Answers("lost", false)],
        nameof(Disk.MakeInheritable) => [Throws(Errno.EBADF)],
        nameof(Disk.Unlock) => [Throws(Errno.ENOLCK)],
        nameof(Disk.Touch) => [Throws(Errno.EIO), Answers("gone", false)],
        nameof(Disk.LookAtFilesystem) => [Throws(Errno.EIO), Throws(Errno.ENOSYS)],
        nameof(Disk.StartThread) => [Throws(Errno.EAGAIN)],
        nameof(Disk.OpenSubdirectory) => [Throws(Errno.EACCES), Throws(Errno.EMFILE), Answers("gone", null)],
        nameof(Disk.List) => [Throws(Errno.EIO), Throws(Errno.EACCES)],
        nameof(Disk.OpenExistingLockFile) => [Throws(Errno.EACCES), Throws(Errno.EMFILE), Answers("gone", null)],
        nameof(Disk.CopyModificationTime) => [Throws(Errno.EPERM), Throws(Errno.EIO)],
        nameof(Disk.ReadAttribute) => [Throws(Errno.EACCES), Throws(Errno.EIO), Answers("unsupported", null)],
        nameof(Disk.TryWriteAttribute) => [Answers("unsupported", false)],
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "What can go wrong with this step of the disk?"),
    };

    /// <summary>How long it may last.</summary>
    public IEnumerable<FaultSpan> Spans =>
        ErrorNumber is null ? IsLasting ? [FaultSpan.Once, FaultSpan.ThisStepFromThenOn] : [FaultSpan.Once]
        : ErrorNumber == Errno.EIO ? [FaultSpan.Once, FaultSpan.ThisStepFromThenOn, FaultSpan.EverythingFromThenOn]
        : [FaultSpan.Once, FaultSpan.ThisStepFromThenOn];

    public override string ToString() => Name;

    private static Fault Throws(int errno) => new(Errno.Describe(errno), errno, null);

    private static Fault Answers(string name, object? result) => new(name, null, result);
}
