using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Writing in place, which only journals do, and no actor has one.</summary>
internal partial class SimulatedDisk
{
    public override DiskFile? TryOpenForChange(string path) => throw new NotSupportedException();

    public override void WriteAt(DiskFile file, ReadOnlySpan<byte> buffer, long offset) => throw new NotSupportedException();

    public override void SyncContent(DiskFile file) => throw new NotSupportedException();
}
