using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class FairLockTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLock _fair;
    private readonly FileLock _unfair;

    public FairLockTests()
    {
        FileLockOptions options = new() { Directory = _files["locks"] };
        _unfair = new FileLock(_files["file"], options);
        _fair = new FileLock(_files["file"], options with { Fair = true });
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task While_a_writer_waits_no_new_reader_gets_in()
    {
        FileLockHandle reader = _fair.Acquire(LockMode.Shared);
        Task<FileLockHandle> writer = _fair.AcquireAsync().AsTask();
        await ProcLocks.SomeoneWaitsFor(_fair.LockFile);

        Assert.Null(_fair.TryAcquire(LockMode.Shared));
        Task<FileLockHandle> late = _fair.AcquireAsync(LockMode.Shared).AsTask();
        await ProcLocks.SomeoneWaitsFor(_fair.LockFile + ".turn");
        using (FileLockHandle? jumper = _unfair.TryAcquire(LockMode.Shared))
        {
            // Who doesn't ask for fairness isn't held up by it, only excluded as ever.
            Assert.NotNull(jumper);
        }

        Assert.False(writer.IsCompleted);
        reader.Dispose();
        FileLockHandle written = await writer.WaitAsync(Eventually.Deadline);
        Assert.False(late.IsCompleted);
        written.Dispose();
        (await late.WaitAsync(Eventually.Deadline)).Dispose();
    }

    [Fact]
    public void Readers_who_only_try_get_in_side_by_side()
    {
        using FileLockHandle? one = _fair.TryAcquire(LockMode.Shared);
        using FileLockHandle? two = _fair.TryAcquire(LockMode.Shared);
        Assert.NotNull(one);
        Assert.NotNull(two);
        Assert.Null(_fair.TryAcquire());
    }

    [Fact]
    public async Task A_writer_that_gives_up_lets_the_readers_behind_it_in()
    {
        using FileLockHandle reader = _fair.Acquire(LockMode.Shared);
        Assert.Null(await _fair.TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(20)));
        using FileLockHandle another = _fair.Acquire(LockMode.Shared, Eventually.Deadline);
        Assert.True(ForeignLock.IsFree(_fair.LockFile + ".turn"));
    }

    [Fact]
    public async Task A_writer_gets_its_turn_among_readers_who_never_pause()
    {
        using CancellationTokenSource stop = new();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadWithoutPause(stop.Token)))];
        for (int i = 0; i < 20; i++)
        {
            (await _fair.AcquireAsync(timeout: Eventually.Deadline)).Dispose();
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void A_turnstile_of_a_lock_file_with_the_longest_name_has_a_name_that_fits()
    {
        string file = _files[new string('x', 255)];
        FileLock longest = new(_files["file"], new FileLockOptions { LockFile = file, Fair = true });
        longest.Acquire().Dispose();
        Assert.Contains(_files.Entries, name => name.EndsWith(".lock.turn", StringComparison.Ordinal));
    }

    private async Task ReadWithoutPause(CancellationToken stop)
    {
        // The next is taken before the last is given back: there is always a reader.
        FileLockHandle held = await _fair.AcquireAsync(LockMode.Shared);
        while (!stop.IsCancellationRequested)
        {
            FileLockHandle? next = await _fair.TryAcquireAsync(LockMode.Shared);
            if (next is null)
            {
                held.Dispose();
                next = await _fair.AcquireAsync(LockMode.Shared);
                held = next;
                continue;
            }

            held.Dispose();
            held = next;
        }

        held.Dispose();
    }
}
