using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Making a directory of locks for several users, which no actor does.</summary>
internal partial class SimulatedDisk
{
    public override bool TryCreateDirectory(DiskDirectory parent, string name, UnixFileMode mode) => throw new NotSupportedException();

    public override bool RemoveDirectory(DiskDirectory parent, string name) => throw new NotSupportedException();

    public override void CopyAccessList(DiskDirectory from, DiskDirectory to) => throw new NotSupportedException();
}
