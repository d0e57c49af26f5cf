namespace Mutx.Processes.Tests;

/// <summary>Locks whose place changes while they are held, waited for, or between two times.</summary>
public sealed class PlaceOfALock : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private string Cached => _sandbox.LockFileOf("f");

    private string Shared => _sandbox.Files[".locks/f.lock"];

    [Fact]
    public async Task A_lock_that_is_held_in_the_cache_is_lost_as_soon_as_there_is_one_beside_the_file()
    {
        using RunningProgram holder = _sandbox.TestHost("look", "f").Start();
        await holder.OutputContains("ready");
        await holder.FeedAsync("\n");
        await holder.OutputContains("held; again not\n");

        (await _sandbox.Mutx("share", ".").RunAsync()).AssertStatus(0);
        await holder.FeedAsync("\n");

        await holder.OutputContains($"lost: the lock is lost: '{_sandbox.Files[".locks"]}' was made while it was held, and others lock there; again {Shared}\n");
        Assert.True(File.Exists(Cached));
    }

    [Fact]
    public async Task One_that_is_taken_away_is_a_loss_too_and_the_next_time_the_cache_serves()
    {
        (await _sandbox.Mutx("share", ".").RunAsync()).AssertStatus(0);
        using RunningProgram holder = _sandbox.TestHost("look", "f").Start();
        await holder.OutputContains("ready");

        Directory.Delete(_sandbox.Files[".locks"], recursive: true);
        await holder.FeedAsync("\n");

        await holder.OutputContains($"was removed or replaced while it was held; again {Cached}\n");
    }

    [Fact]
    public async Task One_that_has_no_effect_changes_nothing()
    {
        using RunningProgram holder = _sandbox.TestHost("look", "f").Start();
        await holder.OutputContains("ready");

        _sandbox.Files.MakeDirectory("elsewhere");
        File.CreateSymbolicLink(_sandbox.Files[".locks"], "elsewhere");
        await holder.FeedAsync("\n");

        await holder.OutputContains("held; again not\n");
    }

    [Fact]
    public async Task Who_gets_the_lock_after_a_wait_at_a_place_where_others_lock_no_more_does_not_hold_it()
    {
        ForeignLock held = _sandbox.HoldLockOf("f");
        using RunningProgram waiter = _sandbox.Mutx("run", "f", "-q", "--", "echo", "ran").Start();
        await ProcLocks.SomeoneWaitsFor(held.Path);

        (await _sandbox.Mutx("share", ".").RunAsync()).AssertStatus(0);
        held.Dispose();

        ProgramResult result = await waiter.WaitAsync();
        result.AssertError(2, "was made while it was held");
    }
}
