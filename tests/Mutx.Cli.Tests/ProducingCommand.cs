namespace Mutx.Cli.Tests;

/// <summary><c>mutx write FILE -- COMMAND</c>: a producer that fails never commits what it wrote so far.</summary>
public sealed class ProducingCommand : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task What_a_successful_command_writes_replaces_the_file()
    {
        _sandbox.Files.Write("file", "old");

        (await _sandbox.Mutx("file", "--", "printf", "%s-%s", "a b", "$c").RunAsync()).AssertSilentSuccess();

        Assert.Equal("a b-$c", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task The_command_gets_the_standard_input_and_every_argument_as_it_is()
    {
        ProgramResult result = await _sandbox
            .Mutx("write", "file", "--", "sh", "-c", "cat; printf '<%s>' \"$@\"", "sh", "", "-v", "--", "two words", "ä").Input("in ").RunAsync();

        result.AssertSilentSuccess();
        Assert.Equal("in <><-v><--><two words><ä>", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("exit 1", "1")]
    [InlineData("exit 42", "42")]
    [InlineData("echo half; exit 3", "3")]
    [InlineData("yes | head -c 20000000; exit 3", "3")]
    [InlineData("echo half; kill -KILL $$", "KILL")]
    [InlineData("echo half; kill -TERM $$", "TERM")]
    public async Task A_command_that_fails_is_status_4_and_the_file_is_untouched(string script, string how)
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        ProgramResult result = await _sandbox.Mutx("file", "--", "sh", "-c", script).RunAsync();

        result.AssertError(4, "sh", how, "file");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task A_command_that_fails_creates_no_file()
    {
        (await _sandbox.Mutx("file", "--", "false").RunAsync()).AssertError(4, "false");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task What_the_command_says_on_standard_error_passes_through()
    {
        ProgramResult result = await _sandbox.Mutx("file", "--", "sh", "-c", "echo 'I broke' >&2; exit 1").RunAsync();

        result.AssertStatus(4);
        Assert.Contains("I broke\n", result.Error);
        Assert.True(result.Error.Length > "I broke\n".Length, "mutx says that it refused");
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_status_4_and_is_named()
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        (await _sandbox.Mutx("file", "--", "no-such-command").RunAsync()).AssertError(4, "no-such-command");
        (await _sandbox.Mutx("file", "--", "./file").RunAsync()).AssertError(4, "./file");

        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task Two_dashes_without_a_command_are_an_error()
    {
        (await _sandbox.Mutx("file", "--").RunAsync()).AssertError(1, "--");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task The_lock_is_held_from_before_the_command_starts()
    {
        ProgramResult result = await _sandbox
            .Mutx("file", "--", "sh", "-c", "\"$M\" file --no-wait </dev/null; echo $?").RunAsync();

        result.AssertStatus(0);
        Assert.Equal("2\n", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task A_command_is_not_started_while_another_holds_the_lock()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx("file", "--no-wait", "--", "touch", "started").RunAsync();

        result.AssertError(2);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task The_command_inherits_no_descriptor_but_the_standard_three()
    {
        ProgramResult without = await _sandbox.Run("ls", "/proc/self/fd").RunAsync();

        (await _sandbox.Mutx("file", "--", "ls", "/proc/self/fd").RunAsync()).AssertSilentSuccess();

        Assert.Equal(without.Output, _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task A_child_of_the_command_that_lives_on_does_not_keep_the_lock()
    {
        using RunningProgram orphan = _sandbox.Shell("""
            exec 3<&0; "$M" file -- sh -c 'cat <&3 >/dev/null 2>&1 & echo produced'; echo "status $?"
            """).Start();

        await orphan.OutputContains("status 0");

        Assert.Equal("produced\n", _sandbox.Files.Read("file"));
        (await _sandbox.Mutx("file", "--no-wait").Input("next").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task The_command_dies_of_a_broken_pipe_as_it_does_without_mutx()
    {
        (await _sandbox.Mutx("file", "--", "sh", "-c", "yes | head -n 1").RunAsync()).AssertSilentSuccess();

        Assert.Equal("y\n", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task The_command_and_an_input_file_exclude_each_other()
    {
        _sandbox.Files.Write("source", "x");

        (await _sandbox.Mutx("file", "-i", "source", "--", "true").RunAsync()).AssertError(1, "--input");

        _sandbox.Files.AssertEntries("source");
    }

    [Fact]
    public async Task The_command_sees_the_same_directory_and_environment()
    {
        (await _sandbox.Mutx("file", "--", "sh", "-c", "pwd; echo $GREETING").With("GREETING", "hello").RunAsync())
            .AssertSilentSuccess();

        Assert.Equal($"{_sandbox.Files.Path}\nhello\n", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task Checks_hold_for_what_a_command_produces_too()
    {
        _sandbox.Files.Write("file", "old");

        (await _sandbox.Mutx("file", "--require-nonempty", "--", "true").RunAsync()).AssertError(4, "empty");
        (await _sandbox.Mutx("file", "--validate", "grep -q new", "--", "echo", "other").RunAsync()).AssertError(4, "grep -q new");
        (await _sandbox.Mutx("file", "--if-changed", "--", "printf", "old").RunAsync()).AssertSilentSuccess();

        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }
}
