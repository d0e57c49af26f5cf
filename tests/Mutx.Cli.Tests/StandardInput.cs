namespace Mutx.Cli.Tests;

/// <summary>Input that can't be read is an error, never an empty file.</summary>
public sealed class StandardInput : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("<&-")]
    [InlineData("0>write-only")]
    [InlineData("< directory")]
    [InlineData("<&- --stream")]
    [InlineData("0>write-only --stream")]
    [InlineData("< directory --stream")]
    public async Task That_cannot_be_read_is_an_error_and_the_file_is_untouched(string redirection)
    {
        _sandbox.Files.MakeDirectory("directory");
        _sandbox.Files.Write("write-only", "");
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        ProgramResult result = await _sandbox.Shell($"\"$M\" file {redirection}").RunAsync();

        result.AssertError(1, "standard input");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("directory", "file", "write-only");
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("< /")]
    public async Task That_cannot_be_read_creates_no_file(string redirection)
    {
        (await _sandbox.Shell($"\"$M\" file {redirection}").RunAsync()).AssertError(1, "standard input");

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1, "--stream")]
    [InlineData(4, "--stream")]
    public async Task That_breaks_off_with_an_error_is_an_error_and_the_file_is_untouched(int read, params string[] options)
    {
        const string Calls = "read,readv,pread64,splice,copy_file_range,sendfile";
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));
        using Strace strace = new();
        strace.Trace(Calls).OnlyAt(_sandbox.Files["source"]).Inject($"{Calls}:error=EIO:when={read}+");
        // A FIFO, since strace knows that by its path and a pipe has none.
        ProgramRun run = _sandbox.Shell($"""
            mkfifo source; (head -c 5000000 /dev/zero 2>/dev/null > source) & exec "$M" file {string.Join(' ', options)} < source
            """);

        ProgramResult result = await strace.Around(run).RunAsync();

        Assert.Contains(strace.Calls, call => call.Result.Contains("INJECTED"));
        result.AssertError(1, "standard input");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file", "source");
    }

    [Fact]
    public async Task An_input_file_that_breaks_off_with_an_error_is_named()
    {
        string source = _sandbox.Files.Write("source", new byte[5 << 20]);
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("read,pread64,copy_file_range,sendfile").OnlyAt(source)
            .Inject("read,pread64,copy_file_range,sendfile:error=EIO:when=1+");

        ProgramResult result = await strace.Around(_sandbox.Mutx("file", "-i", "source")).RunAsync();

        result.AssertError(1, "source");
        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file", "source");
    }

    [Fact]
    public async Task A_read_that_is_interrupted_is_taken_up_again()
    {
        string source = _sandbox.Files.Write("source", Versions.Content(99));
        using Strace strace = new();
        strace.Trace("read,pread64").OnlyAt(source).Inject("read,pread64:error=EINTR:when=1+2");

        (await strace.Around(_sandbox.Shell("exec \"$M\" file < source")).RunAsync()).AssertStatus(0);

        Assert.Equal(Versions.Content(99), File.ReadAllBytes(_sandbox.Files["file"]));
    }

    [Fact]
    public async Task That_does_not_block_is_waited_for()
    {
        // dd makes the pipe non-blocking for everyone who shares it, as some programs leave it behind.
        using RunningProgram writer = _sandbox
            .Shell("""dd iflag=nonblock count=0 status=none; echo ready; exec "$M" file""").Start();
        await writer.OutputContains("ready");
        await Eventually.IsTrue(() => writer.HasExited || IsAsleep(writer.Pid), "mutx waits for input");

        await writer.FeedToEndAsync("late"u8.ToArray());

        (await writer.WaitAsync()).AssertStatus(0);
        Assert.Equal("late", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task An_input_file_that_is_missing_or_a_directory_or_a_link_is_an_error_before_any_lock()
    {
        _sandbox.Files.MakeDirectory("directory");
        _sandbox.Files.Write("source", "x");
        File.CreateSymbolicLink(_sandbox.Files["link"], "source");
        using ForeignLock held = _sandbox.HoldLockOf("file");

        (await _sandbox.Mutx("file", "--no-wait", "-i", "missing").RunAsync()).AssertError(1, "missing");
        (await _sandbox.Mutx("file", "--no-wait", "-i", "directory").RunAsync()).AssertError(1, "directory");
        (await _sandbox.Mutx("file", "--no-wait", "-i", "link").RunAsync()).AssertError(1, "link", "--follow-symlinks");
        (await _sandbox.Mutx("file", "--no-wait", "-i", "").RunAsync()).AssertError(1, "--input");

        _sandbox.Files.AssertEntries("directory", "link", "source");
    }

    [Fact]
    public async Task An_input_link_is_read_where_links_are_followed()
    {
        _sandbox.Files.Write("source", "x");
        File.CreateSymbolicLink(_sandbox.Files["link"], "source");

        (await _sandbox.Mutx("file", "-i", "link", "--follow-symlinks").RunAsync()).AssertSilentSuccess();

        Assert.Equal("x", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task Given_as_an_input_file_it_is_left_alone()
    {
        _sandbox.Files.Write("source", "x");

        ProgramResult result = await _sandbox
            .Shell("""printf 'still here' | { "$M" file -i source; s=$?; cat; exit $s; }""").RunAsync();

        result.AssertStatus(0);
        Assert.Equal("still here", result.Output);
        Assert.Equal("x", _sandbox.Files.Read("file"));
    }

    private static bool IsAsleep(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm") == "mutx\n" && File.ReadAllText($"/proc/{pid}/stat").Contains(" S ");
        }
        catch (IOException)
        {
            return true;
        }
    }
}
