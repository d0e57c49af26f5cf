using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Platform;

namespace Mutx.Faults.Tests.Operations;

/// <summary>The ways in which old content is kept.</summary>
internal static class KeptBackups
{
    private static readonly BackupOptions Timestamped = new() { Timestamp = true };

    public static IReadOnlyList<Operation> All =>
    [
        .. On("", Disk.Current, keepsPredecessor: true),
        .. On(" on a filesystem without links", new PlainDisk(nameof(Disk.Link)), keepsPredecessor: true),
        .. On(" on a filesystem without an exchange", new PlainDisk("Rename.Exchange"), keepsPredecessor: true),
        .. On(" as on Windows", PlainDisk.LikeWindows, keepsPredecessor: true),
        .. On(" on a filesystem without unnamed files and links", PlainDisk.WithoutLinks, keepsPredecessor: false),
    ];

    private static IEnumerable<Operation> On(string words, Disk disk, bool keepsPredecessor)
    {
        yield return new BackupOperation($"first backup{words}", BackupOptions.Default) { Disk = disk };
        yield return new BackupOperation($"next backup{words}", BackupOptions.Default)
        {
            Disk = disk,
            HasPredecessor = true,
            KeepsPredecessor = keepsPredecessor,
        };
        yield return new BackupOperation($"timestamped backup{words}", Timestamped) { Disk = disk };
    }
}
