namespace Mutx.Cli.Tests;

/// <summary>Where the filesystem says no it is status 1, a clear message, and everything as it was before.</summary>
public sealed class FailingFilesystem : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task A_read_only_directory(params string[] options)
    {
        Need.Root();
        (await _sandbox.Shell("mkdir d; printf old > d/file; chmod 666 d/file; chmod 555 d").RunAsync()).AssertStatus(0);
        FileState before = FileState.Of(_sandbox.Files["d/file"]);

        ProgramResult old = await _sandbox.AsNobody(_sandbox.Mutx(["d/file", .. options]).Input("x")).RunAsync();
        ProgramResult created = await _sandbox.AsNobody(_sandbox.Mutx(["d/new", .. options]).Input("x")).RunAsync();

        old.AssertError(1, "d", "ermission denied");
        created.AssertError(1, "d", "ermission denied");
        Assert.Equal(before, FileState.Of(_sandbox.Files["d/file"]));
        Assert.Single(Directory.GetFileSystemEntries(_sandbox.Files["d"]));
    }

    [Fact]
    public async Task A_directory_that_may_not_be_entered()
    {
        Need.Root();
        (await _sandbox.Shell("mkdir d; printf old > d/file; chmod 700 d").RunAsync()).AssertStatus(0);

        (await _sandbox.AsNobody(_sandbox.Mutx("d/file").Input("x")).RunAsync()).AssertError(1, "'d/", "ermission denied");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_replaced_all_the_same()
    {
        Need.Root();
        (await _sandbox.Shell("mkdir d; printf old > d/file; chmod 600 d/file; chown 65534 d").RunAsync()).AssertStatus(0);

        ProgramResult result = await _sandbox.AsNobody(_sandbox.Mutx("d/file").Input("new")).RunAsync();

        Assert.Contains("user 0: that user has lost access to it", result.AssertStatus(0).Error);
        Assert.Equal("new", _sandbox.Files.Read("d/file"));
        Assert.Equal("600", FileState.Of(_sandbox.Files["d/file"]).Octal);
    }

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task A_read_only_filesystem(params string[] options)
    {
        string script = $$"""
            mkdir d; printf old > d/file; mount --bind d d; mount -o remount,ro,bind d
            s=0; printf new | "$M" d/file {{string.Join(' ', options)}} || s=$?
            cat d/file; echo; ls -A d; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("read-only", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'d/", result.Error);
        Assert.Equal("old\nfile\n", result.Output);
    }

    [Theory]
    [InlineData("size=64k")]
    [InlineData("size=64k", "--stream")]
    [InlineData("size=1m,nr_inodes=3")]
    [InlineData("size=1m,nr_inodes=3", "--stream")]
    public async Task A_full_disk(string size, params string[] options)
    {
        string script = $$"""
            mkdir d; mount -t tmpfs -o {{size}} none d; printf old > d/file; : > d/other
            stat -c '%i %a %y' d/file > before
            s=0; head -c 1000000 /dev/zero | "$M" d/file {{string.Join(' ', options)}} || s=$?
            cat d/file; echo; ls -A d; stat -c '%i %a %y' d/file | cmp - before; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("no space", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'d/", result.Error);
        Assert.Equal("old\nfile\nother\n", result.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task A_limit_on_the_size_of_files(params string[] options)
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        ProgramResult result = await _sandbox
            .Shell($"ulimit -f 100; exec \"$M\" file {string.Join(' ', options)}").Input(new byte[1 << 20]).RunAsync();

        result.AssertError(1, "file", "larger than allowed");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task A_directory_that_is_gone()
    {
        ProgramResult result = await _sandbox.Shell("mkdir d; cd d; rmdir ../d; echo x | \"$M\" file").RunAsync();

        result.AssertError(1);
        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("file")]
    [InlineData(".")]
    public async Task An_immutable_file_or_directory(string immutable)
    {
        Need.Root();
        Need.Package("chattr", "e2fsprogs");
        (await _sandbox.Shell($"mkdir d; printf old > d/file; chattr +i d/{immutable}").RunAsync()).AssertStatus(0);
        try
        {
            FileState before = FileState.Of(_sandbox.Files["d/file"]);

            (await _sandbox.Mutx("d/file").Input("new").RunAsync()).AssertError(1, "'d/", "immutable");

            Assert.Equal(before, FileState.Of(_sandbox.Files["d/file"]));
            Assert.Single(Directory.GetFileSystemEntries(_sandbox.Files["d"]));
        }
        finally
        {
            await _sandbox.Run("chattr", "-i", "d", "d/file").RunAsync();
        }
    }

    [Theory]
    [InlineData("write,pwrite64", "ENOSPC")]
    [InlineData("write,pwrite64", "EIO")]
    [InlineData("fsync", "EIO")]
    [InlineData("fsync", "ENOSPC")]
    [InlineData("renameat,renameat2,rename", "EIO")]
    [InlineData("renameat,renameat2,rename", "ENOSPC")]
    [InlineData("linkat", "EDQUOT")]
    [InlineData("fchmod", "EPERM")]
    public async Task A_call_that_fails_is_final_and_leaves_no_litter(string calls, string error)
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));
        ProgramRun run = _sandbox.Mutx("file").Input("new");
        string name, when;
        using (Strace counting = new())
        {
            (await counting.Trace(calls).Around(run).RunAsync()).AssertStatus(0);
            name = counting.Calls.First(OnStaged).Name;
            when = counting.PointOf(OnStaged);
            _sandbox.Files.Write("file", "old");
            before = FileState.Of(_sandbox.Files["file"]);
        }

        using Strace strace = new();
        ProgramResult result = await strace.Trace(name).Inject($"{name}:error={error}:{when}").Around(run).RunAsync();

        Assert.Contains(strace.Calls, call => call.Result.Contains("INJECTED"));
        result.AssertError(1, "file");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");

        bool OnStaged(SystemCall call) => call.Arguments.Contains(_sandbox.Files.Path);
    }

    [Fact]
    public async Task A_sync_of_the_directory_that_fails_is_an_error_that_says_the_file_is_replaced()
    {
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("fsync").OnlyAt(_sandbox.Files.Path).Inject("fsync:error=EIO");

        ProgramResult result = await strace.Around(_sandbox.Mutx("file").Input("new")).RunAsync();

        result.AssertError(1, "file", "replaced");
        Assert.Equal("new", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }
}
