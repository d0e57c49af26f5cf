using Mutx.Backups;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Backups;

public sealed class KeptBackupTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public void The_old_content_is_kept_without_a_copy()
    {
        string path = _directory.Write("f", "old");
        ulong inode = FileState.Of(path).Inode;
        ReplaceResult result = Replace(path, "new", BackupOptions.Default);
        Assert.Equal(path + ".mutx.backup", result.Backup);
        Assert.Equal(inode, FileState.Of(result.Backup!).Inode);
        Assert.Equal("old", _directory.Read("f.mutx.backup"));
        _directory.AssertEntries("f", "f.mutx.backup");
    }

    [Fact]
    public void A_new_file_has_no_backup_and_that_is_no_error()
    {
        Assert.Null(Replace(_directory["f"], "new", BackupOptions.Default).Backup);
        _directory.AssertEntries("f");
    }

    [Fact]
    public void An_unchanged_file_keeps_its_last_backup()
    {
        string path = _directory.Write("f", "same");
        _directory.Write("f.mutx.backup", "good");
        Assert.Null(Replace(path, "same", BackupOptions.Default, options => options with { IfChanged = true }).Backup);
        Assert.Equal("good", _directory.Read("f.mutx.backup"));
    }

    [Fact]
    public void A_refused_replacement_leaves_the_last_good_backup_as_it_was()
    {
        string path = _directory.Write("f", "old");
        _directory.Write("f.mutx.backup", "good");
        FileState before = FileState.Of(_directory["f.mutx.backup"]);
        FileState target = FileState.Of(path);
        Assert.Throws<PreconditionFailedException>(
            () => Replace(path, "new", BackupOptions.Default, options => options with { IfMatch = ContentCondition.Absent }));
        Assert.Throws<MutxException>(() => Replace(path, "", BackupOptions.Default, options => options with { RequireNonEmpty = true }));
        Assert.Throws<InvalidOperationException>(
            () => Replace(path, "new", BackupOptions.Default, options => options with { Validate = _ => throw new InvalidOperationException() }));
        Assert.Equal(before, FileState.Of(_directory["f.mutx.backup"]));
        Assert.Equal(target, FileState.Of(path));
        _directory.AssertEntries("f", "f.mutx.backup");
    }

    [Fact]
    public void No_timestamped_backup_takes_the_place_of_another_whatever_the_clock_does()
    {
        string path = _directory.Write("f", "0");
        var clock = new ScriptedClock(Noon);
        for (int i = 1; i <= 30; i++)
        {
            clock.Now = Noon.AddSeconds(i % 3 == 0 ? -1 : 0);
            Replace(path, $"{i}", new BackupOptions { Timestamp = true, TimeProvider = clock });
        }

        IReadOnlyList<BackupFile> backups = new BackupSet(path).List();
        Assert.Equal(Enumerable.Range(0, 30), backups.Select(b => int.Parse(File.ReadAllText(b.Path), null)).Order());
    }

    [Fact]
    public void When_summer_time_ends_the_hour_that_comes_twice_overwrites_nothing()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        string path = _directory.Write("f", "first");
        var clock = new ScriptedClock(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), berlin);
        var options = new BackupOptions { Timestamp = true, TimeProvider = clock };
        Replace(path, "second", options);
        clock.Now = clock.Now.AddHours(1);
        Replace(path, "third", options);
        _directory.AssertEntries("f", "f.20261025_023000.mutx.backup", "f.20261025_023000-1.mutx.backup");
    }

    [Fact]
    public async Task Many_within_a_second_all_stay()
    {
        string path = _directory.Write("f", "0");
        var options = new BackupOptions { Timestamp = true, TimeProvider = new ScriptedClock(Noon) };
        await Parallel.ForEachAsync(Enumerable.Range(1, 60), Token, (i, _) =>
        {
            Replace(path, $"{i}", options);
            return ValueTask.CompletedTask;
        });
        string[] kept = [.. new BackupSet(path).List().Select(b => File.ReadAllText(b.Path)), File.ReadAllText(path)];
        Assert.Equal(Enumerable.Range(0, 61).Select(i => $"{i}").Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void In_a_shared_directory_a_backup_never_takes_the_place_of_another_files()
    {
        _directory.MakeDirectory("a");
        _directory.MakeDirectory("b");
        var options = new BackupOptions { Directory = _directory.MakeDirectory("kept") };
        string first = _directory.Write("a/x.conf", "of a");
        string second = _directory.Write("b/x.conf", "of b");
        Replace(first, "1", options);
        Replace(first, "2", options);
        MutxException refused = Assert.Throws<MutxException>(() => Replace(second, "1", options));
        Assert.Equal(MutxError.AlreadyExists, refused.Error);
        Assert.Contains(nameof(BackupOptions.Timestamp), refused.Hint, StringComparison.Ordinal);
        Assert.Equal("of b", _directory.Read("b/x.conf"));
        Assert.Equal("1", _directory.Read("kept/x.conf.mutx.backup"));
        Replace(second, "1", options with { Timestamp = true });
        BackupFile own = Assert.Single(new BackupSet(second, options).List());
        Assert.Equal("of b", File.ReadAllText(own.Path));
        Assert.Equal("1", File.ReadAllText(Assert.Single(new BackupSet(first, options).List()).Path));
    }

    [Fact]
    public void A_missing_directory_is_an_error_before_anything_is_read()
    {
        string path = _directory.Write("f", "old");
        MutxException error = Assert.Throws<MutxException>(() => LockedFile.Replace(
            path, _ => Assert.Fail("the content was asked for"), Options(new BackupOptions { Directory = _directory["none"] }), Token));
        Assert.Equal(MutxError.NotFound, error.Error);
        Assert.Contains($"mkdir -p {_directory["none"]}", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_planted_in_the_place_of_the_backup_is_not_written_through()
    {
        string path = _directory.Write("f", "old");
        string victim = _directory.Write("victim", "untouched");
        File.CreateSymbolicLink(_directory["f.mutx.backup"], victim);
        Assert.Throws<MutxException>(() => Replace(path, "new", BackupOptions.Default));
        Assert.Equal("old", _directory.Read("f"));
        Assert.Equal("untouched", _directory.Read("victim"));
        _directory.AssertEntries("f", "f.mutx.backup", "victim");
    }

    [Fact]
    public void Files_with_the_names_of_others_temporaries_are_not_touched()
    {
        string path = _directory.Write("f.txt", "old");
        foreach (string name in (string[])["f.tmp", "f.txt.tmp", "f.mutx.tmp", "f.txt.mutx.tmp"])
        {
            _directory.Write(name, "the user's");
        }

        Replace(path, "new", BackupOptions.Default);
        Replace(path, "newer", new BackupOptions { Suffix = ".bak" });
        Assert.Equal(4, _directory.Entries.Count(name => _directory.Read(name) == "the user's"));
    }

    [Fact]
    public void A_name_that_would_be_taken_for_another_files_backup_is_refused()
    {
        string path = _directory.Write("f.20260131_100000", "old");
        Assert.Equal(MutxError.InvalidRequest, Assert.Throws<MutxException>(() => Replace(path, "new", BackupOptions.Default)).Error);
        Replace(path, "new", new BackupOptions { Timestamp = true });
        Assert.Single(new BackupSet(path).List());
    }

    [Fact]
    public void A_restore_is_a_replacement_that_can_be_undone()
    {
        string path = _directory.Write("f", "good");
        Replace(path, "bad", BackupOptions.Default);
        ReplaceResult restored = Restore(path, new BackupSet(path).Newest());
        Assert.Equal("good", _directory.Read("f"));
        Assert.Equal("bad", File.ReadAllText(restored.Backup!));
        Restore(path, new BackupSet(path).Find(restored.Backup!));
        Assert.Equal("bad", _directory.Read("f"));
    }

    [Fact]
    public void A_file_that_is_gone_comes_back_with_the_permissions_of_its_backup()
    {
        string path = _directory.Write("f", "good");
        _directory.SetMode("f", "640");
        Replace(path, "bad", BackupOptions.Default);
        File.Delete(path);
        Restore(path, new BackupSet(path).Newest());
        Assert.Equal("good", _directory.Read("f"));
        Assert.Equal("640", FileState.Of(path).Octal);
    }

    [Fact]
    public void Another_file_is_no_backup()
    {
        string path = _directory.Write("f", "content");
        string other = _directory.Write("g.mutx.backup", "of another");
        MutxException error = Assert.Throws<MutxException>(() => new BackupSet(path).Find(other));
        Assert.Equal(MutxError.InvalidRequest, error.Error);
    }

    private ReplaceOptions Options(BackupOptions? backup) =>
        new() { Backup = backup, Lock = new FileLockOptions { Directory = _locks.Path } };

    private ReplaceResult Replace(string path, string content, BackupOptions backup, Func<ReplaceOptions, ReplaceOptions>? with = null)
    {
        ReplaceOptions options = Options(backup);
        return LockedFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(content), with?.Invoke(options) ?? options, Token);
    }

    private ReplaceResult Restore(string path, BackupFile backup) =>
        LockedFile.Restore(path, backup, LockedFile.RestoreDefaults with { Lock = new FileLockOptions { Directory = _locks.Path } }, Token);
}
