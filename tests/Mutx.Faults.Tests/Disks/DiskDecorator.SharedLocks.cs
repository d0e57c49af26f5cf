using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>Making a directory of locks for several users.</summary>
internal abstract partial class DiskDecorator
{
    public override bool TryCreateDirectory(DiskDirectory parent, string name, UnixFileMode mode) =>
        Do(nameof(TryCreateDirectory), parent.PathOf(name), () => inner.TryCreateDirectory(parent, name, mode));

    public override bool RemoveDirectory(DiskDirectory parent, string name) =>
        Do(nameof(RemoveDirectory), parent.PathOf(name), () => inner.RemoveDirectory(parent, name));

    public override void CopyAccessList(DiskDirectory from, DiskDirectory to) =>
        Do(nameof(CopyAccessList), to.Path, () => inner.CopyAccessList(from, to));
}
