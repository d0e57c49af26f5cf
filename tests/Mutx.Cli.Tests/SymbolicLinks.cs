namespace Mutx.Cli.Tests;

/// <summary>With --follow-symlinks the link stays a link and the file behind it is replaced, where that file lies.</summary>
public sealed class SymbolicLinks : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("mkdir d; printf old > d/real; ln -s d/real link", "d/real")]
    [InlineData("mkdir d; printf old > d/real; ln -s \"$PWD/d/real\" link", "d/real")]
    [InlineData("mkdir d e; printf old > d/real; ln -s ../d/real e/second; ln -s e/second link", "d/real")]
    [InlineData("mkdir d; printf old > d/real; ln -s d way; ln -s way/real link", "d/real")]
    [InlineData("printf old > real; ln -s ./real link", "real")]
    public async Task The_link_stays_and_its_file_is_replaced(string make, string real)
    {
        (await _sandbox.Shell("set -e; " + make).RunAsync()).AssertStatus(0);
        string? target = new FileInfo(_sandbox.Files["link"]).LinkTarget;
        FileState link = FileState.Of(_sandbox.Files["link"]);
        _sandbox.Files.SetMode(real, "640");
        FileState file = FileState.Of(_sandbox.Files[real]);

        (await _sandbox.Mutx("link", "--follow-symlinks").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal(link, FileState.Of(_sandbox.Files["link"]));
        Assert.Equal(target, new FileInfo(_sandbox.Files["link"]).LinkTarget);
        Assert.Equal("new", _sandbox.Files.Read(real));
        Assert.NotEqual(file.Inode, FileState.Of(_sandbox.Files[real]).Inode);
        Assert.Equal("640", FileState.Of(_sandbox.Files[real]).Octal);
        Assert.Equal([_sandbox.LockFileOf(real)], Directory.GetFiles(_sandbox.LockDirectory));
    }

    [Fact]
    public async Task A_link_is_refused_and_the_message_says_why()
    {
        _sandbox.Files.Write("real", "old");
        File.CreateSymbolicLink(_sandbox.Files["link"], "real");
        foreach (string[] arguments in new string[][] { ["link"], ["other", "-i", "link"], ["update", "link", "--", "cat"] })
        {
            (await _sandbox.Mutx(arguments).Input("new").RunAsync())
                .AssertError(1, "it is a symbolic link, which can lead a privileged", "to another file", "--follow-symlinks");
        }

        Assert.Equal("old", _sandbox.Files.Read("real"));
    }

    [Fact]
    public async Task The_directory_of_the_file_is_synced_and_not_that_of_the_link()
    {
        (await _sandbox.Shell("mkdir d; printf old > d/real; ln -s d/real link").RunAsync()).AssertStatus(0);
        using Strace strace = new();
        strace.Trace("fsync,fdatasync,renameat,renameat2,rename");

        (await strace.Around(_sandbox.Mutx("link", "--follow-symlinks").Input("new")).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls];
        int rename = calls.FindIndex(call => call.Name.StartsWith("rename", StringComparison.Ordinal));
        Assert.Contains(calls.Skip(rename), call => call.Name == "fsync" && call.Arguments.Contains($"<{_sandbox.Files["d"]}>") && call.Succeeded);
        Assert.DoesNotContain(calls, call => call.Arguments.Contains($"<{_sandbox.Files.Path}>"));
    }

    [Fact]
    public async Task A_refused_link_is_told_which_option_allows_it()
    {
        (await _sandbox.Shell("printf old > real; ln -s real link").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("link").Input("new").RunAsync()).AssertError(1, "link", "--follow-symlinks");

        Assert.Equal("old", _sandbox.Files.Read("real"));
        _sandbox.Files.AssertEntries("link", "real");
    }

    [Fact]
    public async Task A_directory_on_the_way_may_be_a_link_without_any_option()
    {
        (await _sandbox.Shell("mkdir d; ln -s d way").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("way/file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("d/file"));
        _sandbox.Files.AssertEntries("d", "way");
    }

    [Fact]
    public async Task Following_links_changes_nothing_for_a_plain_file()
    {
        (await _sandbox.Mutx("file", "--follow-symlinks").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("file"));
    }
}
