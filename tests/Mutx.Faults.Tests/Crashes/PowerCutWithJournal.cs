using System.Text.Json;
using Mutx.Faults.Tests.Operations;
using Mutx.Journals;
using Mutx.Platform;
using Mutx.Repositories;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>A power cut after each step of changes of a record that has a journal: what was acknowledged is read.</summary>
public sealed class PowerCutWithJournal
{
    private const string FileName = "target.json";
    private const int Versions = 6;

    private readonly List<string> _violations = [];
    private readonly HashSet<string> _seen = [];
    private int _acknowledged;
    private int _writing;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    public async Task What_was_acknowledged_is_read(int filler)
    {
        await Tell(directory => new CrashDisk(directory), filler);
        Assert.Empty(_violations);
        Assert.InRange(_seen.Count, Versions * 3, 100_000);
    }

    [Theory]
    [InlineData(RecordJournal.None)]
    [InlineData(RecordJournal.Beside)]
    public async Task What_a_writer_left_unsynced_that_was_killed_is_durable_once_another_has_written_the_same(RecordJournal journal)
    {
        using var place = new Workplace();
        var disk = new CrashDisk(place.Data);
        JsonRepository<Counted> notes = JournaledOperation.Repository(disk, place, journal);
        disk.Begin();
        await notes.WriteAsync("target", new Counted(1), Token);
        await notes.WriteAsync("target", new Counted(2), Token);
        disk.SkipsSyncs = true;
        await notes.WriteAsync("target", new Counted(3), Token);
        disk.SkipsSyncs = false;
        await notes.WriteAsync("target", new Counted(3), Token);
        (_acknowledged, _writing) = (3, 3);
        Cut(disk);
        Assert.Empty(_violations);
    }

    [Fact]
    public async Task Control_without_a_flush_of_the_journal_is_found_out()
    {
        await Tell(directory => new CrashDisk(directory, nameof(Disk.SyncContent)), 0);
        Assert.NotEmpty(_violations);
    }

    [Fact]
    public async Task Control_without_a_sync_of_the_file_is_found_out()
    {
        await Tell(directory => new CrashDisk(directory, nameof(Disk.Sync)), 0);
        Assert.NotEmpty(_violations);
    }

    /// <summary>Versions written in all ways there are: to a new file, to the journal, settled, without a journal, and again.</summary>
    private async Task Tell(Func<string, CrashDisk> makeDisk, int filler)
    {
        using var place = new Workplace();
        CrashDisk disk = makeDisk(place.Data);
        JsonRepository<Counted> journaled = JournaledOperation.Repository(disk, place);
        JsonRepository<Counted> plain = JournaledOperation.Repository(disk, place, RecordJournal.None);
        disk.AfterStep = each => Cut(each);
        disk.Begin();
        for (int version = 1; version <= Versions; version++)
        {
            JsonRepository<Counted> by = version == 5 ? plain : journaled;
            _writing = version;
            await by.WriteAsync("target", new Counted(version) { Filler = new string((char)('a' + version), filler) }, Token);
            _acknowledged = version;
            Cut(disk);
            if (version is 3 or 6)
            {
                await journaled.SettleAsync("target", Token);
                Cut(disk);
            }
        }
    }

    private void Cut(CrashDisk disk)
    {
        foreach (IReadOnlyDictionary<string, byte[]> state in disk.States.All())
        {
            string key = $"{_acknowledged} {string.Join(';', state.OrderBy(s => s.Key).Select(s => $"{s.Key}={Convert.ToHexString(s.Value)}"))}";
            if (_seen.Add(key) && Fault(state) is { } fault)
            {
                _violations.Add($"acknowledged {_acknowledged}, writing {_writing}: {fault}");
            }
        }
    }

    private string? Fault(IReadOnlyDictionary<string, byte[]> state)
    {
        using var place = new Workplace();
        foreach ((string name, byte[] content) in state)
        {
            File.WriteAllBytes(place[name], content);
        }

        if (JournaledFile.Read(Disk.Current, place[FileName], out _) is not { } found)
        {
            return _acknowledged == 0 ? null : "the record is gone";
        }

        int? read = Count(found);
        return read is null ? "the record is torn"
            : read != _acknowledged && read != _writing ? $"the record is version {read}"
            : FaultAfterRecovery(place, read.Value);
    }

    /// <summary>The next change builds on what was read, and is there.</summary>
    private static string? FaultAfterRecovery(Workplace place, int read)
    {
        JsonRepository<Counted> notes = JournaledOperation.Repository(Disk.Current, place);
        int next = notes.ModifyAsync("target", old => new Counted(old!.Count + 100), Token).GetAwaiter().GetResult().Count;
        return next == read + 100 && notes.Read("target")!.Count == next ? null : $"after version {read} comes {next}";
    }

    private static int? Count(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, CountedJson.Default.Counted)?.Count;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
