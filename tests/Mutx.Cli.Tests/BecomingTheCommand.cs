namespace Mutx.Cli.Tests;

/// <summary>
/// The moment in which <c>mutx run</c> becomes its command. While execve(2) runs the kernel refuses the process another
/// thread, and the runtime aborts where it can't have one. Here that moment lasts: the command is a script whose
/// interpreter somebody has a lease on, and execve waits for that.
/// </summary>
public sealed class BecomingTheCommand : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public BecomingTheCommand()
    {
        File.Copy("/bin/sh", _sandbox.Files["interpreter"]);
        _sandbox.Files.Write("command", $"#!{_sandbox.Files["interpreter"]}\necho ready\nexec cat\n");
        _sandbox.Files.SetMode("command", "755");
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task After_a_wait_that_was_told_of_there_is_no_thread_that_could_start_another()
    {
        using Lease lease = new(_sandbox.Files["interpreter"]);
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram running = _sandbox.Mutx("run", "file", "--timeout", "1m", "--", "./command").Start();
        await running.ErrorContains("waiting for the lock");

        held.Dispose();
        await lease.SomeoneWants();

        // The thread that waited for the lock may still be about to end. The first two are the main thread and the
        // finalizer's: both have the program's name.
        await Eventually.IsTrue(
            () => string.Join(", ", ThreadsOf(running.Pid)) == ".NET SigHandler, mutx, mutx",
            $"only the threads are left that there are from the start; there are {string.Join(", ", ThreadsOf(running.Pid))}");
        lease.Dispose();
        await running.OutputContains("ready");
        running.CloseInput();
        (await running.WaitAsync()).AssertStatus(0);
    }

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Hangup)]
    public async Task A_signal_in_that_moment_is_the_commands(Signal signal)
    {
        using Lease lease = new(_sandbox.Files["interpreter"]);
        using RunningProgram running = Defaults(_sandbox.Mutx("run", "file", "--", "./command")).Start();
        await lease.SomeoneWants();

        running.Signal(signal);

        ProgramResult result = await running.WaitAsync();
        result.AssertStatus(128 + (int)signal);
        Assert.Equal("", result.Error);
        Assert.True(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
    }

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Hangup)]
    public async Task With_close_a_signal_in_that_moment_reaches_the_command(Signal signal)
    {
        using Lease lease = new(_sandbox.Files["interpreter"]);
        using RunningProgram running = Defaults(_sandbox.Mutx("run", "--close", "file", "--", "./command")).Start();
        await lease.SomeoneWants();

        running.Signal(signal);
        lease.Dispose();

        ProgramResult result = await running.WaitAsync();
        result.AssertStatus(128 + (int)signal);
        Assert.Equal("", result.Error);
        Assert.True(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
    }

    private static IEnumerable<string> ThreadsOf(int pid) =>
        Directory.GetDirectories($"/proc/{pid}/task").Select(NameOf).Where(name => name.Length > 0).Order(StringComparer.Ordinal);

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Join(task, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    // A test run started in the background or under nohup hands its ignored signals down; a person's shell does not.
    private static ProgramRun Defaults(ProgramRun run) => run.Under("env", "--default-signal=HUP,INT,TERM");
}
