using System.Text.Json.Serialization.Metadata;
using Mutx.Faults.Tests.Disks;
using Mutx.Platform;
using Mutx.Repositories;

namespace Mutx.TestHost;

/// <summary>Records whose journals are written and never flushed, for controls that have to lose something.</summary>
public static class UnflushedRecords
{
    public static JsonRepository<T> In<T>(string directory, JsonTypeInfo<T> type, JsonRepositoryOptions options)
        where T : class => new(new UnflushedDisk(Disk.Current), directory, type, options);

    /// <summary>The real disk, but for the one flush that a version in a journal gets.</summary>
    private sealed class UnflushedDisk(Disk inner) : DiskDecorator(inner)
    {
        protected override bool Replaces<T>(DiskCall call, out T result)
        {
            result = default!;
            return call.Step == nameof(SyncContent);
        }
    }
}
