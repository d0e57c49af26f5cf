using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>A copy of the old content, where it can't have a second name; its blocks are shared where that is possible.</summary>
internal sealed class CopiedContent : OldContent
{
    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly StagedFile _copy;
    private readonly FileStatus _copied;

    private CopiedContent(Disk disk, TargetFile target, StagedFile copy, in FileStatus copied)
    {
        _disk = disk;
        _target = target;
        _copy = copy;
        _copied = copied;
    }

    public override bool IsCopy => true;

    /// <summary>Copies it into a staged file, with all that belongs to it, durably.</summary>
    /// <returns>The copy; null if the target isn't what it was.</returns>
    public static CopiedContent? TryCopy(
        Disk disk, TargetFile target, StagedFile copy, FileStatus status, CancellationToken cancellation)
    {
        using DiskFile old = disk.OpenRead(target.Directory, target.Name);
        FileStatus before = disk.Look(old);
        if (before.Identity != status.Identity)
        {
            return null;
        }

        if (!disk.TryClone(old, copy.File))
        {
            ContentCopy.Run(disk, old, copy.File, static _ => { }, cancellation);
        }

        CopyMetadata(disk, target, old, copy.File, status);
        copy.Sync(before);
        return new CopiedContent(disk, target, copy, before) { Status = status };
    }

    public override string Name() => _copy.Name();

    /// <summary>A copy is of the content that is being replaced, or of no use.</summary>
    public override void RequireFresh()
    {
        if (_disk.Look(_target.Directory, _target.Name) is not { } now
            || now.Identity != _copied.Identity || now.Changed != _copied.Changed || now.Length != _copied.Length)
        {
            throw Unsteady(_target);
        }
    }

    public override OldContent Again() => this;

    public override void Relinquish() => _copy.Relinquish();

    public override void Discard() => _copy.Discard();

    private static void CopyMetadata(Disk disk, TargetFile target, DiskFile old, DiskFile copy, in FileStatus status)
    {
        Ownership kept = Ownership.Give(disk, copy, status);
        AttributeCopy scope = kept.Group ? AttributeCopy.WithAccessList : AttributeCopy.WithNarrowedAccessList;
        if (!disk.CopyAttributes(target.Directory, target.Name, copy, scope).HasFlag(CopiedAttributes.AccessList))
        {
            // Under another owner or group, set-user-ID would give away the privileges of those.
            disk.SetMode(copy, kept is { Owner: true, Group: true } ? status.Mode : kept.Narrow(status.Mode));
        }

        disk.CopyModificationTime(old, copy);
    }
}
