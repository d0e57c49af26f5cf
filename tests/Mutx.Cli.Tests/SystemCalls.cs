using System.Globalization;
using System.Text.RegularExpressions;

namespace Mutx.Cli.Tests;

/// <summary>What one small write costs and touches, as the kernel sees it.</summary>
public sealed partial class SystemCalls : IDisposable
{
    private const int Budget = 36;

    // What a start costs, as counts that hardly vary: a room that makes it dearer must not pass unseen. The runtime's own
    // calls before the program's first aren't counted, since they depend on the machine.
    private const int BudgetOfVersion = 3;
    private const int BudgetOfRun = 40;
    private const int OwnKilobytesOfWrite = 320;
    private const int ResidentKilobytesOfWrite = 4864;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_small_write_needs_at_most_36_after_start_up()
    {
        _sandbox.Files.Write("file", "old");
        (await _sandbox.Mutx("file").Input("old").RunAsync()).AssertStatus(0);
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("file").Input("new")).RunAsync()).AssertStatus(0);

        // Start-up ends where the program first asks about something of the caller's; the runtime's own threads, which
        // never do, may still be starting then.
        List<SystemCall> after = [.. strace.Calls.SkipWhile(call => call.Name == "execve" || !IsOurs(call))];
        List<SystemCall> work = [.. after.Where(call => after.Exists(other => other.Pid == call.Pid && IsOurs(other)))];
        AssertWithin(Budget, work);
    }

    [Fact]
    public async Task To_tell_the_version_takes_3()
    {
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("--version")).RunAsync()).AssertStatus(0);

        AssertWithin(BudgetOfVersion, FromTheFirst(strace));
    }

    [Fact]
    public async Task To_become_a_command_under_a_free_lock_takes_at_most_40_and_no_thread()
    {
        ProgramRun run = _sandbox.Mutx("run", "file", "--", "/bin/true");
        (await run.RunAsync()).AssertStatus(0);
        using Strace strace = new();

        (await strace.Around(run).RunAsync()).AssertStatus(0);

        // One readlink for each directory of the path, and how many those are is the machine's.
        List<SystemCall> work = [.. FromTheFirst(strace).TakeWhile(call => call.Name != "execve").Where(call => call.Name != "readlink")];
        AssertWithin(BudgetOfRun, work);
        Assert.DoesNotContain(work, call => call.Name.StartsWith("clone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_that_waits_for_input_has_touched_little_memory()
    {
        using RunningProgram writer = _sandbox.Mutx("file").Start();
        await writer.FeedAsync("new");
        await writer.HasReadItsInput();

        string memory = await File.ReadAllTextAsync($"/proc/{writer.Pid}/smaps_rollup", TestContext.Current.CancellationToken);
        Assert.InRange(Kilobytes("Anonymous"), 1, OwnKilobytesOfWrite);
        Assert.InRange(Kilobytes("Rss"), 1, ResidentKilobytesOfWrite);

        int Kilobytes(string what) =>
            int.Parse(Regex.Match(memory, $@"^{what}:\s+(\d+) kB", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
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

    private static void AssertWithin(int budget, IEnumerable<SystemCall> calls)
    {
        // A page that the runtime takes for its first call through an interface, whenever that is, is part of its start.
        List<SystemCall> work = [.. calls.Where(call => call.Name != "mmap" || !call.Arguments.StartsWith("NULL, 4096,", StringComparison.Ordinal))];
        Assert.NotEmpty(work);
        Assert.True(work.Count <= budget, $"{work.Count} system calls:\n{string.Join('\n', work)}");
    }

    /// <summary>Those of the main thread, from the program's own first: the look at its three standard streams.</summary>
    private static List<SystemCall> FromTheFirst(Strace strace)
    {
        IReadOnlyList<SystemCall> calls = strace.Calls;
        return [.. calls.Where(call => call.Pid == calls[0].Pid).SkipWhile(call => call.Name is not ("poll" or "ppoll"))];
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
