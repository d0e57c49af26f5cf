using System.Text.RegularExpressions;

namespace Mutx.Cli.Tests;

/// <summary>What one small write costs and touches, as the kernel sees it.</summary>
public sealed partial class SystemCalls : IDisposable
{
    private const int Budget = 44;
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_small_write_needs_at_most_44_after_start_up()
    {
        _sandbox.Files.Write("file", "old");
        (await _sandbox.Mutx("file").Input("old").RunAsync()).AssertStatus(0);
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("file").Input("new")).RunAsync()).AssertStatus(0);

        // Start-up ends where the program first asks about something of the caller's; the runtime's own threads, which
        // never do, may still be starting then.
        List<SystemCall> after = [.. strace.Calls.SkipWhile(call => call.Name == "execve" || !IsOurs(call))];
        List<SystemCall> work = [.. after.Where(call => after.Exists(other => other.Pid == call.Pid && IsOurs(other)))];
        Assert.NotEmpty(work);
        Assert.True(work.Count <= Budget, $"{work.Count} system calls:\n{string.Join('\n', work)}");
    }

    [Fact]
    public async Task A_lock_file_is_opened_so_that_nothing_can_be_lost_or_leak()
    {
        _sandbox.Files.Write("lock", "kept");
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("file", "--lock-file", "lock").Input("new")).RunAsync()).AssertStatus(0);

        SystemCall open = strace.Named("openat").First(call => LockOpen().IsMatch(call.Arguments));
        Assert.DoesNotContain("O_TRUNC", open.Arguments);
        Assert.Contains("O_CLOEXEC", open.Arguments);
        Assert.Contains("O_NOFOLLOW", open.Arguments);
        Assert.Contains("O_NONBLOCK", open.Arguments);
    }

    [Fact]
    public async Task A_waiting_program_sleeps_in_the_kernel_and_does_not_poll()
    {
        ForeignLock held = _sandbox.HoldLockOf("file");
        using Strace strace = new();
        strace.Trace("flock");
        using RunningProgram writer = strace.Around(_sandbox.Mutx("file", "-q").Input("new")).Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(held.Path);

        // Time in which a program that polls would try again and again; a shorter one could only hide that.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        held.Dispose();

        (await writer.WaitAsync()).AssertStatus(0);
        Assert.InRange(strace.Named("flock").Count(call => call.Arguments.Contains("LOCK_EX") && call.Arguments.Contains(".lock")), 2, 3);
    }

    [Fact]
    public async Task A_signal_that_interrupts_the_wait_for_the_lock_is_waited_out()
    {
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx("file", "-q").Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(held.Path);

        writer.Signal(Signal.Stop);
        writer.Signal(Signal.Continue);
        await ProcLocks.SomeoneWaitsFor(held.Path);
        held.Dispose();

        (await writer.WaitAsync()).AssertStatus(0);
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("ENOLCK")]
    [InlineData("ENOSYS")]
    [InlineData("EOPNOTSUPP")]
    [InlineData("EACCES")]
    [InlineData("EIO")]
    public async Task A_lock_that_the_system_cannot_give_is_an_error_and_never_taken_for_held_or_free(string error)
    {
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("flock").Inject($"flock:error={error}");

        ProgramResult result = await strace.Around(_sandbox.Mutx("file", "--lock-method", "kernel").Input("new")).RunAsync();

        result.AssertError(1, ".lock");
        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task The_staging_file_of_a_filesystem_without_unnamed_ones_is_locked_while_it_is_written()
    {
        ProgramRun run = _sandbox.Mutx("file").Input("new");
        string when;
        using (Strace counting = new())
        {
            (await counting.Trace("openat").Around(run).RunAsync()).AssertStatus(0);
            when = counting.PointOf(call => call.Arguments.Contains("O_TMPFILE"));
        }

        using Strace strace = new();
        strace.Trace("openat,flock,write,pwrite64,renameat,renameat2,linkat").Inject($"openat:error=EOPNOTSUPP:{when}");
        (await strace.Around(run).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls.Where(call => call.Arguments.Contains(".mutx.tmp"))];
        int locked = calls.FindIndex(call => call.Name == "flock" && call.Arguments.Contains("LOCK_EX"));
        int written = calls.FindIndex(call => call.Name is "write" or "pwrite64");
        Assert.InRange(locked, 0, written - 1);
        _sandbox.Files.AssertEntries("file");
    }

    private bool IsOurs(SystemCall call)
    {
        // Without what strace adds of its own: AT_FDCWD</tmp/...>.
        string said = DescriptorPath().Replace(call.Arguments, "");
        return said.Contains(_sandbox.Files.Path) || said.Contains(_sandbox.Home.Path) || said.Contains("\"file\"")
            || said.Contains("\".\", O_") || (call.Name == "read" && said.StartsWith("0,", StringComparison.Ordinal));
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex DescriptorPath();

    [GeneratedRegex("""[/"]lock", """)]
    private static partial Regex LockOpen();
}
