using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Repositories;
using Mutx.Updating;

namespace Mutx.Faults.Tests.Operations;

/// <summary>The ways in which the library changes what a file holds.</summary>
internal static class Changes
{
    private const string BackupName = "target.mutx.backup";

    public static IReadOnlyList<Operation> All =>
    [
        new ReplaceOperation("update", Update) { New = "THE OLD CONTENT"u8.ToArray() },
        new ReplaceOperation("update of nothing", Update) { Old = null, New = [] },
        new ReplaceOperation("restore", Restore)
        {
            AlsoArrange = place => File.WriteAllText(place[BackupName], "the new content, which is longer"),
            Others = [BackupName],
        },
        new ReplaceOperation("modify a record", Modify) { Old = "{\"Count\":1}\n"u8.ToArray(), New = "{\"Count\":2}\n"u8.ToArray(), FileName = "target.json" },
        new ReplaceOperation("modify a record that isn't there", Modify) { Old = null, New = "{\"Count\":1}\n"u8.ToArray(), FileName = "target.json" },
    ];

    private static ReplaceOptions Options(Workplace place) => new() { Lock = new FileLockOptions { LockFile = place.LockFile } };

    private static void Update(FaultDisk disk, Workplace place) => LockedFile.Update(
        disk,
        place.Target,
        (current, writer) => writer.Write(System.Text.Encoding.UTF8.GetBytes(current.ReadAllText().ToUpperInvariant())),
        new UpdateOptions { Replace = Options(place), IfMissing = MissingFile.Create },
        TestContext.Current.CancellationToken);

    private static void Restore(FaultDisk disk, Workplace place)
    {
        LockedFile.Restore(
            disk, place.Target, BackupChoice.Newest, BackupOptions.Default, Options(place), null, TestContext.Current.CancellationToken);
    }

    private static void Modify(FaultDisk disk, Workplace place)
    {
        var repository = new JsonRepository<Counted>(
            disk,
            place.Data,
            CountedJson.Default.Counted,
            new JsonRepositoryOptions { Lock = new FileLockOptions { Directory = place.Locks } });
        repository.ModifyAsync("target", old => new Counted((old?.Count ?? 0) + 1), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }
}
