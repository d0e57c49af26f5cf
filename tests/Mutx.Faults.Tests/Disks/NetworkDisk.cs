using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>The real disk as a network filesystem that other hosts write too.</summary>
internal sealed class NetworkDisk() : DiskDecorator(Current)
{
    private static ulong _instances;

    private readonly FilesystemId _id = new(-1, Interlocked.Increment(ref _instances));

    public override FilesystemId LookAtFilesystem(string path) => _id;

    public override string NameFilesystem(string path, FilesystemId id) => "nfs";

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        result = default!;
        return false;
    }
}
