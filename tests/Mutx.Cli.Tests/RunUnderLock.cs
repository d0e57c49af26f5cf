using System.Globalization;

namespace Mutx.Cli.Tests;

/// <summary><c>mutx run</c>: the lock lives exactly as long as the command, and nothing else about the command changes.</summary>
public sealed class RunUnderLock : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    public async Task The_status_is_the_commands_own(string script, int status)
    {
        // In a shell of its own, that counts a signal as 128 and its number.
        (await _sandbox.Shell($"\"$M\" run file -- sh -c '{script}'; exit $?").RunAsync()).AssertStatus(status);
        (await _sandbox.Shell($"\"$M\" run file -c '{script}'; exit $?").RunAsync()).AssertStatus(status);
        (await _sandbox.Mutx("run", "file", "--close", "--", "sh", "-c", script).RunAsync()).AssertStatus(status);
        Assert.True(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
    }

    [Theory]
    [InlineData("no-such-command", 127)]
    [InlineData("./missing", 127)]
    [InlineData("./plain", 126)]
    [InlineData("./directory", 126)]
    public async Task A_command_that_cant_be_started_is_127_or_126_and_says_why(string command, int status)
    {
        _sandbox.Files.Write("plain", "no program");
        _sandbox.Files.SetMode("plain", "644");
        _sandbox.Files.MakeDirectory("directory");
        (await _sandbox.Mutx("run", "file", "--", command).RunAsync()).AssertError(status, command, "hint: ");
        (await _sandbox.Mutx("run", "--close", "file", "--", command).RunAsync()).AssertError(status, command, "hint: ");
        Assert.True(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
    }

    /// <summary>Once it was asked how a process ended its number may be another's, and mutx may stand still there for minutes.</summary>
    [Fact]
    public async Task A_signal_that_comes_when_the_command_has_ended_goes_to_nobody()
    {
        using Strace strace = new Strace().Trace("wait4,kill").Inject("wait4:delay_exit=2000000");
        using RunningProgram running = strace.Around(_sandbox.Mutx("run", "--close", "file", "--", "sh", "-c", "echo $$ $PPID")).Start();
        await running.OutputContains("\n");
        string[] pids = running.OutputSoFar.Split();
        await Eventually.IsTrue(() => !Directory.Exists($"/proc/{pids[0]}"), "it was asked how the command ended");
        RunningProgram.SendSignal(int.Parse(pids[1], CultureInfo.InvariantCulture), Signal.Terminate);
        (await running.WaitAsync()).AssertStatus(0);
        Assert.Empty(strace.Named("kill"));
    }

    [Fact]
    public async Task The_command_is_this_process_and_has_the_lock_file_open_and_its_streams_untouched()
    {
        using RunningProgram running = _sandbox.Mutx("run", "file", "--", "sh", "-c", "echo pid $$; readlink /proc/$$/fd/*; cat; echo oops >&2").Start();
        await running.FeedToEndAsync("fed\n"u8.ToArray());
        ProgramResult result = await running.WaitAsync();
        result.AssertStatus(0);
        Assert.StartsWith($"pid {running.Pid}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(_sandbox.LockFileOf("file") + "\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("fed\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("oops\n", result.Error);
    }

    [Fact]
    public async Task With_close_the_command_has_no_part_in_the_lock()
    {
        ProgramResult result = await _sandbox.Mutx("run", "file", "--close", "-c", "readlink /proc/$$/fd/* || :").RunAsync();
        result.AssertStatus(0);
        Assert.DoesNotContain(".lock", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_signal_is_ignored_or_blocked_in_the_command_that_wasnt_before()
    {
        const string Show = "grep -E '^Sig(Ign|Blk)' /proc/self/status";
        string before = (await _sandbox.Run("/bin/sh", "-c", Show).RunAsync()).Output;
        foreach (string[] options in new string[][] { [], ["--close"] })
        {
            string after = (await _sandbox.Mutx(["run", "file", .. options, "--", "/bin/sh", "-c", Show]).RunAsync()).Output;

            // The test's own runtime ignores SIGPIPE (bit 12), and what it starts inherits that; posix_spawn of glibc
            // ignores two real-time signals that glibc keeps for itself (bits 31 and 32).
            Assert.Equal(Mask(before, "SigIgn") & ~(1ul << 12), Mask(after, "SigIgn") & ~(3ul << 31));
            Assert.Equal(0ul, Mask(after, "SigBlk"));
        }
    }

    [Fact]
    public async Task A_command_in_a_pipe_that_nobody_reads_is_ended_by_sigpipe()
    {
        ProgramResult result = await _sandbox.Shell("{ \"$M\" run file -- yes; echo $? >status; } | head -1; cat status").RunAsync();
        Assert.Equal("y\n141\n", result.Output);
    }

    [Fact]
    public async Task The_lock_is_held_while_the_command_lives_and_what_inherits_it()
    {
        using RunningProgram running = _sandbox.Mutx("run", "file", "--", "sh", "-c", "exec 3<&0; cat <&3 & echo ready").Start();
        await running.OutputContains("ready");
        Assert.False(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
        (await _sandbox.Mutx("run", "file", "--no-wait", "--", "true").RunAsync()).AssertError(2, "file");
        running.CloseInput();
        await running.WaitAsync();
        await Eventually.IsTrue(() => ForeignLock.IsFree(_sandbox.LockFileOf("file")), "the lock is free");
    }

    [Theory]
    [InlineData("--close", true)]
    [InlineData("--wait", false)]
    public async Task Killing_mutx_leaves_the_lock_with_its_command_unless_it_was_kept_from_it(string option, bool isFreed)
    {
        // The shell in between is what mutx becomes, or what it starts; its child outlives it and holds on.
        using RunningProgram running = _sandbox.Mutx("run", option, "file", "--", "sh", "-c", "exec 3<&0; cat <&3 & echo ready; wait").Start();
        await running.OutputContains("ready");
        running.Signal(Signal.Kill);
        await Eventually.IsTrue(() => running.HasExited, "mutx is gone");
        if (isFreed)
        {
            await Eventually.IsTrue(() => ForeignLock.IsFree(_sandbox.LockFileOf("file")), "the lock is free");
        }
        else
        {
            Assert.False(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
        }

        running.CloseInput();
        await Eventually.IsTrue(() => ForeignLock.IsFree(_sandbox.LockFileOf("file")), "the lock is free once all are gone");
    }

    [Fact]
    public async Task With_close_a_signal_reaches_the_command_and_its_end_is_what_counts()
    {
        using RunningProgram running = _sandbox.Mutx(
            "run", "--close", "file", "--", "sh", "-c", "trap 'echo got it; exit 7' TERM; echo ready; while :; do sleep 0.05; done").Start();
        await running.OutputContains("ready");
        running.Signal(Signal.Terminate);
        ProgramResult result = await running.WaitAsync();
        result.AssertStatus(7);
        Assert.EndsWith("got it\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_while_it_waits_it_ends_with_status_3_and_never_starts_the_command()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram running = _sandbox.Mutx("run", "file", "--", "touch", "started").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        running.Signal(Signal.Interrupt);
        (await running.WaitAsync()).AssertStatus(3);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Shared_runs_share_and_an_exclusive_one_is_kept_out()
    {
        using RunningProgram reader = _sandbox.Mutx("run", "-s", "file", "--", "sh", "-c", "echo ready; cat").Start();
        await reader.OutputContains("ready");
        (await _sandbox.Mutx("run", "-s", "file", "--no-wait", "--", "true").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("run", "file", "--no-wait", "--", "true").RunAsync()).AssertError(2, "file");
        (await _sandbox.Mutx("file", "--no-wait").Input("x").RunAsync()).AssertError(2, "file");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    [InlineData("75", 75)]
    public async Task The_status_for_a_conflict_can_be_chosen(string status, int expected)
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        ProgramResult result = await _sandbox.Mutx("run", "file", "--no-wait", "--conflict-exit-code", status, "--", "touch", "started").RunAsync();
        result.AssertStatus(expected);
        Assert.Contains("file", result.Error, StringComparison.Ordinal);
        (await _sandbox.Mutx("run", "file", "-t", "20ms", "--conflict-exit-code", status, "--", "touch", "started").RunAsync()).AssertStatus(expected);
        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("run", "file")]
    [InlineData("run", "file", "--")]
    [InlineData("run", "file", "-c", "true", "--", "true")]
    [InlineData("run", "--", "true")]
    [InlineData("run", "file", "--conflict-exit-code", "256", "--", "true")]
    [InlineData("run", "file", "--conflict-exit-code", "-1", "--", "true")]
    [InlineData("run", "file", "--backup", "--", "true")]
    [InlineData("run", "missing/file", "--", "true")]
    public async Task What_makes_no_sense_is_an_error_and_nothing_is_run(params string[] arguments)
    {
        (await _sandbox.Mutx(arguments).RunAsync()).AssertError(1);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_name_is_a_lock_of_its_own()
    {
        using RunningProgram running = _sandbox.Mutx("run", "name:job", "--", "sh", "-c", "echo ready; cat").Start();
        await running.OutputContains("ready");
        (await _sandbox.Mutx("run", "name:job", "--no-wait", "--", "true").RunAsync()).AssertError(2, "name:job", $"pid {running.Pid}");
        (await _sandbox.Mutx("run", "name:Job", "--no-wait", "--", "true").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("run", "./name:job", "--no-wait", "--", "true").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_command_that_writes_the_resource_needs_no_file_before()
    {
        (await _sandbox.Mutx("run", "not yet", "-c", "echo made > 'not yet'").RunAsync()).AssertSilentSuccess();
        Assert.Equal("made\n", _sandbox.Files.Read("not yet"));
    }

    [Fact]
    public async Task Json_goes_to_standard_error_and_leaves_standard_output_to_the_command()
    {
        ProgramResult result = await _sandbox.Mutx("run", "file", "--json", "--", "echo", "mine").RunAsync();
        result.AssertStatus(0);
        Assert.Equal("mine\n", result.Output);
        using var json = System.Text.Json.JsonDocument.Parse(result.Error);
        Assert.Equal("run", json.RootElement.GetProperty("operation").GetString());
        Assert.Equal(_sandbox.LockFileOf("file"), json.RootElement.GetProperty("lock").GetProperty("path").GetString());
    }

    [Fact]
    public async Task Flock_and_run_on_the_same_file_exclude_each_other_both_ways_round()
    {
        Need.Package("flock", "util-linux");
        string lockFile = _sandbox.Files["shared.lock"];
        using (RunningProgram ours = _sandbox.Mutx("run", "file", "--lock-file", lockFile, "--", "sh", "-c", "echo ready; cat").Start())
        {
            await ours.OutputContains("ready");
            (await _sandbox.Run("flock", "-n", lockFile, "true").RunAsync()).AssertStatus(1);
            using RunningProgram waiting = _sandbox.Run("flock", lockFile, "echo", "theirs").Start();
            await ProcLocks.SomeoneWaitsFor(lockFile);
            ours.CloseInput();
            Assert.Equal("theirs\n", (await waiting.WaitAsync()).Output);
        }

        using RunningProgram theirs = _sandbox.Run("flock", lockFile, "sh", "-c", "echo ready; cat").Start();
        await theirs.OutputContains("ready");
        (await _sandbox.Mutx("run", "file", "--lock-file", lockFile, "-n", "--", "true").RunAsync()).AssertStatus(1);
        (await _sandbox.Mutx("run", "file", "--lock-file", lockFile, "--no-wait", "--", "true").RunAsync()).AssertError(2, "shared.lock");
        using RunningProgram behind = _sandbox.Mutx("run", "-q", "file", "--lock-file", lockFile, "--", "echo", "ours").Start();
        await ProcLocks.SomeoneWaitsFor(lockFile);
        theirs.CloseInput();
        Assert.Equal("ours\n", (await behind.WaitAsync()).Output);
    }

    private static ulong Mask(string status, string name)
    {
        string line = status.Split('\n').First(l => l.StartsWith(name, StringComparison.Ordinal));
        return ulong.Parse(line.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
