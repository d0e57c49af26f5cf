using System.Runtime.Versioning;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Repositories;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Repositories;

public sealed class JournaledRecordTests : IDisposable
{
    private const string Journal = ".a.json.mutx.journal";

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The file never follows by itself here, so that what is seen doesn't depend on the moment.
    private JsonRepositoryOptions Options => new()
    {
        Lock = Lock,
        Journal = RecordJournal.Beside,
        SettleAfter = TimeSpan.FromHours(1),
    };

    private FileLockOptions Lock => new() { Directory = _locks.Path };

    private JsonRepository<Note> Journaled => new(_directory.Path, NoteJson.Default.Note, Options);

    private JsonRepository<Note> Plain => new(_directory.Path, NoteJson.Default.Note, Options with { Journal = RecordJournal.None });

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public async Task A_change_goes_to_the_journal_and_all_repositories_read_it_at_once()
    {
        await Write(Journaled, "first");
        byte[] file = File.ReadAllBytes(_directory["a.json"]);
        string version = await Write(Journaled, "second");
        Assert.Equal(file, File.ReadAllBytes(_directory["a.json"]));
        _directory.AssertEntries(Journal, "a.json");
        Assert.Equal(["a"], Journaled.ListIds());
        Assert.Equal("second", Journaled.Read("a")!.Text);
        Assert.Equal("second", Plain.Read("a")!.Text);
        Assert.Equal(version, Plain.ReadRecord("a")!.Version);
        Assert.NotNull(await Plain.TryReplaceAsync("a", new Note { Text = "third" }, version, Token));
        Assert.Equal("third", Journaled.Read("a")!.Text);
        _directory.AssertEntries("a.json");
    }

    [Fact]
    public async Task The_file_catches_up_when_it_is_settled_and_stays_what_it_is()
    {
        await WriteAll(Journaled, "first", "second", "third");
        await Plain.SettleAsync("a", Token);
        Assert.Contains("third", _directory.Read("a.json"), StringComparison.Ordinal);
        DateTime settled = File.GetLastWriteTimeUtc(_directory["a.json"]);
        await Journaled.SettleAsync("a", Token);
        Assert.Equal(settled, File.GetLastWriteTimeUtc(_directory["a.json"]));
        Assert.Equal("third", Journaled.Read("a")!.Text);
    }

    [Fact]
    public async Task The_file_follows_by_itself()
    {
        var notes = new JsonRepository<Note>(
            _directory.Path, NoteJson.Default.Note, Options with { SettleAfter = TimeSpan.FromMilliseconds(1) });
        await WriteAll(notes, "first", "second");
        await Eventually.IsTrue(() => _directory.Read("a.json").Contains("second", StringComparison.Ordinal), "the file has followed");
        await Write(notes, "third");
        await Eventually.IsTrue(() => _directory.Read("a.json").Contains("third", StringComparison.Ordinal), "it follows again");
    }

    [Fact]
    public async Task Whoever_changes_the_file_without_mutx_ends_what_the_journal_said()
    {
        await WriteAll(Journaled, "first", "second");
        File.WriteAllText(_directory["a.json"], """{"text":"by hand"}""");
        Assert.Equal("by hand", Journaled.Read("a")!.Text);
        await Journaled.ModifyAsync("a", note => new Note { Text = note!.Text + ", and changed" }, Token);
        Assert.Equal("by hand, and changed", Plain.Read("a")!.Text);
    }

    [Fact]
    public async Task A_file_that_returns_to_what_it_held_before_brings_nothing_back()
    {
        await Write(Journaled, "first");
        string first = _directory.Read("a.json");
        await Write(Journaled, "second");
        await Journaled.SettleAsync("a", Token);

        await Write(Plain, "first");
        Assert.Equal("first", Journaled.Read("a")!.Text);

        await Write(Journaled, "second");
        await Journaled.SettleAsync("a", Token);
        File.WriteAllText(_directory["a.json"], first);
        Assert.Equal("first", Journaled.Read("a")!.Text);
    }

