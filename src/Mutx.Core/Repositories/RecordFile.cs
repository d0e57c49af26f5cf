using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Repositories;

/// <summary>The file of one record: where it is, how it is locked, and whether it is behind its journal.</summary>
internal sealed class RecordFile(Disk disk, string path, JsonRepositoryOptions options)
{
    private int _settlementIsDue;

    public string Path => path;

    /// <summary>The lock of the record, the same that everybody takes who changes this file.</summary>
    public FileLock Lock { get; } = new(disk, path, options.Lock);

    /// <summary>What can be done with it under its lock, until that is released.</summary>
    public RecordHold Hold() => new(disk, path, options);

    /// <summary>Whether it was said just now that the file has to catch up, and not yet begun.</summary>
    public bool TryScheduleSettlement() => Interlocked.Exchange(ref _settlementIsDue, 1) == 0;

    /// <summary>From here on a change is the next settlement's.</summary>
    public void BeginSettlement() => Volatile.Write(ref _settlementIsDue, 0);
}
