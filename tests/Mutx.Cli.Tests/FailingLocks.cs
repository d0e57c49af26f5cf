namespace Mutx.Cli.Tests;

/// <summary>Locks that the kernel refuses for another reason than that somebody has them.</summary>
public sealed class FailingLocks : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("ENOLCK", "no locks are available")]
    [InlineData("ENOSYS", "does not support it")]
    [InlineData("EOPNOTSUPP", "does not support it")]
    [InlineData("EBADF", "")]
    [InlineData("EIO", "input/output error")]
    public async Task Are_an_error_and_neither_success_nor_held(string error, string words)
    {
        _sandbox.Files.Write("file", "old");
        foreach (string[] arguments in new string[][]
        {
            ["run", "file", "--", "touch", "started"],
            ["run", "file", "--no-wait", "--", "touch", "started"],
            ["update", "file", "--", "echo", "new"],
            ["write", "file", "--", "echo", "new"],
        })
        {
            using Strace strace = new();
            ProgramResult result = await strace.Trace("flock").Inject($"flock:error={error}").Around(_sandbox.Mutx(arguments)).RunAsync();
            result.AssertError(1, words);
            Assert.DoesNotContain("is locked by", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Theory]
    [InlineData("ENOLCK", "no locks are available")]
    [InlineData("EIO", "the device reported an input/output error")]
    public async Task While_waiting_are_an_error_too(string error, string words)
    {
        _sandbox.Files.Write("file", "old");
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram waiting = _sandbox.Mutx("run", "-q", "file", "-t", "20s", "--", "touch", "started").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        using Strace strace = new();
        using RunningProgram tampering = strace.Trace("flock").Inject($"flock:error={error}").On(waiting).Start();
        ProgramResult result = await waiting.WaitAsync();
        result.AssertError(1, $"cannot lock '{_sandbox.LockFileOf("file")}': {words}");
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task An_interrupted_call_is_made_again_however_often_that_happens()
    {
        _sandbox.Files.Write("file", "1");
        using Strace strace = new();
        ProgramResult result = await strace.Trace("flock").Inject("flock:error=EINTR:when=1..50")
            .Around(_sandbox.Mutx("update", "file", "--", "sed", "s/1/2/")).RunAsync();
        result.AssertStatus(0);
        Assert.Equal("2", _sandbox.Files.Read("file"));
        Assert.True(strace.Named("flock").Count() > 50);
    }

    [Fact]
    public async Task A_storm_of_signals_disturbs_neither_waiting_nor_holding()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram waiting = _sandbox.Mutx("run", "-q", "file", "--", "echo", "got it").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        for (int i = 0; i < 500; i++)
        {
            // SIGCONT to a process that runs changes nothing, but interrupts what its threads are blocked in.
            waiting.Signal(Signal.Continue);
        }

        Assert.False(waiting.HasExited);
        held.Dispose();
        Assert.Equal("got it\n", (await waiting.WaitAsync()).Output);
    }

    [Fact]
    public async Task On_a_read_only_filesystem_a_lock_file_that_is_there_is_locked()
    {
        ProgramResult result = await MountNamespace.Shell(_sandbox, """
            mkdir mnt && mount -t tmpfs none mnt && touch mnt/lock && mount -o remount,ro mnt
            "$M" run file --lock-file mnt/lock -- echo exclusive
            "$M" run -s file --lock-file mnt/lock -- echo shared
            "$M" run file --lock-file mnt/lock -- "$M" run file --no-wait --lock-file mnt/lock -- echo twice || echo status $?
            "$M" run file --lock-file mnt/none -- echo created || echo status $?
            """).RunAsync();
        result.AssertStatus(0);
        Assert.Equal("exclusive\nshared\nstatus 2\nstatus 1\n", result.Output);
        Assert.Contains("read-only", result.Error, StringComparison.Ordinal);
    }
}