    [Fact]
    public async Task An_update_and_a_replacement_by_their_own_means_know_of_the_journal()
    {
        await WriteAll(Journaled, "first", "second");
        LockedFile.Update(
            _directory["a.json"],
            (current, writer) => writer.Write(System.Text.Encoding.UTF8.GetBytes(current.ReadAllText().Replace("second", "second and third", StringComparison.Ordinal))),
            new UpdateOptions { Replace = new ReplaceOptions { Lock = Lock } },
            Token);
        Assert.Equal("second and third", Journaled.Read("a")!.Text);
        _directory.AssertEntries("a.json");

        await WriteAll(Journaled, "fourth", "fifth");
        LockedFile.Replace(
            _directory["a.json"],
            System.Text.Encoding.UTF8.GetBytes("""{"text":"sixth"}"""),
            new ReplaceOptions { Lock = Lock, Backup = new() },
            Token);
        Assert.Equal("sixth", Journaled.Read("a")!.Text);
        Assert.Contains("fifth", _directory.Read("a.json.mutx.backup"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_record_takes_its_journal_along()
    {
        await Write(Journaled, "first");
        string first = _directory.Read("a.json");
        await Write(Journaled, "second");
        Assert.True(await Journaled.DeleteAsync("a", Token));
        _directory.AssertEntries();
        _directory.Write("a.json", first);
        Assert.Equal("first", Journaled.Read("a")!.Text);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public async Task Content_of_every_length_is_kept(int length)
    {
        string text = new('x', length);
        await WriteAll(Journaled, "short", text, "short again", text + "!");
        Assert.Equal(text + "!", Plain.Read("a")!.Text);
        await Journaled.SettleAsync("a", Token);
        Assert.Contains(text + "!", _directory.Read("a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_was_torn_leaves_the_one_before()
    {
        await WriteAll(Journaled, "first", "second", "third");
        byte[] journal = File.ReadAllBytes(_directory[Journal]);
        int third = journal.AsSpan().IndexOf("third"u8);
        journal[third] = (byte)'?';
        File.WriteAllBytes(_directory[Journal], journal);
        Assert.Equal("second", Journaled.Read("a")!.Text);
        await Write(Journaled, "fourth");
        Assert.Equal("fourth", Journaled.Read("a")!.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no journal at all")]
    public async Task Something_else_by_the_journals_name_is_not_believed(string content)
    {
        await Write(Journaled, "first");
        _directory.Write(Journal, content);
        Assert.Equal("first", Journaled.Read("a")!.Text);
        await WriteAll(Journaled, "second", "third");
        Assert.Equal("third", Plain.Read("a")!.Text);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Whoever_may_not_read_the_file_may_not_read_its_journal()
    {
        await Write(Journaled, "first");
        _directory.SetMode("a.json", "640");
        await WriteAll(Journaled, "second", "third");
        Assert.Equal(Mode("a.json"), Mode(Journal));
        _directory.SetMode("a.json", "600");
        await WriteAll(Journaled, "fourth", "fifth");
        Assert.Equal(Mode("a.json"), Mode(Journal));
        Assert.Equal("fifth", Journaled.Read("a")!.Text);
        Assert.DoesNotContain("fifth", _directory.Read("a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_any_length_has_a_journal_of_its_own()
    {
        string a = JournalOf(new string('n', 250));
        string b = JournalOf(new string('n', 249) + "m");
        Assert.InRange(Path.GetFileName(a).Length, 10, 255);
        Assert.NotEqual(a, b);
    }

    private static string JournalOf(string name) => Mutx.Journals.Journal.PathOf(Disk.Current, $"/d/{name}");

    private static Task<string> Write(JsonRepository<Note> notes, string text) => notes.WriteAsync("a", new Note { Text = text }, Token);

    private static async Task WriteAll(JsonRepository<Note> notes, params string[] texts)
    {
        foreach (string text in texts)
        {
            await Write(notes, text);
        }
    }

    [SupportedOSPlatform("linux")]
    private UnixFileMode Mode(string name) => File.GetUnixFileMode(_directory[name]);
}
