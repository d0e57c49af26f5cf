using System.Text;
using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Faults.Tests.Operations;

/// <summary>The replacement of a file by the library, in one of its ways.</summary>
internal sealed class ReplaceOperation(string name, Action<FaultDisk, Workplace> act) : Operation(name)
{
    private FileStatus? _before;

    public byte[]? Old { get; init; } = "the old content"u8.ToArray();

    public byte[] New { get; init; } = "the new content, which is longer"u8.ToArray();

    public Action<Workplace> AlsoArrange { get; init; } = _ => { };

    /// <summary>The file that is replaced.</summary>
    public string FileName { get; init; } = "target";

    /// <summary>Further names that belong there.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>A replacement under its lock.</summary>
    public static ReplaceOperation Locked(
        string name, Func<ReplaceOptions, ReplaceOptions>? with = null, Action<Workplace, AtomicWriter>? content = null, byte[]? bytes = null)
    {
        ReplaceOperation? made = null;
        made = new ReplaceOperation(
            name,
            (disk, place) =>
            {
                var options = new ReplaceOptions { Lock = new FileLockOptions { LockFile = place.LockFile } };
                LockedFile.Replace(
                    disk,
                    place.Target,
                    writer => (content ?? ((_, w) => w.Write(made!.New)))(place, writer),
                    with?.Invoke(options) ?? options,
                    TestContext.Current.CancellationToken);
            })
        {
            New = bytes ?? "the new content, which is longer"u8.ToArray(),
        };
        return made;
    }

    public ReplaceOperation On(Disk disk) => Copy(disk, Old, AlsoArrange, Others);

    public ReplaceOperation Over(byte[]? old) => Copy(Disk, old, AlsoArrange, Others);

    public ReplaceOperation Where(Action<Workplace> arrange, params string[] others) => Copy(Disk, Old, arrange, others);

    public override void Arrange(Workplace place)
    {
        if (Old is not null)
        {
            File.WriteAllBytes(place[FileName], Old);
            File.SetUnixFileMode(place[FileName], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        AlsoArrange(place);
        _before = Disk.Current.Look(place[FileName]);
    }

    public override void Act(FaultDisk disk, Workplace place) => act(disk, place);

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        byte[]? found = place.Read(FileName);
        CommitOutcome outcome = error?.Outcome ?? CommitOutcome.Done;
        byte[]? expected = outcome == CommitOutcome.NotDone ? Old : New;
        Assert.True(
            found is null ? expected is null : expected is not null && found.AsSpan().SequenceEqual(expected),
            $"the outcome is {outcome}, but the content is {Show(found)}");
        FileStatus? after = Disk.Current.Look(place[FileName]);
        if (outcome == CommitOutcome.NotDone)
        {
            Assert.Equal(_before?.Identity, after?.Identity);
            Assert.Equal(_before?.Modified, after?.Modified);
            Assert.Equal(_before?.Mode, after?.Mode);
        }
    }

    public override bool MayStay(string name, Workplace place) => name == FileName || Others.Contains(name);

    private static string Show(byte[]? content) =>
        content is null ? "absent" : $"'{Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(content.Length, 60)))}' ({content.Length} bytes)";

    private ReplaceOperation Copy(Disk disk, byte[]? old, Action<Workplace> arrange, string[] others) => new(Name, act)
    {
        Disk = disk,
        Old = old,
        New = New,
        AlsoArrange = arrange,
        Others = others,
    };
}
