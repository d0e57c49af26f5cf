namespace Mutx.Processes.Tests;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP, 52 random moments in four phases: status 3 and the old file, or 0 and the new one, and
/// never anything else in the directory.
/// </summary>
public sealed class Interruptions
{
    private const int MomentsOfAPhase = 13;
    private static readonly Signal[] Signals = [Signal.Interrupt, Signal.Terminate, Signal.Hangup];

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task While_reading_nothing_is_replaced_and_nothing_is_left(params string[] options)
    {
        Random random = new(1);
        for (int moment = 0; moment < MomentsOfAPhase; moment++)
        {
            using Sandbox sandbox = new();
            sandbox.Files.Write("file", "old");
            using RunningProgram writer = Defaults(sandbox.Mutx(["file", .. options])).Start();
            int pieces = 1 + random.Next(4);
            for (int piece = 0; piece < pieces; piece++)
            {
                await writer.FeedAsync(new byte[1 + random.Next(300_000)]);
                await writer.HasReadItsInput();
            }

            writer.Signal(Signals[moment % Signals.Length]);

            await AssertInterrupted(sandbox, writer);
        }
    }

    [Fact]
    public async Task While_streaming_more_than_memory_holds_nothing_is_left()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", "old");
        using RunningProgram writer = Defaults(sandbox.Mutx("file")).Start();
        await writer.FeedAsync(new byte[12 << 20]);
        await writer.HasReadItsInput();

        writer.Signal(Signal.Terminate);

        await AssertInterrupted(sandbox, writer);
    }

    [Fact]
    public async Task While_waiting_for_the_lock_nothing_is_replaced_and_nothing_is_left()
    {
        Random random = new(2);
        for (int moment = 0; moment < MomentsOfAPhase; moment++)
        {
            using Sandbox sandbox = new();
            sandbox.Files.Write("file", "old");
            using ForeignLock held = sandbox.HoldLockOf("file");
            string[] options = random.Next(2) == 0 ? ["file"] : ["file", "--timeout", "1h"];
            using RunningProgram writer = Defaults(sandbox.Mutx(options)).Start();
            await writer.FeedToEndAsync("new"u8.ToArray());
            await ProcLocks.SomeoneWaitsFor(held.Path);
            RandomMoment.Within(random, TimeSpan.FromMilliseconds(3));

            writer.Signal(Signals[moment % Signals.Length]);

            await AssertInterrupted(sandbox, writer);
        }
    }

    [Fact]
    public async Task While_committing_the_file_is_old_with_status_3_or_new_with_status_0()
    {
        Need.Package("strace", "strace");
        Random random = new(3);
        for (int moment = 0; moment < MomentsOfAPhase; moment++)
        {
            using Sandbox sandbox = new();
            sandbox.Files.Write("file", "old");
            using Strace strace = new();
            // Each fsync lasts 40 ms longer, so that a moment between taking the lock and the end falls into the commit.
            strace.Trace("fsync,fdatasync,linkat,renameat,renameat2")
                .Inject("fsync,fdatasync:delay_enter=40000")
                .Inject("linkat,renameat,renameat2:delay_enter=10000");
            using RunningProgram writer = strace.Around(Defaults(sandbox.Mutx("file"))).Start();
            await writer.FeedToEndAsync("new"u8.ToArray());
            // On a busy machine it may be over before it is seen; then this moment proves nothing, and nothing wrong.
            int? pid = await ProcLocks.Holder(sandbox.LockFileOf("file"), orUntil: () => writer.HasExited);
            RandomMoment.Within(random, TimeSpan.FromMilliseconds(120));
            if (pid is not null)
            {
                RunningProgram.SendSignal(pid.Value, Signals[moment % Signals.Length]);
            }

            ProgramResult result = await writer.WaitAsync();
            Assert.True(result.Status is 0 or 3, $"status {result.Status}: {result.Error}");
            Assert.Equal(result.Status == 0 ? "new" : "old", sandbox.Files.Read("file"));
            sandbox.Files.AssertEntries("file");
            Assert.True(ForeignLock.IsFree(sandbox.LockFileOf("file")));
        }
    }

    [Fact]
    public async Task While_the_new_content_is_synced_nothing_is_replaced_and_nothing_is_left()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("fsync").Inject("fsync:delay_enter=5000000:when=1");
        using RunningProgram writer = strace.Around(Defaults(sandbox.Mutx("file"))).Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        int? pid = await ProcLocks.Holder(sandbox.LockFileOf("file"), orUntil: () => writer.HasExited);

        if (pid is null)
        {
            // A machine this busy has let those seconds pass unseen.
            (await writer.WaitAsync()).AssertStatus(0);
            return;
        }

        RunningProgram.SendSignal(pid.Value, Signal.Terminate);

        await AssertInterrupted(sandbox, writer);
    }

    [Fact]
    public async Task Once_the_file_is_replaced_it_is_too_late_and_the_status_is_0()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("fsync").OnlyAt(sandbox.Files.Path).Inject("fsync:delay_enter=1000000");
        using RunningProgram writer = strace.Around(Defaults(sandbox.Mutx("file"))).Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        int? pid = await ProcLocks.Holder(sandbox.LockFileOf("file"), orUntil: () => writer.HasExited);
        await Eventually.IsTrue(() => sandbox.Files.Read("file") == "new", "the file is replaced");
        if (pid is not null)
        {
            RunningProgram.SendSignal(pid.Value, Signal.Terminate);
        }

        (await writer.WaitAsync()).AssertStatus(0);
        Assert.Equal("new", sandbox.Files.Read("file"));
        sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task While_a_command_produces_nothing_is_replaced_and_nothing_is_left()
    {
        foreach (Signal signal in Signals)
        {
            using Sandbox sandbox = new();
            sandbox.Files.Write("file", "old");
            // The command would produce for ever; it says on standard error that it has begun.
            using RunningProgram writer = Defaults(sandbox.Mutx("file", "--", "sh", "-c", "echo half; echo begun >&2; exec cat"))
                .Start();
            await writer.ErrorContains("begun");

            writer.Signal(signal);

            await AssertInterrupted(sandbox, writer);
        }
    }

    [Fact]
    public async Task A_hangup_that_nohup_told_it_to_ignore_is_ignored()
    {
        using Sandbox sandbox = new();
        using RunningProgram writer = sandbox.Mutx("file").Under("env", "--ignore-signal=HUP").Start();
        await writer.FeedAsync("all of ");
        await writer.HasReadItsInput();

        writer.Signal(Signal.Hangup);
        await writer.FeedToEndAsync("it"u8.ToArray());

        (await writer.WaitAsync()).AssertStatus(0);
        Assert.Equal("all of it", sandbox.Files.Read("file"));
    }

    // A test run started in the background or under nohup hands its ignored signals down; a person's shell does not.
    private static ProgramRun Defaults(ProgramRun run) => run.Under("env", "--default-signal=HUP,INT,TERM");

    private static async Task AssertInterrupted(Sandbox sandbox, RunningProgram writer)
    {
        (await writer.WaitAsync()).AssertStatus(3);
        Assert.Equal("old", sandbox.Files.Read("file"));
        sandbox.Files.AssertEntries("file");
    }
}
