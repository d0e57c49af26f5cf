namespace Mutx.Cli.Tests;

/// <summary>What can't be replaced is refused with a message that says what it is, and nothing is created.</summary>
public sealed class UnsuitableTarget : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("mkdir target", "directory")]
    [InlineData("mkfifo target", "FIFO")]
    [InlineData("socket target", "socket")]
    [InlineData("mknod target c 1 3", "device")]
    [InlineData("mknod target b 7 99", "device")]
    [InlineData("ln -s nowhere target", "symbolic link")]
    [InlineData("ln -s target target", "symbolic link")]
    [InlineData("echo x > file; ln -s file target", "symbolic link")]
    [InlineData("mkdir d; ln -s d target", "symbolic link")]
    [InlineData("mknod device c 1 3; ln -s device target", "symbolic link")]
    public async Task Is_refused_by_its_kind(string make, string kind)
    {
        await Make(make);
        FileState before = FileState.Of(_sandbox.Files["target"]);
        IReadOnlyList<string> entries = _sandbox.Files.Entries;

        (await _sandbox.Mutx("target").Input("new").RunAsync()).AssertError(1, "target", kind);
        (await _sandbox.Mutx("target", "--stream").Input("new").RunAsync()).AssertError(1, "target", kind);
        (await _sandbox.Mutx("target", "--", "echo", "new").RunAsync()).AssertError(1, "target", kind);

        Assert.Equal(before, FileState.Of(_sandbox.Files["target"]));
        Assert.Equal(entries, _sandbox.Files.Entries);
    }

    [Theory]
    [InlineData("mkdir d; ln -s d target", "directory")]
    // A device of the test's own: what a defect replaces must never be the machine's.
    [InlineData("mknod device c 1 3; ln -s device target", "device")]
    [InlineData("mkfifo f; ln -s f target", "FIFO")]
    [InlineData("ln -s target target", "circle")]
    [InlineData("ln -s other target; ln -s target other", "circle")]
    [InlineData("ln -s missing/file target", "missing")]
    [InlineData("ln -s missing target", "missing")]
    public async Task Behind_a_followed_link_is_refused_as_well(string make, string kind)
    {
        await Make(make);
        IReadOnlyList<string> entries = _sandbox.Files.Entries;

        (await _sandbox.Mutx("target", "--follow-symlinks").Input("new").RunAsync()).AssertError(1, kind);

        Assert.Equal(entries, _sandbox.Files.Entries);
        Assert.NotNull(new FileInfo(_sandbox.Files["target"]).LinkTarget);
    }

    [Fact]
    public async Task With_a_missing_parent_is_refused_and_the_message_says_how_to_make_it()
    {
        (await _sandbox.Mutx("missing/file").Input("new").RunAsync()).AssertError(1, "missing", "mkdir -p");
        (await _sandbox.Mutx("a/b/c/file").Input("new").RunAsync()).AssertError(1, "a/b/c");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task With_a_file_for_a_parent_is_refused()
    {
        FileState before = FileState.Of(_sandbox.Files.Write("parent", "x"));

        (await _sandbox.Mutx("parent/file").Input("new").RunAsync()).AssertError(1, "parent", "not a directory");

        Assert.Equal(before, FileState.Of(_sandbox.Files["parent"]));
        _sandbox.Files.AssertEntries("parent");
    }

    [Fact]
    public async Task With_a_parent_that_is_a_dangling_link_or_a_loop_is_refused()
    {
        await Make("ln -s nowhere dangling; ln -s loop loop");

        (await _sandbox.Mutx("dangling/file").Input("new").RunAsync()).AssertError(1, "dangling");
        (await _sandbox.Mutx("loop/file").Input("new").RunAsync()).AssertError(1, "loop");

        _sandbox.Files.AssertEntries("dangling", "loop");
    }

    [Fact]
    public async Task Is_refused_before_any_input_is_read()
    {
        _sandbox.Files.MakeDirectory("target");

        ProgramResult result = await _sandbox
            .Shell("""printf 'still here' | { "$M" target; s=$?; cat; exit $s; }""").RunAsync();

        result.AssertStatus(1);
        Assert.Equal("still here", result.Output);
    }

    [Fact]
    public async Task That_another_file_is_mounted_on_is_an_error_and_no_litter_stays()
    {
        string script = """
            echo old > target; echo other > source; mount --bind source target
            s=0; echo new | "$M" target || s=$?
            cat target; ls -A; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("mount", result.Error);
        Assert.Equal("other\nsource\ntarget\n", result.Output);
    }

    private async Task Make(string script)
    {
        if (script == "socket target")
        {
            _sandbox.Files.MakeSocket("target");
            return;
        }

        if (script.StartsWith("mknod", StringComparison.Ordinal))
        {
            Need.Root();
        }

        (await _sandbox.Shell("set -e; " + script).RunAsync()).AssertStatus(0);
    }
}
