using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A directory for data and one for lock files, of one run alone.</summary>
internal sealed class Workplace : IDisposable
{
    private const string Descriptors = "/proc/self/fd";

    private readonly ulong? _openBefore = OpenCount;
    private readonly string _root;

    public Workplace()
    {
        // In memory where that is possible: the syncs of thousands of runs prove nothing here.
        const string Memory = "/dev/shm";
        _root = Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Join(Memory, $"mutx-faults-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("mutx-faults-").FullName;
        Data = Directory.CreateDirectory(Path.Join(_root, "data")).FullName;
        Locks = Directory.CreateDirectory(Path.Join(_root, "locks")).FullName;
    }

    public string Data { get; }

    public string Locks { get; }

    /// <summary>The file that operations are about.</summary>
    public string Target => this["target"];

    public string LockFile => Path.Join(Locks, "the.lock");

    public string this[string name] => Path.Join(Data, name);

    /// <summary>The names in the data directory, sorted.</summary>
    public string[] Entries => [.. Directory.EnumerateFileSystemEntries(Data).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)];

    /// <summary>What this process has opened below the root and not closed, names already removed included.</summary>
    public string[] OpenFiles => OpenCount is { } count && count == _openBefore
        ? []
        : [.. Directory.EnumerateFileSystemEntries(Descriptors).Select(fd => new FileInfo(fd).LinkTarget ?? "")
            .Where(path => path.StartsWith(_root + "/", StringComparison.Ordinal))];

    /// <summary>Whether nobody holds the lock, as another process would find.</summary>
    public bool IsLockFree
    {
        get
        {
            using DiskFile? file = Disk.Current.OpenLockFile(LockFile, SymbolicLinks.Refuse);
            return file is null || Disk.Current.TryLock(file, LockMode.Exclusive);
        }
    }

    /// <summary>How many descriptors are open, where the kernel says so without a look at each (Linux 6.2).</summary>
    private static ulong? OpenCount => FileState.Of(Descriptors).Size is > 0 and ulong count ? count : null;

    public byte[]? Read(string name) => File.Exists(this[name]) ? File.ReadAllBytes(this[name]) : null;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
