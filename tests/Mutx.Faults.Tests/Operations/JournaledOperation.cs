using System.Text.Json;
using Mutx.Faults.Tests.Disks;
using Mutx.Journals;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.Updating;

namespace Mutx.Faults.Tests.Operations;

/// <summary>Something done to a record whose newest version, the second, stands in its journal only.</summary>
internal sealed class JournaledOperation(string name, Func<JsonRepository<Counted>, Task> act, params int?[] results) : Operation(name)
{
    private const string FileName = "target.json";

    public static IReadOnlyList<Operation> All =>
    [
        new JournaledOperation("modify a journaled record", notes => notes.ModifyAsync("target", old => new Counted(old!.Count + 1), Token), 3),
        new JournaledOperation("write what a journaled record holds", notes => notes.WriteAsync("target", new Counted(2), Token), 2),
        new JournaledOperation("settle a journaled record", notes => notes.SettleAsync("target", Token), 2),
        new JournaledOperation("delete a journaled record", notes => notes.DeleteAsync("target", Token), [null]),
        new JournaledOperation("modify a journaled record without a journal", notes => notes.ModifyAsync("target", old => new Counted(old!.Count + 1), Token), 3)
        {
            Journal = RecordJournal.None,
        },
        new JournaledOperation("update a journaled record", _ => Task.CompletedTask, 3) { Update = UpdateByItself },
    ];

    public RecordJournal Journal { get; init; } = RecordJournal.Beside;

    private Action<FaultDisk, Workplace>? Update { get; init; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static JsonRepository<Counted> Repository(Disk disk, Workplace place, RecordJournal journal = RecordJournal.Beside) => new(
        disk,
        place.Data,
        CountedJson.Default.Counted,
        new JsonRepositoryOptions
        {
            Lock = new FileLockOptions { Directory = place.Locks },
            Journal = journal,
            SettleAfter = TimeSpan.FromHours(1),
        });

    public override void Arrange(Workplace place)
    {
        JsonRepository<Counted> notes = Repository(Disk.Current, place);
        notes.WriteAsync("target", new Counted(1), Token).GetAwaiter().GetResult();
        notes.WriteAsync("target", new Counted(2), Token).GetAwaiter().GetResult();
        Assert.Equal("{\"Count\":1}\n", File.ReadAllText(place[FileName]));
    }

    public override void Act(FaultDisk disk, Workplace place)
    {
        Update?.Invoke(disk, place);
        act(Repository(disk, place, Journal)).GetAwaiter().GetResult();
    }

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        int? found = Read(place);
        CommitOutcome outcome = error?.Outcome ?? CommitOutcome.Done;
        bool isAsPromised = outcome switch
        {
            CommitOutcome.Done => results.Contains(found),
            CommitOutcome.NotDone => found == 2,
            _ => found == 2 || results.Contains(found),
        };
        Assert.True(isAsPromised, $"the outcome is {outcome}, but the record holds {found?.ToString() ?? "nothing"}");
    }

    public override bool MayStay(string name, Workplace place) =>
        name == FileName || name == Path.GetFileName(Mutx.Journals.Journal.PathOf(Disk.Current, place[FileName]));

    private static int? Read(Workplace place) => JournaledFile.Read(Disk.Current, place[FileName], out _) is { } content
        ? JsonSerializer.Deserialize(content, CountedJson.Default.Counted)!.Count
        : null;

    private static void UpdateByItself(FaultDisk disk, Workplace place) => LockedFile.Update(
        disk,
        place[FileName],
        (current, writer) => writer.Write(System.Text.Encoding.UTF8.GetBytes(current.ReadAllText().Replace('2', '3'))),
        new UpdateOptions { Replace = new ReplaceOptions { Lock = new FileLockOptions { Directory = place.Locks } } },
        Token);
}
