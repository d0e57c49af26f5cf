using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Repositories;

public sealed class JsonRepositoryTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JsonRepositoryOptions Options => new() { Lock = new FileLockOptions { Directory = _locks.Path } };

    private JsonRepository<Note> Notes => new(_directory.Path, NoteJson.Default.Note, Options);

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public async Task What_was_written_is_read_and_its_version_is_the_digest_of_the_file()
    {
        string version = await Notes.WriteAsync("a", new Note { Text = "first" }, Token);
        JsonRecord<Note> record = (await Notes.ReadRecordAsync("a", Token))!;
        Assert.Equal("first", record.Value.Text);
        Assert.Equal(version, record.Version);
        Assert.Equal(Sha256.Hex(File.ReadAllBytes(_directory["a.json"])), version);
        Assert.EndsWith("}\n", _directory.Read("a.json"), StringComparison.Ordinal);
        _directory.AssertEntries("a.json");
    }

    [Fact]
    public async Task A_record_that_is_not_there_reads_as_null_and_modifies_from_null()
    {
        Assert.Null(await Notes.ReadAsync("a", Token));
        Note result = await Notes.ModifyAsync("a", current => current ?? new Note { Text = "new" }, Token);
        Assert.Equal("new", result.Text);
        Assert.Equal("new", (await Notes.ReadAsync("a", Token))!.Text);
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".a")]
    public async Task Ids_that_could_lead_elsewhere_are_refused_before_anything_is_touched(string id)
    {
        var notes = new JsonRepository<Note>(_directory["missing"], NoteJson.Default.Note, Options with { DirectoryMode = (UnixFileMode)448 });
        await Assert.ThrowsAnyAsync<ArgumentException>(() => notes.ReadAsync(id, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => notes.WriteAsync(id, new Note(), Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => notes.ModifyAsync(id, n => n!, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => notes.DeleteAsync(id, Token));
        _directory.AssertEntries();
    }

    [Fact]
    public async Task Concurrent_changes_of_one_record_are_applied_in_order_under_one_lock_and_one_commit()
    {
        const int Callers = 64;
        JsonRepository<Note> notes = Notes;
        await notes.WriteAsync("a", new Note(), Token);
        Task<Note>[] changes;
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            // The lock is held by somebody else, so all of them wait.
            changes = [.. Enumerable.Range(0, Callers).Select(i => notes.ModifyAsync("a", n => Append(n!, i), Token))];
            Assert.All(changes, change => Assert.False(change.IsCompleted));
        }

        Note[] results = await Task.WhenAll(changes);
        Assert.Equal(Enumerable.Range(0, Callers), notes.Read("a")!.Numbers);
        for (int i = 0; i < Callers; i++)
        {
            Assert.Equal(Enumerable.Range(0, i + 1), results[i].Numbers);
        }
    }

    [Fact]
    public async Task Callers_that_wait_together_share_one_commit()
    {
        var disk = new CountingObserver();
        var notes = new JsonRepository<Note>(_directory.Path, NoteJson.Default.Note, Options with
        {
            File = new() { Logger = disk },
            Lock = Options.Lock with { Logger = disk },
        });
        await notes.WriteAsync("a", new Note(), Token);
        disk.Reset();
        Task<Note>[] changes;
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            changes = [.. Enumerable.Range(0, 64).Select(i => notes.ModifyAsync("a", n => Append(n!, i), Token))];
        }

        await Task.WhenAll(changes);
        Assert.Equal(1, disk.Count("replaced"));
        Assert.Equal(1, disk.Count("acquired"));
    }

    [Fact]
    public async Task A_change_that_throws_fails_alone_and_leaves_no_trace()
    {
        JsonRepository<Note> notes = Notes;
        await notes.WriteAsync("a", new Note(), Token);
        Task<Note>[] changes;
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            changes = [.. Enumerable.Range(0, 10).Select(i => notes.ModifyAsync(
                "a",
                n => i == 4 ? throw new InvalidOperationException($"not {Append(n!, i).Numbers.Count}") : Append(n!, i),
                Token))];
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => changes[4]);
        await Task.WhenAll(changes.Where((_, i) => i != 4));
        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 9], notes.Read("a")!.Numbers);
    }

    [Fact]
    public async Task A_change_is_called_once_even_where_its_commit_fails()
    {
        JsonRepository<Note> notes = Notes;
        int calls = 0;
        await Assert.ThrowsAsync<MutxException>(() => notes.ModifyAsync(
            "a",
            _ =>
            {
                calls++;
                // Something that can't be replaced comes into being under the change's hands.
                _directory.MakeDirectory("a.json");
                return new Note();
            },
            Token));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData("{\n  \"text\": \"x\",\n  oops\n}", 3, 3)]
    [InlineData("", 1, 1)]
    [InlineData("null", 1, 1)]
    [InlineData("{\"numbers\": \"seven\"}", 1, 20)]
    public async Task A_corrupt_record_is_never_overwritten_and_the_error_says_where_it_is(string content, int line, int position)
    {
        JsonRepository<Note> notes = Notes;
        _directory.Write("a.json", content);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => notes.ReadAsync("a", Token));
        Assert.Equal(notes.PathOf("a"), error.Path);
        Assert.Equal(line, error.Line);
        Assert.Equal(position, error.Position);
        Assert.Contains($"line {line}, position {position}", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CorruptDataException>(() => notes.WriteAsync("a", new Note(), Token));
        await Assert.ThrowsAsync<CorruptDataException>(() => notes.ModifyAsync("a", n => n ?? new Note(), Token));
        await Assert.ThrowsAsync<CorruptDataException>(() => notes.TryReplaceAsync("a", new Note(), Sha256.Hex([]), Token));
        Assert.Equal(content, _directory.Read("a.json"));
        Assert.True(await notes.DeleteAsync("a", Token));
    }

    [Fact]
    public async Task Members_that_the_type_does_not_know_survive_a_change()
    {
        _directory.Write("a.json", "{\"text\":\"x\",\"colour\":{\"r\":1},\"numbers\":[]}");
        await Notes.ModifyAsync("a", n => Append(n!, 7), Token);
        string now = _directory.Read("a.json");
        Assert.Contains("\"colour\"", now, StringComparison.Ordinal);
        Assert.Contains("\"r\": 1", now, StringComparison.Ordinal);
        Assert.Contains("7", now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_against_a_version_succeeds_once()
    {
        JsonRepository<Note> notes = Notes;
        string first = (await notes.TryReplaceAsync("a", new Note { Text = "1" }, version: null, Token))!;
        Assert.Null(await notes.TryReplaceAsync("a", new Note { Text = "no" }, version: null, Token));
        Task<string?>[] rivals = [.. Enumerable.Range(0, 20).Select(i => notes.TryReplaceAsync("a", new Note { Text = $"r{i}" }, first, Token))];
        string? won = Assert.Single(await Task.WhenAll(rivals), version => version is not null);
        Assert.Equal(won, notes.ReadRecord("a")!.Version);
    }

    [Fact]
    public async Task Deleting_says_whether_there_was_one()
    {
        await Notes.WriteAsync("a", new Note(), Token);
        Assert.True(await Notes.DeleteAsync("a", Token));
        Assert.False(await Notes.DeleteAsync("a", Token));
        _directory.AssertEntries();
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_the_file_alone()
    {
        await Notes.WriteAsync("a", new Note { Text = "x" }, Token);
        DateTime before = File.GetLastWriteTimeUtc(_directory["a.json"]);
        await Notes.ModifyAsync("a", n => n!, Token);
        Assert.Equal(before, File.GetLastWriteTimeUtc(_directory["a.json"]));
    }

    [Fact]
    public async Task Waiting_ends_at_the_timeout_and_by_the_token_and_the_record_is_as_it_was()
    {
        JsonRepository<Note> notes = new(_directory.Path, NoteJson.Default.Note, Options with { LockTimeout = TimeSpan.FromMilliseconds(20) });
        JsonRepository<Note> patient = Notes;
        await notes.WriteAsync("a", new Note { Text = "old" }, Token);
        using var cancel = new CancellationTokenSource();
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            await Assert.ThrowsAsync<LockTimeoutException>(() => notes.WriteAsync("a", new Note(), Token));
            Task<string> waits = patient.WriteAsync("a", new Note { Text = "cancelled" }, cancel.Token);
            Task<string> stays = patient.WriteAsync("b", new Note { Text = "other" }, Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
            await stays;
        }

        await patient.ModifyAsync("a", n => Append(n!, 1), Token);
        Assert.Equal("old", patient.Read("a")!.Text);
    }

    [Fact]
    public async Task A_change_waits_thirty_seconds_unless_told_otherwise_and_a_replacement_as_long_as_it_takes()
    {
        var still = new SettableTime(DateTimeOffset.UnixEpoch);
        using var observer = new LimitObserver();
        FileLockOptions observed = Options.Lock with { WaitObserver = observer };
        JsonRepository<Note> notes = new(
            _directory.Path, NoteJson.Default.Note, new JsonRepositoryOptions { Lock = observed, TimeProvider = still });
        Task<string> change;
        Task replacement;
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            change = notes.WriteAsync("a", new Note(), Token);
            Assert.Equal(TimeSpan.FromSeconds(30), await observer.NextLimitAsync(Token));
            replacement = LockedFile.ReplaceAsync(
                notes.PathOf("a"), "{}"u8.ToArray(), new ReplaceOptions { Lock = observed }, Token);
            Assert.Equal(Timeout.InfiniteTimeSpan, await observer.NextLimitAsync(Token));
        }

        await change;
        await replacement;
    }

    [Fact]
    public async Task Who_gives_up_is_told_the_time_that_was_asked_for()
    {
        JsonRepository<Note> notes = new(_directory.Path, NoteJson.Default.Note, Options with { LockTimeout = TimeSpan.FromMilliseconds(20) });
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            LockTimeoutException error = await Assert.ThrowsAsync<LockTimeoutException>(() => notes.WriteAsync("a", new Note(), Token));
            Assert.Contains("waited 20ms", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_waiting_a_held_lock_is_an_error_at_once()
    {
        JsonRepository<Note> notes = new(_directory.Path, NoteJson.Default.Note, Options with { LockTimeout = TimeSpan.Zero });
        using (await new FileLock(notes.PathOf("a"), Options.Lock).AcquireAsync(cancellationToken: Token))
        {
            await Assert.ThrowsAsync<LockUnavailableException>(() => notes.WriteAsync("a", new Note(), Token));
        }

        await notes.WriteAsync("a", new Note(), Token);
    }

    [Fact]
    public async Task The_lock_is_the_one_that_a_locked_replacement_takes()
    {
        JsonRepository<Note> notes = new(_directory.Path, NoteJson.Default.Note, Options with { LockTimeout = TimeSpan.Zero });
        await notes.WriteAsync("a", new Note(), Token);
        var replace = new ReplaceOptions { Lock = Options.Lock, Scope = LockScope.Production };
        LockedFile.Replace(
            _directory["a.json"],
            writer =>
            {
                Assert.Throws<LockUnavailableException>(() => notes.WriteAsync("a", new Note(), Token).GetAwaiter().GetResult());
                writer.Write("{\"text\":\"by hand\"}"u8);
            },
            replace,
            Token);
        Assert.Equal("by hand", notes.Read("a")!.Text);
    }

    [Fact]
    public async Task A_directory_is_created_with_its_mode_only_where_that_was_asked_for()
    {
        string deep = Path.Join(_directory.Path, "x", "y");
        var strict = new JsonRepository<Note>(deep, NoteJson.Default.Note, Options);
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => strict.WriteAsync("a", new Note(), Token))).Error);
        var generous = new JsonRepository<Note>(deep, NoteJson.Default.Note, Options with
        {
            DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        });
        Assert.Null(await generous.ReadAsync("a", Token));
        Assert.Empty(generous.ListIds());
        _directory.AssertEntries();
        await generous.WriteAsync("a", new Note(), Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(deep), 8));
        }
    }

    private static Note Append(Note note, int number)
    {
        note.Numbers.Add(number);
        return note;
    }
}
