using System.Globalization;

namespace Mutx.Cli.Tests;

/// <summary>What a run does that finds the lock held, and what it says. The holder here is the test's own process.</summary>
public sealed class HeldLock : IDisposable
{
    private static readonly string OwnPid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("--no-wait")]
    [InlineData("--timeout", "0")]
    [InlineData("-t0")]
    public async Task Without_waiting_it_is_status_2_and_the_message_names_the_path_and_the_holder(params string[] options)
    {
        _sandbox.Files.Write("file", "old");
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx(["file", .. options]).Input("new").RunAsync();

        result.AssertError(2, "file", OwnPid);
        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task With_no_wait_the_input_is_left_unread()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox
            .Shell("""printf 'still here' | { "$M" file --no-wait; s=$?; cat; exit $s; }""").RunAsync();

        result.AssertStatus(2);
        Assert.Equal("still here", result.Output);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task With_no_wait_it_ends_while_its_input_is_still_open()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        using RunningProgram writer = _sandbox.Mutx("file", "--no-wait").Start();

        (await writer.WaitAsync()).AssertError(2);
    }

    [Theory]
    [InlineData("-t", "500")]
    [InlineData("-t500")]
    [InlineData("--timeout=500ms")]
    [InlineData("--timeout", "500")]
    public async Task A_timeout_waits_that_long_and_ends_with_status_2(params string[] options)
    {
        _sandbox.Files.Write("file", "old");
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx(["file", .. options]).Input("new").RunAsync();

        result.AssertError(2, "file", OwnPid, "500ms");
        Assert.InRange(result.Elapsed, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20));
        Assert.Equal("old", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task The_timeout_of_the_environment_counts_where_no_option_is_given()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx("file").With("MUTX_TIMEOUT", "300ms").Input("new").RunAsync();

        result.AssertError(2, OwnPid, "300ms");
        (await _sandbox.Mutx("file", "--timeout", "0").With("MUTX_TIMEOUT", "1h").Input("new").RunAsync()).AssertError(2);
        (await _sandbox.Mutx("file", "--no-wait").With("MUTX_TIMEOUT", "1h").Input("new").RunAsync()).AssertError(2);
    }

    [Fact]
    public async Task A_bad_timeout_in_the_environment_is_an_error_that_names_it()
    {
        ProgramResult result = await _sandbox.Mutx("file").With("MUTX_TIMEOUT", "soon").Input("new").RunAsync();

        result.AssertError(1, "MUTX_TIMEOUT", "soon");
        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData]
    [InlineData("--timeout", "1m")]
    public async Task A_waiter_says_what_it_waits_for_and_goes_on_when_the_holder_lets_go(params string[] options)
    {
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx(["file", .. options]).Start();
        await writer.FeedToEndAsync("new"u8.ToArray());

        await writer.ErrorContains("\n");
        string notice = writer.ErrorSoFar;
        held.Dispose();
        ProgramResult result = await writer.WaitAsync();

        result.AssertStatus(0);
        Assert.Contains("file", notice);
        Assert.Contains(OwnPid, notice);
        Assert.Contains("Ctrl-C", notice);
        Assert.Equal(options.Length > 0, notice.Contains("left of"));
        Assert.True(result.Error.Length > notice.Length, "the outcome is told in a line of its own");
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task A_quiet_waiter_says_nothing()
    {
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx("file", "-q").Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(held.Path);

        // Long enough for the notice to come if it were to come at all; being shorter could only hide a defect.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        held.Dispose();

        (await writer.WaitAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_waiter_looks_at_the_target_again_when_it_has_the_lock()
    {
        _sandbox.Files.Write("file", "old");
        _sandbox.Files.Write("secret", "secret");
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx("file").Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(held.Path);
        File.Delete(_sandbox.Files["file"]);
        File.CreateSymbolicLink(_sandbox.Files["file"], "secret");

        held.Dispose();

        (await writer.WaitAsync()).AssertStatus(1);
        Assert.Equal("secret", _sandbox.Files.Read("secret"));
        Assert.Equal("secret", new FileInfo(_sandbox.Files["file"]).LinkTarget);
        _sandbox.Files.AssertEntries("file", "secret");
    }

    [Fact]
    public async Task A_lock_file_that_is_removed_while_one_waits_does_not_split_the_lock()
    {
        _sandbox.Files.Write("file", "old");
        ForeignLock first = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx("file", "-q").Start();
        await writer.FeedToEndAsync("new"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(first.Path);
        File.Delete(first.Path);
        ForeignLock second = _sandbox.HoldLockOf("file");

        first.Dispose();

        // The one that waited got a lock on a file that is no longer there; it has to line up behind the new one.
        await ProcLocks.SomeoneWaitsFor(second.Path);
        Assert.Equal("old", _sandbox.Files.Read("file"));
        second.Dispose();
        (await writer.WaitAsync()).AssertSilentSuccess();
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task It_counts_even_where_the_runtime_is_told_not_to_lock_files()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx("file", "--no-wait")
            .With("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1").Input("x").RunAsync();

        result.AssertError(2);
    }

    [Fact]
    public async Task The_lock_of_util_linux_flock_excludes_mutx_and_the_other_way_round()
    {
        Need.Package("flock", "util-linux");
        Directory.CreateDirectory(_sandbox.LockDirectory);
        string lockFile = _sandbox.LockFileOf("file");

        ProgramResult refused = await _sandbox.Run("flock", lockFile, NativeProgram.Path, "file", "--no-wait").Input("x").RunAsync();
        ProgramResult other = await _sandbox
            .Mutx("file", "--", "sh", "-c", "flock -n \"$1\" true; echo $?", "sh", lockFile).RunAsync();

        refused.AssertError(2);
        other.AssertStatus(0);
        Assert.Equal("1\n", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task The_holder_is_named_by_its_command_too()
    {
        Need.Package("flock", "util-linux");
        Directory.CreateDirectory(_sandbox.LockDirectory);
        using RunningProgram holder = _sandbox.Run("flock", _sandbox.LockFileOf("file"), "-c", "echo held; cat").Start();
        await holder.OutputContains("held");

        ProgramResult result = await _sandbox.Mutx("file", "--no-wait").Input("x").RunAsync();

        result.AssertError(2, "flock");
    }

    [Fact]
    public async Task A_free_lock_costs_no_word_even_with_a_timeout()
    {
        (await _sandbox.Mutx("file", "-t", "5s").Input("x").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "-t", "5s", "--max-poll-interval", "100").Input("x").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task The_lock_is_free_once_the_program_has_ended()
    {
        (await _sandbox.Mutx("file").Input("x").RunAsync()).AssertSilentSuccess();

        Assert.True(File.Exists(_sandbox.LockFileOf("file")));
        Assert.True(ForeignLock.IsFree(_sandbox.LockFileOf("file")));
    }
}
