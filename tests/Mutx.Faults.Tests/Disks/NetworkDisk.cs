using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>The real disk, of which one directory says that it is a network filesystem.</summary>
internal sealed class NetworkDisk(string directory) : DiskDecorator(Current)
{
    private static readonly FilesystemId Id = new(0x6969, 0x6D757478);

    public override FilesystemId LookAtFilesystem(string path) =>
        IsThere(path) ? Id : base.LookAtFilesystem(path);

    public override string NameFilesystem(string path, FilesystemId id) => id == Id ? "nfs4" : base.NameFilesystem(path, id);

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        result = default!;
        return false;
    }

    private bool IsThere(string path) => (path + "/").StartsWith(directory + "/", StringComparison.Ordinal);
}
