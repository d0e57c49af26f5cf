using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>Waiting between processes: what it costs, who comes next, and that nobody waits for ever.</summary>
public sealed class WaitingProcesses : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_waiter_sleeps_and_is_not_woken_before_its_turn()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram waiter = _sandbox.Mutx("run", "-q", "file", "--", "echo", "got it").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        long before = VoluntarySwitches(waiter.Pid);

        // Not to wait for anything: this is the time that is measured over. Polling would wake it a hundred times.
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        long switches = VoluntarySwitches(waiter.Pid) - before;
        Assert.InRange(switches, 0, 19);
        held.Dispose();
        Assert.Equal("got it\n", (await waiter.WaitAsync()).Output);
    }

    [Fact]
    public async Task A_hundred_tasks_of_a_process_wait_by_one_thread_and_are_served_in_order()
    {
        using RunningProgram host = _sandbox.TestHost("queue", _sandbox.Files["file"], "100").Start();
        await host.OutputContains("threads ");
        host.CloseInput();
        string[] lines = (await host.WaitAsync()).AssertStatus(0).Output.Split('\n');
        Assert.Equal("threads 1", lines[0]);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100)), lines[1]);
    }

    [Fact]
    public async Task Waiting_processes_are_served_in_the_order_they_came()
    {
        string lockFile = _sandbox.LockFileOf("file");
        using ForeignLock held = _sandbox.HoldLockOf("file");
        List<RunningProgram> waiters = [];
        for (int i = 0; i < 5; i++)
        {
            waiters.Add(_sandbox.Mutx("run", "-q", "file", "-c", $"echo {i} >> order").Start());
            int expected = i + 1;
            await Eventually.IsTrue(() => WaitersFor(lockFile) == expected, $"{expected} processes wait");
        }

        held.Dispose();
        foreach (RunningProgram waiter in waiters)
        {
            (await waiter.WaitAsync()).AssertStatus(0);
            waiter.Dispose();
        }

        Assert.Equal("0\n1\n2\n3\n4\n", _sandbox.Files.Read("order"));
    }

    [Fact]
    public async Task The_next_gets_the_lock_of_a_holder_that_is_killed()
    {
        for (int i = 0; i < 20; i++)
        {
            using RunningProgram holder = _sandbox.TestHost("hold", _sandbox.Files["file"]).Start();
            await holder.OutputContains("ready");
            using RunningProgram waiter = _sandbox.Mutx("run", "-q", "file", "--", "echo", "next").Start();
            await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
            holder.Signal(Signal.Kill);
            Assert.Equal("next\n", (await waiter.WaitAsync()).Output);
        }
    }

    [Fact]
    public async Task Lock_sets_of_two_processes_in_opposite_orders_never_deadlock()
    {
        string[] files = [.. Enumerable.Range(0, 4).Select(i => _sandbox.Files[$"file{i}"])];
        ProgramRun Run(IEnumerable<string> order) =>
            _sandbox.TestHost(["locksets", "1000", .. order]) with { Deadline = TimeSpan.FromMinutes(2) };
        using RunningProgram one = Run(files).Start();
        using RunningProgram two = Run(files.Reverse()).Start();
        await one.OutputContains("ready");
        await two.OutputContains("ready");
        await Task.WhenAll(one.FeedAsync("go\n"), two.FeedAsync("go\n"));
        (await one.WaitAsync()).AssertStatus(0);
        (await two.WaitAsync()).AssertStatus(0);
    }

    [Fact]
    public async Task Locks_exclude_where_the_runtime_is_told_to_take_none()
    {
        using RunningProgram holder = _sandbox.TestHost("hold", _sandbox.Files["file"])
            .With("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1").Start();
        await holder.OutputContains("ready");
        (await _sandbox.Mutx("run", "file", "--no-wait", "--", "true").RunAsync()).AssertError(2, "file", $"pid {holder.Pid}");
        using RunningProgram second = _sandbox.TestHost("hold", _sandbox.Files["file"])
            .With("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        Assert.Equal("", second.OutputSoFar);
        holder.CloseInput();
        await second.OutputContains("ready");
    }

    private static int WaitersFor(string lockFile)
    {
        string inode = $":{FileState.Of(lockFile).Inode} ";
        return File.ReadAllLines("/proc/locks").Count(line => line.Contains("->", StringComparison.Ordinal) && line.Contains(inode, StringComparison.Ordinal));
    }

    /// <summary>How often the threads of a process went to sleep of their own will: each time something had woken them.</summary>
    private static long VoluntarySwitches(int pid) =>
        Directory.GetDirectories($"/proc/{pid}/task")
            .SelectMany(task => File.ReadAllLines(Path.Join(task, "status")))
            .Where(line => line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture));
}
