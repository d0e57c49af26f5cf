namespace Mutx.Cli.Tests;

/// <summary>Old content is kept when it is asked for, found again and put back.</summary>
public sealed class Backups
{
    private const string OtherFilesystem = "/dev/shm";

    [Fact]
    public async Task Of_the_last_content_or_one_more_each_time()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "1");
        (await sandbox.Mutx("f", "-b").Input("2").RunAsync()).AssertSilentSuccess();
        (await sandbox.Mutx("f", "-b").Input("3").RunAsync()).AssertSilentSuccess();
        Assert.Equal("2", sandbox.Files.Read("f.mutx.backup"));
        sandbox.Files.AssertEntries("f", "f.mutx.backup");

        for (int i = 4; i < 9; i++)
        {
            (await sandbox.Mutx("f", "--backup", "--backup-timestamp", "--backup-suffix", ".bak").Input($"{i}").RunAsync()).AssertSilentSuccess();
        }

        Assert.Equal(5, sandbox.Files.Entries.Count(name => name.EndsWith(".bak", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Options_mean_nothing_without_backup()
    {
        using Sandbox sandbox = new();
        foreach (string[] option in (string[][])[["--backup-suffix", ".bak"], ["--backup-dir", "."], ["--backup-timestamp"]])
        {
            (await sandbox.Mutx(["f", .. option]).RunAsync()).AssertError(1, option[0], "'--backup'");
        }

        (await sandbox.Mutx("f", "-b", "--backup-suffix", "x/y").RunAsync()).AssertError(1, "--backup-suffix", "separator");
        (await sandbox.Mutx("f", "-b", "--backup-dir", "none").Input("x").RunAsync()).AssertError(1, "mkdir -p none");
        sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_last_good_backup_and_the_target_as_they_were()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "old");
        sandbox.Files.Write("f.mutx.backup", "good");
        FileState target = FileState.Of(sandbox.Files["f"]);
        FileState backup = FileState.Of(sandbox.Files["f.mutx.backup"]);
        (await sandbox.Mutx("write", "f", "-b", "--", "sh", "-c", "echo half; exit 1").RunAsync()).AssertStatus(4);
        (await sandbox.Mutx("f", "-b", "--validate", "false").Input("new").RunAsync()).AssertStatus(4);
        (await sandbox.Mutx("f", "-b", "--if-match", "absent").Input("new").RunAsync()).AssertStatus(4);
        (await sandbox.Mutx("f", "-b", "--require-nonempty").RunAsync()).AssertStatus(4);
        using (sandbox.HoldLockOf("f"))
        {
            (await sandbox.Mutx("f", "-b", "-t", "1ms").Input("new").RunAsync()).AssertStatus(2);
        }

        Assert.Equal(target, FileState.Of(sandbox.Files["f"]));
        Assert.Equal(backup, FileState.Of(sandbox.Files["f.mutx.backup"]));
        sandbox.Files.AssertEntries("f", "f.mutx.backup");
    }

    [Fact]
    public async Task On_another_filesystem_are_copies_with_mode_and_time()
    {
        using Sandbox sandbox = new();
        DirectoryInfo elsewhere = Elsewhere(sandbox);
        try
        {
            sandbox.Files.Write("f", "old");
            sandbox.Files.SetMode("f", "640");
            FileState old = FileState.Of(sandbox.Files["f"]);
            (await sandbox.Mutx("f", "-b", "--backup-dir", elsewhere.FullName).Input("new").RunAsync()).AssertSilentSuccess();
            string backup = Path.Join(elsewhere.FullName, "f.mutx.backup");
            Assert.Equal("old", File.ReadAllText(backup));
            Assert.Equal((old.Mode, old.Modified, old.Owner), (FileState.Of(backup).Mode, FileState.Of(backup).Modified, FileState.Of(backup).Owner));
            Assert.Single(elsewhere.GetFileSystemInfos());
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_signal_during_a_long_copy_ends_the_run_and_leaves_nothing()
    {
        using Sandbox sandbox = new();
        DirectoryInfo elsewhere = Elsewhere(sandbox);
        try
        {
            using (FileStream large = File.Create(sandbox.Files["f"]))
            {
                large.SetLength(3L << 30);
            }

            FileState old = FileState.Of(sandbox.Files["f"]);
            using RunningProgram run = sandbox.Mutx("f", "-b", "--backup-dir", elsewhere.FullName).Start();
            await run.FeedToEndAsync("new"u8.ToArray());
            await ProcLocks.Holder(sandbox.LockFileOf("f"), () => run.HasExited);
            run.Signal(Signal.Terminate);
            (await run.WaitAsync()).AssertStatus(3);
            Assert.Equal(old, FileState.Of(sandbox.Files["f"]));
            sandbox.Files.AssertEntries("f");
            Assert.Empty(elsewhere.GetFileSystemInfos());
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Are_listed_newest_first_and_put_back_so_that_it_can_be_undone()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "good");
        (await sandbox.Mutx("f", "-b").Input("bad").RunAsync()).AssertSilentSuccess();
        sandbox.Files.Write("f.20200131_100000.mutx.backup", "oldest");

        ProgramResult list = (await sandbox.Mutx("backups", "f").RunAsync()).AssertStatus(0);
        string[] lines = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("4 bytes  f.mutx.backup", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("6 bytes  f.20200131_100000.mutx.backup", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2020-01-31 10:00:00", lines[1], StringComparison.Ordinal);

        (await sandbox.Mutx("restore", "f").RunAsync()).AssertSilentSuccess();
        Assert.Equal("good", sandbox.Files.Read("f"));
        string undo = sandbox.Files.Entries.Single(name => sandbox.Files.Read(name) == "bad");
        (await sandbox.Mutx("restore", "f", "--from", undo, "--no-backup").RunAsync()).AssertSilentSuccess();
        Assert.Equal("bad", sandbox.Files.Read("f"));
        (await sandbox.Mutx("restore", "f", "--from", "f").RunAsync()).AssertError(1, "is not a backup", "mutx write f -i f");
        (await sandbox.Mutx("restore", "g").RunAsync()).AssertError(1, "no backup of 'g'");
    }

    [Fact]
    public async Task Of_many_processes_within_a_second_all_stay_though_no_lock_keeps_them_apart()
    {
        const int Writers = 24;
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "0");
        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(1, Writers).Select(
            i => sandbox.Mutx("f", "-b", "--backup-timestamp", "--lock-dir", sandbox.Home[$"locks{i}"]).Input($"{i}").RunAsync()));
        Assert.All(results, result => result.AssertSilentSuccess());
        Assert.Equal(Writers, sandbox.Files.Entries.Count(name => name.EndsWith(".mutx.backup", StringComparison.Ordinal)));
        Assert.Equal(Writers + 1, sandbox.Files.Entries.Count);
    }

    [Fact]
    public async Task Are_put_back_under_the_lock_of_the_file()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "bad");
        sandbox.Files.Write("f.mutx.backup", "good");
        using (sandbox.HoldLockOf("f"))
        {
            (await sandbox.Mutx("restore", "f", "--no-wait").RunAsync()).AssertError(2, "'f'");
            Assert.Equal("bad", sandbox.Files.Read("f"));
            using RunningProgram waiting = sandbox.Mutx("restore", "-q", "f").Start();
            await ProcLocks.SomeoneWaitsFor(sandbox.LockFileOf("f"));
            Assert.Equal("bad", sandbox.Files.Read("f"));
        }

        (await sandbox.Mutx("restore", "f").RunAsync()).AssertSilentSuccess();
        Assert.Equal("good", sandbox.Files.Read("f"));
    }

    [Fact]
    public async Task Are_told_in_json()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("f", "old");
        ProgramResult write = await sandbox.Mutx("f", "-b", "--json").Input("new").RunAsync();
        Assert.Contains("\"backup\":\"f.mutx.backup\"", write.Output, StringComparison.Ordinal);
        using var list = System.Text.Json.JsonDocument.Parse((await sandbox.Mutx("backups", "f", "--json").RunAsync()).Output);
        System.Text.Json.JsonElement only = list.RootElement.GetProperty("backups").EnumerateArray().Single();
        Assert.Equal("f.mutx.backup", only.GetProperty("path").GetString());
        Assert.Equal(3, only.GetProperty("size").GetInt64());
        Assert.True(only.TryGetProperty("time", out _));
        using var restore = System.Text.Json.JsonDocument.Parse((await sandbox.Mutx("restore", "f", "--json").RunAsync()).Output);
        Assert.Equal("restore", restore.RootElement.GetProperty("operation").GetString());
        Assert.Equal("new", sandbox.Files.Read(restore.RootElement.GetProperty("backup").GetString()!));
    }

    private static DirectoryInfo Elsewhere(Sandbox sandbox)
    {
        Need.File(OtherFilesystem);
        string here = new DriveInfo(sandbox.Files.Path).Name;
        Need.Have(new DriveInfo(OtherFilesystem).Name != here, $"{OtherFilesystem} and the temporary directory are one filesystem");
        return Directory.CreateDirectory(Path.Join(OtherFilesystem, $"mutx-test-{Guid.NewGuid():N}"));
    }
}
