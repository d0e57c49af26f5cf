using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>What records need.</summary>
internal abstract partial class DiskDecorator
{
    public override DiskFile? TryOpenRead(string path) =>
        Do(nameof(TryOpenRead), path, () => inner.TryOpenRead(path));
}
