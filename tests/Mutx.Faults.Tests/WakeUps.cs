using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Faults.Tests;

/// <summary>Which thread waits in the kernel, and which goes on when it has the lock: each waking of another one costs.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "What may be cancelled waits in another way.")]
public sealed class WakeUps : IDisposable
{
    private readonly Workplace _place = new();
    private readonly ConcurrentQueue<int> _blocked = new();
    private readonly FileLock _lock;
    private readonly FileLock _others;

    public WakeUps()
    {
        var options = new FileLockOptions { LockFile = _place.LockFile };
        _others = new FileLock(_place.Target, options);
        var disk = new FaultDisk(Disk.Current)
        {
            Before = call =>
            {
                if (call.Step == nameof(Disk.Lock))
                {
                    _blocked.Enqueue(Environment.CurrentManagedThreadId);
                }
            },
        };
        _lock = new FileLock(disk, _place.Target, options);
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_caller_who_blocks_for_as_long_as_it_takes_waits_in_the_kernel_itself()
    {
        FileLockHandle held = _others.Acquire();
        int caller = 0;
        var thread = new Thread(() =>
        {
            caller = Environment.CurrentManagedThreadId;
            _lock.Acquire().Dispose();
        });
        thread.Start();
        await ProcLocks.SomeoneWaitsFor(_place.LockFile);
        held.Dispose();
        Assert.True(thread.Join(Eventually.Deadline));
        Assert.Equal([caller], _blocked);
        Assert.True(_place.IsLockFree);
    }

    [Fact]
    public async Task A_caller_who_may_give_up_does_not()
    {
        FileLockHandle held = _others.Acquire();
        using var source = new CancellationTokenSource();
        var thread = new Thread(() => Assert.ThrowsAny<OperationCanceledException>(() => _lock.Acquire(cancellationToken: source.Token)));
        thread.Start();
        await ProcLocks.SomeoneWaitsFor(_place.LockFile);
        source.Cancel();
        Assert.True(thread.Join(Eventually.Deadline));
        Assert.DoesNotContain(thread.ManagedThreadId, _blocked);
        held.Dispose();
        await Eventually.IsTrue(() => _place.IsLockFree, "nobody holds the lock");
    }

    [Fact]
    public async Task What_the_last_in_line_goes_on_with_runs_on_the_thread_that_waited()
    {
        FileLockHandle held = _others.Acquire();
        Task<int> waiting = ThreadThatGoesOn(_lock);
        await ProcLocks.SomeoneWaitsFor(_place.LockFile);
        held.Dispose();
        int thread = await waiting.WaitAsync(Eventually.Deadline);
        Assert.Equal([thread], _blocked);
    }

    [Fact]
    public async Task Whoever_goes_on_holds_up_nobody_behind()
    {
        FileLockHandle held = _others.Acquire();
        using var secondIsServed = new ManualResetEventSlim();
        using var thirdIsServed = new ManualResetEventSlim();
        Task first = BlockAfterwards(_lock, secondIsServed);
        Task second = BlockAfterwards(_lock, thirdIsServed, secondIsServed);
        await ProcLocks.SomeoneWaitsFor(_place.LockFile);
        held.Dispose();
        Assert.True(await Task.Run(() => secondIsServed.Wait(Eventually.Deadline)));

        // The second was the last in line: what it goes on with blocks the thread that has waited for it.
        FileLockHandle again = _others.Acquire(timeout: Eventually.Deadline);
        Task<int> third = ThreadThatGoesOn(_lock);
        await ProcLocks.SomeoneWaitsFor(_place.LockFile);
        again.Dispose();
        await third.WaitAsync(Eventually.Deadline);
        thirdIsServed.Set();
        await Task.WhenAll(first, second).WaitAsync(Eventually.Deadline);
        Assert.True(_place.IsLockFree);
    }

    [Fact]
    public async Task What_a_cancelled_caller_goes_on_with_does_not_run_inside_of_cancel()
    {
        using FileLockHandle held = _others.Acquire();
        using var source = new CancellationTokenSource();
        Task<int> waiting = ThreadThatIsCancelled(_lock, source.Token);
        int canceller = await Task.Factory.StartNew(
            () =>
            {
                source.Cancel();
                return Environment.CurrentManagedThreadId;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.NotEqual(canceller, await waiting.WaitAsync(Eventually.Deadline));
    }

    private static async Task<int> ThreadThatGoesOn(FileLock fileLock)
    {
        using FileLockHandle held = await fileLock.AcquireAsync().ConfigureAwait(false);
        return Environment.CurrentManagedThreadId;
    }

    private static async Task BlockAfterwards(FileLock fileLock, ManualResetEventSlim until, ManualResetEventSlim? served = null)
    {
        (await fileLock.AcquireAsync().ConfigureAwait(false)).Dispose();
        served?.Set();
        Assert.True(until.Wait(Eventually.Deadline));
    }

    private static async Task<int> ThreadThatIsCancelled(FileLock fileLock, CancellationToken token)
    {
        try
        {
            await using FileLockHandle held = await fileLock.AcquireAsync(cancellationToken: token).ConfigureAwait(false);
            throw new InvalidOperationException("somebody else holds the lock");
        }
        catch (OperationCanceledException)
        {
            return Environment.CurrentManagedThreadId;
        }
    }
}
