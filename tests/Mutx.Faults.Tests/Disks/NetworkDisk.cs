using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>The real disk, of which one directory, or all, says that it is a network filesystem that other hosts write too.</summary>
/// <param name="directory">The directory.</param>
internal sealed class NetworkDisk(string directory = "/") : DiskDecorator(Current)
{
    private static ulong _instances;

    private readonly FilesystemId _id = new(-1, Interlocked.Increment(ref _instances));

    public override FilesystemId LookAtFilesystem(string path) =>
        IsThere(path) ? _id : base.LookAtFilesystem(path);

    public override string NameFilesystem(string path, FilesystemId id) => id == _id ? "nfs" : base.NameFilesystem(path, id);

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        result = default!;
        return false;
    }

    private bool IsThere(string path) => directory == "/" || (path + "/").StartsWith(directory + "/", StringComparison.Ordinal);
}
