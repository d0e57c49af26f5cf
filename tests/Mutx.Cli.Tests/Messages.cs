namespace Mutx.Cli.Tests;

/// <summary>What the program says: nothing when all went well, everything that was asked for, and help.</summary>
public sealed class Messages : IDisposable
{
    /// <summary>Every option of write, as the manual lists them, that this version has.</summary>
    private static readonly string[] OptionsOfWrite =
    [
        "-i, --input", "--stream", "--wait", "--no-wait", "-t, --timeout", "--max-poll-interval", "--lock-file", "--lock-dir",
        "--lock-mode", "--lock-method", "-m, --mode", "--no-preserve-mode", "--preserve-owner", "--try-preserve-owner",
        "--follow-symlinks", "--follow-lock-symlinks", "--if-changed", "--if-match", "--require-nonempty", "--validate",
        "--durability", "--progress", "-v, --verbose", "-q, --quiet", "--json",
    ];

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Verbose_says_what_was_done_and_twice_verbose_every_step()
    {
        ProgramResult once = await _sandbox.Mutx("file", "-v").Input("hello").RunAsync();
        ProgramResult twice = await _sandbox.Mutx("file", "-vv").Input("hello").RunAsync();

        Assert.Equal("", once.AssertStatus(0).Output);
        Assert.Contains("file", once.Error);
        Assert.Contains("5 bytes", once.Error);
        Assert.Equal("", twice.AssertStatus(0).Output);
        Assert.True(twice.Error.Split('\n').Length > once.Error.Split('\n').Length, twice.Error);
        Assert.Contains(_sandbox.LockFileOf("file"), twice.Error);
    }

    [Fact]
    public async Task Verbose_says_when_nothing_changed()
    {
        _sandbox.Files.Write("file", "same");

        ProgramResult result = await _sandbox.Mutx("file", "-v", "--if-changed").Input("same").RunAsync();

        Assert.Contains("content already", result.AssertStatus(0).Error);
    }

    [Fact]
    public async Task Quiet_keeps_the_errors()
    {
        _sandbox.Files.MakeDirectory("directory");

        (await _sandbox.Mutx("file", "-q").Input("x").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("directory", "-q").Input("x").RunAsync()).AssertError(1, "directory");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_shows_the_commands_examples_and_exit_statuses(string argument)
    {
        ProgramResult result = await _sandbox.Mutx(argument).RunAsync();

        result.AssertStatus(0);
        Assert.Equal("", result.Error);
        Assert.Contains("mutx OUTPUT", result.Output);
        Assert.Contains("write", result.Output);
        Assert.Contains("MUTX_LOCK_DIR", result.Output);
        Assert.All(["0", "1", "2", "3", "4"], status => Assert.Matches($@"(?m)^ +{status} +\w", result.Output));
        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("write", "--help")]
    [InlineData("write", "-h")]
    [InlineData("help", "write")]
    [InlineData("--help", "write")]
    [InlineData("write", "file", "--help")]
    public async Task Help_of_write_shows_every_option_with_what_it_does(params string[] arguments)
    {
        ProgramResult result = await _sandbox.Mutx(arguments).RunAsync();

        result.AssertStatus(0);
        Assert.Equal("", result.Error);
        Assert.All(OptionsOfWrite, option => Assert.Matches($@"(?m)^ +({System.Text.RegularExpressions.Regex.Escape(option)}|-\w, {option})\b.*\w", result.Output));
        Assert.Contains("-- COMMAND", result.Output);
        Assert.All(["0", "1", "2", "3", "4"], status => Assert.Matches($@"(?m)^ +{status} +\w", result.Output));
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Help_fits_a_terminal_of_100_columns()
    {
        foreach (string[] arguments in (string[][])[["--help"], ["write", "--help"]])
        {
            string output = (await _sandbox.Mutx(arguments).RunAsync()).AssertStatus(0).Output;
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 100, line));
        }
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        ProgramResult result = await _sandbox.Mutx("--version").RunAsync();

        Assert.Matches(@"^mutx \d+\.\d+\.\d+\S*\n$", result.AssertStatus(0).Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Messages_have_no_colours_where_nobody_sees_them()
    {
        _sandbox.Files.MakeDirectory("directory");

        Assert.DoesNotContain('\u001b', (await _sandbox.Mutx("directory").Input("x").RunAsync()).Error);
        Assert.DoesNotContain('\u001b', (await _sandbox.Mutx("--help").RunAsync()).Output);
    }

    [Fact]
    public async Task Progress_on_a_terminal_shows_the_bytes_and_the_file_arrives()
    {
        Need.Package("script", "bsdutils");
        byte[] content = Versions.Content(199);
        _sandbox.Files.Write("source", content);

        ProgramResult result = await _sandbox
            .Run("script", "-qec", "\"$M\" file -i source --progress", "/dev/null").RunAsync();

        result.AssertStatus(0);
        Assert.Contains("MiB", result.Output);
        Assert.Equal(content, File.ReadAllBytes(_sandbox.Files["file"]));
    }

    [Fact]
    public async Task Progress_that_nobody_watches_writes_no_control_characters()
    {
        ProgramResult result = await _sandbox.Mutx("file", "--progress").Input(Versions.Content(249)).RunAsync();

        result.AssertStatus(0);
        Assert.DoesNotContain('\r', result.Error);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [Fact]
    public async Task On_a_terminal_the_wait_is_one_line_that_is_redrawn()
    {
        Need.Package("script", "bsdutils");
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Run("script", "-qec", "\"$M\" file < /dev/null", "/dev/null").Start();
        await writer.OutputContains("Ctrl-C");
        // The line is drawn again each second: wait for that, not for a time.
        await Eventually.IsTrue(() => writer.OutputSoFar.Split("Ctrl-C").Length > 2, "the line is drawn again");

        held.Dispose();

        ProgramResult result = await writer.WaitAsync();
        result.AssertStatus(0);
        Assert.Contains('\r', result.Output);
    }
}
