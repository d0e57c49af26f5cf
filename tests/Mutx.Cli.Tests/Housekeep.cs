using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>What nobody needs is removed, and only that.</summary>
public sealed class Housekeep
{
    [Theory]
    [InlineData("housekeep locks .", "a.lock")]
    [InlineData("housekeep . --clean-locks", "a.lock")]
    [InlineData("housekeep --clean-locks .", "a.lock")]
    [InlineData("housekeep backups --keep-newest 0", "f.20200101_000000.mutx.backup")]
    [InlineData("housekeep --clean-backups --keep-newest 0", "f.20200101_000000.mutx.backup")]
    [InlineData("housekeep all . --keep-newest 0", "a.lock f.20200101_000000.mutx.backup")]
    [InlineData("housekeep . --all --older-than 0s", "a.lock f.20200101_000000.mutx.backup")]
    [InlineData("housekeep all --locks-dir d --backups-dir . --keep-newest 0", "d/b.lock f.20200101_000000.mutx.backup")]
    [InlineData("housekeep all . -r --keep-newest 0", "a.lock d/b.lock f.20200101_000000.mutx.backup")]
    public async Task Each_way_to_say_it(string line, string removed)
    {
        using Sandbox sandbox = new();
        Arrange(sandbox);
        string[] words = line.Split(' ');

        ProgramResult dry = (await sandbox.Mutx([.. words, "--dry-run"]).RunAsync()).AssertStatus(0);
        Assert.Equal(removed.Split(' '), Relative(sandbox, dry));
        Assert.Equal(6, All(sandbox).Length);

        ProgramResult real = (await sandbox.Mutx([.. words, "-v"]).RunAsync()).AssertStatus(0);
        Assert.Equal(removed.Split(' '), Relative(sandbox, real));
        Assert.Equal(6 - removed.Split(' ').Length, All(sandbox).Length);
    }

    [Theory]
    [InlineData("housekeep", "locks, backups or all")]
    [InlineData("housekeep lokcs", "did you mean 'locks'?")]
    [InlineData("housekeep all", "no DIR given")]
    [InlineData("housekeep locks none", "'none'")]
    [InlineData("housekeep locks . --older-than 213503982334602d", "too long")]
    [InlineData("housekeep backups --keep-newest -1", "'--keep-newest'")]
    [InlineData("housekeep backups --suffix /", "'--suffix'")]
    [InlineData("housekeep locks . --locks-dir .", "--locks-dir")]
    public async Task What_makes_no_sense_is_an_error_and_removes_nothing(string line, string words)
    {
        using Sandbox sandbox = new();
        Arrange(sandbox);
        (await sandbox.Mutx(line.Split(' ')).RunAsync()).AssertError(1, words);
        Assert.Equal(6, All(sandbox).Length);
    }

    [Fact]
    public async Task Without_a_limit_no_backup_goes_and_it_says_so()
    {
        using Sandbox sandbox = new();
        Arrange(sandbox);
        ProgramResult result = (await sandbox.Mutx("housekeep", "backups").RunAsync()).AssertStatus(0);
        Assert.Contains("no backup is removed", result.Error, StringComparison.Ordinal);
        Assert.Equal(6, All(sandbox).Length);
    }

    [Fact]
    public async Task The_lock_directory_is_swept_by_default_and_need_not_be_there()
    {
        using Sandbox sandbox = new();
        (await sandbox.Mutx("housekeep", "locks").RunAsync()).AssertSilentSuccess();
        (await sandbox.Mutx("f").Input("x").RunAsync()).AssertSilentSuccess();
        Assert.True(File.Exists(sandbox.LockFileOf("f")));
        using (sandbox.HoldLockOf("held"))
        {
            (await sandbox.Mutx("housekeep", "locks").RunAsync()).AssertSilentSuccess();
            Assert.Equal([sandbox.LockFileOf("held")], Directory.GetFiles(sandbox.LockDirectory));
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_read_is_reported_and_the_rest_is_done()
    {
        using Sandbox sandbox = new();
        Arrange(sandbox);
        sandbox.Files.SetMode(".", "777");
        string closed = sandbox.Files.MakeDirectory("closed");
        sandbox.Files.SetMode("closed", "0");
        ProgramResult result = await sandbox.AsNobody(sandbox.Mutx("housekeep", "all", ".", "-r", "--keep-newest", "0", "--json")).RunAsync();
        result.AssertStatus(1);
        using var json = JsonDocument.Parse(result.Output);
        JsonElement locks = json.RootElement.GetProperty("locks");
        Assert.Equal(1, locks.GetProperty("count").GetInt32());
        Assert.Equal([Path.Join(sandbox.Files.Path, "a.lock")], locks.GetProperty("files").EnumerateArray().Select(e => e.GetString()!));
        Assert.Contains(closed, locks.GetProperty("failed").EnumerateArray().Select(e => e.GetProperty("path").GetString()));
        Assert.Equal(1, json.RootElement.GetProperty("backups").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_nothing()
    {
        using Sandbox sandbox = new();
        for (int i = 0; i < 3000; i++)
        {
            sandbox.Files.Write($"{new string('x', 60)}{i}.lock", "");
        }

        ProgramResult result = await sandbox.Shell("\"$M\" housekeep locks . -v | head -1").RunAsync();
        result.AssertStatus(0);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(All(sandbox));
    }

    [Fact]
    public async Task An_orphan_of_a_killed_writer_goes_with_the_locks()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write(".f.0123456789abcdef.mutx.tmp", "half of some");
        sandbox.Files.Write("f.mutx.tmp", "the user's");
        (await sandbox.Mutx("housekeep", "locks", ".").RunAsync()).AssertSilentSuccess();
        sandbox.Files.AssertEntries("f.mutx.tmp");
    }

    [Fact]
    public async Task Progress_shows_on_a_terminal_where_it_takes_longer_than_a_second()
    {
        Need.Package("script", "bsdutils");
        Need.Package("strace", "strace");
        using Sandbox sandbox = new();
        sandbox.Files.Write("a.lock", "");
        sandbox.Files.Write("b.lock", "");
        const string Slow = "strace -f -qq -o /dev/null -e trace=unlinkat -e inject=unlinkat:delay_enter=900ms";
        ProgramResult slow = await sandbox.Run("script", "-qec", $"{Slow} \"$M\" housekeep locks .", "/dev/null").RunAsync();
        slow.AssertStatus(0);
        Assert.Contains("removed: 0 files in 0 directories so far", slow.Output, StringComparison.Ordinal);

        sandbox.Files.Write("a.lock", "");
        ProgramResult unwatched = await sandbox.Shell($"{Slow} \"$M\" housekeep locks .").RunAsync();
        unwatched.AssertSilentSuccess();
        sandbox.Files.AssertEntries();
    }

    private static void Arrange(Sandbox sandbox)
    {
        sandbox.Files.MakeDirectory("d");
        sandbox.Files.Write("a.lock", "");
        sandbox.Files.Write("d/b.lock", "");
        sandbox.Files.Write("f", "content");
        sandbox.Files.Write("f.20200101_000000.mutx.backup", "old");
        sandbox.Files.Write("Cargo.lock", "[[package]]");
        sandbox.Files.Write("file.bak", "the user's");
    }

    private static string[] All(Sandbox sandbox) => Directory.GetFiles(sandbox.Files.Path, "*", SearchOption.AllDirectories);

    private static IEnumerable<string> Relative(Sandbox sandbox, ProgramResult result) =>
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Path.GetRelativePath(sandbox.Files.Path, path)).Order(StringComparer.Ordinal);
}
