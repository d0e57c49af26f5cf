using Mutx.Backups;
using Mutx.Housekeeping;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Tests.Backups;

namespace Mutx.Tests.Housekeeping;

public sealed class HousekeeperTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Cargo.lock", "[[package]]")]
    [InlineData("yarn.lock", "# yarn")]
    [InlineData("poetry.lock", " ")]
    [InlineData("index.lock", "DIRC")]
    [InlineData("resource.lock", """{"pid":1,"timestamp":"2026-01-31T10:00:00.000Z","hostname":"localhost"}""")]
    [InlineData("Gemfile.lock", "THIS_HOST")]
    public void A_lock_file_with_content_is_never_removed(string name, string content)
    {
        content = content == "THIS_HOST" ? $$"""{"pid":4194304,"timestamp":"2026-01-31T10:00:00.000Z","hostname":"{{ProcessIdentity.Current.HostName}}"}""" : content;
        _directory.Write(name, content);
        Assert.Empty(Sweep());
        Assert.Equal(content, _directory.Read(name));
    }

    [Fact]
    public void An_empty_lock_file_that_nobody_uses_goes()
    {
        _directory.Write("a.lock", "");
        _directory.Write("lock", "");
        _directory.Write("a.lock.txt", "");
        Assert.Equal(["a.lock"], Sweep());
        _directory.AssertEntries("a.lock.txt", "lock");
    }

    [Fact]
    public void A_lock_file_stays_while_it_is_held()
    {
        using var held = new ForeignLock(_directory["a.lock"]);
        Assert.Empty(Sweep());
        _directory.AssertEntries("a.lock");
    }

    [Fact]
    public void The_turnstile_of_a_lock_file_goes_by_the_same_rule_and_nothing_else_of_that_name()
    {
        new FileLock(_directory["file"], new FileLockOptions { Directory = _directory.Path, Fair = true }).Acquire(cancellationToken: Token).Dispose();
        Assert.Equal(2, _directory.Entries.Count(name => name.Contains(".lock", StringComparison.Ordinal)));
        _directory.Write("full.lock.turn", "content");
        _directory.Write("a.turn", "");
        _directory.Write(".turn", "");
        _directory.Write("a.lock.turn.txt", "");
        using var held = new ForeignLock(_directory["held.lock.turn"]);
        Assert.Equal(2, Sweep().Count);
        _directory.AssertEntries("a.turn", ".turn", "a.lock.turn.txt", "full.lock.turn", "held.lock.turn");
    }

    [Fact]
    public void Lock_files_go_by_age_and_one_from_the_future_is_young()
    {
        foreach ((string name, double days) in ((string, double)[])[("old.lock", 3), ("young.lock", 1), ("exact.lock", 2), ("future.lock", -400)])
        {
            File.SetLastWriteTimeUtc(_directory.Write(name, ""), Now.AddDays(-days).UtcDateTime);
        }

        Assert.Equal(["old.lock"], Sweep(options => options with { LocksOlderThan = TimeSpan.FromDays(2) }));
    }

    [Fact]
    public void A_large_directory_is_planned_in_several_parts_and_no_backup_is_judged_without_the_others_of_its_file()
    {
        const int Files = 3_000;
        for (int i = 0; i < Files; i++)
        {
            _directory.Write($"{i}.lock", "");
            _directory.Write($"file{i}.20260101_000000.mutx.backup", "older");
            _directory.Write($"file{i}.20260102_000000.mutx.backup", "newer");
        }

        for (int second = 0; second < 300; second++)
        {
            _directory.Write($"often.20260103_00{second / 60:00}{second % 60:00}.mutx.backup", "often");
        }

        var housekeeper = new Housekeeper(
            _directory.Path, new HousekeepingOptions { Retention = new Retention { KeepNewest = 1 }, Recursive = true });
        List<DirectoryPlan> plans = [.. housekeeper.Plan(Token)];
        Assert.InRange(plans.Count, 10, 20);
        Assert.Single(plans, plan => plan.IsFirst);
        Assert.Equal(Files + 1, plans.Sum(plan => plan.CountKept(HousekeepingKind.Backup)));

        housekeeper.Run((_, outcome) => Assert.Empty(outcome.Problems), Token);
        Assert.Equal(
            Enumerable.Range(0, Files).Select(i => $"file{i}.20260102_000000.mutx.backup")
                .Append("often.20260103_000459.mutx.backup").Order(StringComparer.Ordinal),
            _directory.Entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_backups_of_one_second_the_one_with_the_newest_content_is_kept_and_then_the_last_number()
    {
        for (int i = 0; i < 5; i++)
        {
            string path = _directory.Write($"f.20260101_000000{(i == 0 ? "" : $"-{i}")}.mutx.backup", "");
            File.SetLastWriteTimeUtc(path, Now.AddMinutes(i == 2 ? 1 : 0).UtcDateTime);
        }

        var housekeeper = new Housekeeper(_directory.Path, new HousekeepingOptions { Retention = new Retention { KeepNewest = 2 } });
        housekeeper.Run((_, _) => { }, Token);
        _directory.AssertEntries("f.20260101_000000-2.mutx.backup", "f.20260101_000000-4.mutx.backup");
    }

    [Theory]
    [InlineData("file.backup")]
    [InlineData("file.bak")]
    [InlineData("file.20260125.backup")]
    [InlineData("x.20261399_256199.mutx.backup")]
    [InlineData("f.txt.tmp")]
    [InlineData("f.mutx.tmp")]
    [InlineData(".f.0123456789abcde.mutx.tmp")]
    [InlineData(".f.0123456789ABCDEF.mutx.tmp")]
    [InlineData(".f.0123456789abcdefmutx.tmp")]
    [InlineData(".ff0123456789abcdef.mutx.tmp")]
    [InlineData("f.0123456789abcdef.mutx.tmp")]
    public void What_only_looks_like_ours_is_never_removed(string name)
    {
        _directory.Write(name, "the user's");
        Assert.Empty(Sweep(KeepNone));
        Assert.Empty(Sweep(options => KeepNone(options) with { BackupSuffix = ".backup" }));
        Assert.Equal("the user's", _directory.Read(name));
    }

    [Fact]
    public void With_a_suffix_of_ones_own_a_name_alone_proves_nothing()
    {
        _directory.Write("notes.bak", "the user's");
        _directory.Write(".bak", "the user's");
        _directory.Write("f.bak", "a backup");
        _directory.Write("f", "its file");
        _directory.Write("g.20260101_000000.bak", "a backup, by its name");
        Assert.Equal(["f.bak", "g.20260101_000000.bak"], Sweep(options => KeepNone(options) with { BackupSuffix = ".bak" }));
    }

    [Fact]
    public void An_orphan_goes_and_a_staging_file_that_is_being_written_stays()
    {
        _directory.Write(".f.0123456789abcdef.mutx.tmp", "half of some");
        using var writer = new ForeignLock(_directory[".g.0123456789abcdef.mutx.tmp"]);
        Assert.Equal([".f.0123456789abcdef.mutx.tmp"], Sweep());
        _directory.AssertEntries(".g.0123456789abcdef.mutx.tmp");
    }

    [Fact]
    public void The_newest_of_each_file_in_each_directory_are_kept()
    {
        foreach (string directory in (string[])[".", "a", "b"])
        {
            _directory.MakeDirectory(directory);
            for (int day = 1; day <= 4; day++)
            {
                _directory.Write($"{directory}/f.2026010{day}_120000.mutx.backup", "");
                _directory.Write($"{directory}/g.2026010{day}_120000.mutx.backup", "");
            }
        }

        IReadOnlyList<string> removed = Sweep(options => options with { Recursive = true, Retention = new Retention { KeepNewest = 3 } });
        Assert.Equal(6, removed.Count);
        Assert.All(removed, path => Assert.Contains("20260101", path, StringComparison.Ordinal));
    }

    [Fact]
    public void With_both_limits_only_what_is_beyond_both_goes()
    {
        for (int day = 1; day <= 9; day++)
        {
            _directory.Write($"f.2026010{day}_000000.mutx.backup", "");
        }

        var retention = new Retention { KeepNewest = 3, OlderThan = TimeSpan.FromDays(26) };
        Assert.Equal(
            [.. Enumerable.Range(1, 5).Select(day => $"f.2026010{day}_000000.mutx.backup")],
            Sweep(options => options with { Retention = retention }));
    }

    [Fact]
    public void Without_a_limit_no_backup_goes()
    {
        _directory.Write("f.20200101_000000.mutx.backup", "");
        _directory.Write("f.mutx.backup", "");
        Assert.Empty(Sweep());
    }

    [Fact]
    public void Links_are_neither_followed_nor_removed_at_any_depth()
    {
        using var outside = new TempDirectory();
        outside.Write("a.lock", "");
        outside.Write("f.20200101_000000.mutx.backup", "");
        string deep = _directory.MakeDirectory("d/e");
        File.CreateSymbolicLink(Path.Join(deep, "out"), outside.Path);
        File.CreateSymbolicLink(Path.Join(deep, "b.lock"), outside["a.lock"]);
        File.CreateSymbolicLink(Path.Join(deep, "g.20200101_000000.mutx.backup"), outside["f.20200101_000000.mutx.backup"]);
        Assert.Empty(Sweep(options => KeepNone(options) with { Recursive = true }));
        outside.AssertEntries("a.lock", "f.20200101_000000.mutx.backup");
        Assert.Equal(3, Directory.GetFileSystemEntries(deep).Length);
    }

    [Fact]
    public void The_directory_itself_may_be_a_link()
    {
        string real = _directory.MakeDirectory("real");
        _directory.Write("real/a.lock", "");
        File.CreateSymbolicLink(_directory["link"], real);
        var housekeeper = new Housekeeper(_directory["link"]);
        Assert.Single(Assert.Single(housekeeper.Plan(Token)).Items);
    }

    [Fact]
    public void A_directory_swapped_for_a_link_after_it_was_planned_leads_nowhere()
    {
        using var outside = new TempDirectory();
        outside.Write("a.lock", "");
        _directory.MakeDirectory("d");
        _directory.Write("d/a.lock", "");
        var housekeeper = new Housekeeper(_directory.Path, new HousekeepingOptions { Recursive = true });
        List<DirectoryPlan> plans = [.. housekeeper.Plan(Token)];
        Directory.Move(_directory["d"], _directory["moved"]);
        File.CreateSymbolicLink(_directory["d"], outside.Path);
        Assert.Empty(housekeeper.Apply(Assert.Single(plans), Token).Removed);
        outside.AssertEntries("a.lock");
        Assert.True(File.Exists(_directory["moved/a.lock"]));
    }

    [Fact]
    public void Another_directory_in_the_place_of_a_planned_one_is_not_touched()
    {
        _directory.MakeDirectory("d");
        _directory.Write("d/a.lock", "");
        var housekeeper = new Housekeeper(_directory.Path, new HousekeepingOptions { Recursive = true });
        List<DirectoryPlan> plans = [.. housekeeper.Plan(Token)];
        Directory.Move(_directory["d"], _directory["moved"]);
        _directory.MakeDirectory("d");
        _directory.Write("d/a.lock", "");
        Assert.Empty(housekeeper.Apply(Assert.Single(plans), Token).Removed);
        Assert.True(File.Exists(_directory["d/a.lock"]));
    }

    [Fact]
    public void A_directory_swapped_for_a_link_while_it_is_swept_leads_nowhere()
    {
        using var outside = new TempDirectory();
        _directory.MakeDirectory("d/below");
        _directory.Write("d/a.lock", "");
        _directory.Write("d/below/a.lock", "");
        Directory.CreateDirectory(outside["below"]);
        outside.Write("below/a.lock", "");
        outside.Write("a.lock", "");
        var housekeeper = new Housekeeper(_directory.Path, new HousekeepingOptions { Recursive = true });
        foreach (DirectoryPlan plan in housekeeper.Plan(Token))
        {
            if (plan.Path.EndsWith("/d", StringComparison.Ordinal))
            {
                Directory.Move(_directory["d"], _directory["moved"]);
                File.CreateSymbolicLink(_directory["d"], outside.Path);
            }

            housekeeper.Apply(plan, Token);
        }

        Assert.True(File.Exists(outside["a.lock"]));
        Assert.True(File.Exists(outside["below/a.lock"]));
    }

    [Fact]
    public void What_vanishes_between_plan_and_act_is_no_error()
    {
        _directory.Write("a.lock", "");
        _directory.Write("f.20200101_000000.mutx.backup", "");
        _directory.Write(".f.0123456789abcdef.mutx.tmp", "");
        _directory.MakeDirectory("d");
        _directory.Write("d/a.lock", "");
        var housekeeper = new Housekeeper(_directory.Path, KeepNone(new HousekeepingOptions { Recursive = true }));
        List<DirectoryPlan> plans = [.. housekeeper.Plan(Token)];
        Assert.Equal(4, plans.Sum(plan => plan.Items.Count));
        foreach (string file in Directory.GetFiles(_directory.Path))
        {
            File.Delete(file);
        }

        Directory.Delete(_directory["d"], recursive: true);
        foreach (DirectoryPlan plan in plans)
        {
            DirectoryOutcome outcome = housekeeper.Apply(plan, Token);
            Assert.Empty(outcome.Removed);
            Assert.Empty(outcome.Problems);
        }
    }

    [Fact]
    public void What_has_changed_between_plan_and_act_stays()
    {
        _directory.Write("a.lock", "");
        _directory.Write("f.mutx.backup", "old");
        _directory.Write("f.20200101_000000.mutx.backup", "");
        var housekeeper = new Housekeeper(_directory.Path, KeepNone(new HousekeepingOptions()));
        DirectoryPlan plan = Assert.Single(housekeeper.Plan(Token));
        Assert.Equal(3, plan.Items.Count);
        _directory.Write("a.lock", "now it has content");
        File.Move(_directory.Write("new", "a newer backup"), _directory["f.mutx.backup"], overwrite: true);
        File.Delete(_directory["f.20200101_000000.mutx.backup"]);
        File.CreateSymbolicLink(_directory["f.20200101_000000.mutx.backup"], "/etc/passwd");
        Assert.Empty(housekeeper.Apply(plan, Token).Removed);
        _directory.AssertEntries("a.lock", "f.20200101_000000.mutx.backup", "f.mutx.backup");
    }

    [Fact]
    public void Names_of_many_bytes_and_names_that_are_no_text_end_nothing()
    {
        _directory.Write("x.aaaaaaaé_12345.mutx.backup", "");
        _directory.Write("日本.20200101_000000.mutx.backup", "");
        _directory.Write($"{new string('é', 125)}.lock", "");
        using (System.Diagnostics.Process shell = System.Diagnostics.Process.Start(
            "/bin/sh", ["-c", "cd \"$1\" && : > \"$(printf 'bad\\377.lock')\" && mkdir \"$(printf 'dir\\377')\" && : > \"$(printf 'dir\\377')/a.lock\"", "sh", _directory.Path]))
        {
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }

        Assert.Equal(3, Sweep(options => KeepNone(options) with { Recursive = true }).Count);
        Assert.Equal(2, _directory.Entries.Count);
    }

    [Fact]
    public void A_tree_deeper_than_descriptors_and_paths_reach_is_swept_to_its_end()
    {
        const int Chains = 12;
        const int ChainLength = 100;
        const int Depth = Chains * ChainLength;

        // From the bottom up, one chain on top of the other, so that no path on the way is too long.
        for (int chain = 0; chain < Chains; chain++)
        {
            string at = _directory.MakeDirectory("next");
            for (int i = 0; i < ChainLength; i++)
            {
                File.WriteAllText(Path.Join(at, "a.lock"), "");
                Directory.CreateDirectory(Path.Join(at, "another"));
                at = Path.Join(at, "directory");
                if (i < ChainLength - 1)
                {
                    Directory.CreateDirectory(at);
                }
            }

            if (chain > 0)
            {
                Directory.Move(_directory["tree"], at);
            }

            Directory.Move(_directory["next"], _directory["tree"]);
        }

        Assert.Equal(Depth, Sweep(options => options with { Recursive = true }).Count);
        var again = new Housekeeper(_directory.Path, new HousekeepingOptions { Recursive = true });
        Assert.Empty(again.Plan(Token));
    }

    [Fact]
    public void Several_directories_at_a_time_come_to_what_one_after_the_other_would()
    {
        for (int i = 0; i < 40; i++)
        {
            _directory.MakeDirectory($"top/d{i}/e");
            _directory.Write($"top/d{i}/a.lock", "");
            _directory.Write($"top/d{i}/e/b.lock", i % 2 == 0 ? "" : "content");
            _directory.Write($"top/d{i}/e/f.20200101_000000.mutx.backup", "");
        }

        var housekeeper = new Housekeeper(_directory.Path, KeepNone(new HousekeepingOptions { Recursive = true }));
        var planned = housekeeper.Plan(Token).SelectMany(plan => plan.Items.Select(item => Path.Join(plan.Path, item.Name))).ToHashSet();
        var removed = new HashSet<string>();
        housekeeper.Run((_, outcome) => removed.UnionWith(outcome.Removed.Select(item => Path.Join(outcome.Path, item.Name))), Token);
        Assert.Equal(100, removed.Count);
        Assert.Equal(planned, removed);
        Assert.Equal(20, Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_plan_touches_nothing()
    {
        _directory.Write("a.lock", "");
        _directory.Write("f.20200101_000000.mutx.backup", "");
        _directory.Write(".f.0123456789abcdef.mutx.tmp", "");
        Assert.Equal(3, Assert.Single(new Housekeeper(_directory.Path, KeepNone(new HousekeepingOptions())).Plan(Token)).Items.Count);
        Assert.Equal(3, _directory.Entries.Count);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_an_error()
    {
        MutxException error = Assert.Throws<MutxException>(() => new Housekeeper(_directory["none"]).Plan(Token).ToList());
        Assert.Equal(MutxError.NotFound, error.Error);
    }

    private static HousekeepingOptions KeepNone(HousekeepingOptions options) =>
        options with { Retention = new Retention { KeepNewest = 0 } };

    /// <summary>Plans and applies as the program does; the paths of what was removed, from the directory.</summary>
    private IReadOnlyList<string> Sweep(Func<HousekeepingOptions, HousekeepingOptions>? with = null)
    {
        var options = new HousekeepingOptions { TimeProvider = new ScriptedClock(Now) };
        var housekeeper = new Housekeeper(_directory.Path, with?.Invoke(options) ?? options);
        var removed = new List<string>();
        foreach (DirectoryPlan plan in housekeeper.Plan(Token))
        {
            Assert.Empty(plan.Problems);
            DirectoryOutcome outcome = housekeeper.Apply(plan, Token);
            Assert.Empty(outcome.Problems);
            removed.AddRange(outcome.Removed.Select(item => Path.GetRelativePath(_directory.Path, Path.Join(outcome.Path, item.Name))));
        }

        return [.. removed.Order(StringComparer.Ordinal)];
    }
}
