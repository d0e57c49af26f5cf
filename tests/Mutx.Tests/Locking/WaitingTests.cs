using System.Collections.Concurrent;
using System.Diagnostics;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class WaitingTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLockOptions _options;

    public WaitingTests() => _options = new FileLockOptions { Directory = _files["locks"] };

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_hundred_tasks_are_served_in_the_order_they_came_by_one_kernel_waiter()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        ConcurrentQueue<int> served = new();
        var tasks = new List<Task>();
        for (int i = 0; i < 100; i++)
        {
            tasks.Add(UseInTurn(fileLock, served, i));
        }

        await ProcLocks.SomeoneWaitsFor(fileLock.LockFile);
        Assert.Equal(1, Waiters(fileLock.LockFile));
        held.Dispose();
        await Task.WhenAll(tasks).WaitAsync(Eventually.Deadline);
        Assert.Equal(Enumerable.Range(0, 100), served);
    }

    [Fact]
    public async Task A_shared_waiter_keeps_its_place_between_exclusive_ones()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        ConcurrentQueue<int> served = new();
        LockMode[] modes = [LockMode.Exclusive, LockMode.Shared, LockMode.Exclusive, LockMode.Shared, LockMode.Exclusive];
        Task[] tasks = [.. modes.Select((mode, i) => UseInTurn(fileLock, served, i, mode))];
        held.Dispose();
        await Task.WhenAll(tasks).WaitAsync(Eventually.Deadline);
        Assert.Equal(Enumerable.Range(0, modes.Length), served);
    }

    [Fact]
    public async Task Nobody_overtakes_those_who_wait()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> first = fileLock.AcquireAsync().AsTask();
        Task<FileLockHandle> second = fileLock.AcquireAsync().AsTask();
        held.Dispose();
        FileLockHandle one = await first.WaitAsync(Eventually.Deadline);
        Task<FileLockHandle> newcomer = fileLock.AcquireAsync().AsTask();
        one.Dispose();
        FileLockHandle two = await second.WaitAsync(Eventually.Deadline);
        Assert.False(newcomer.IsCompleted);
        two.Dispose();
        (await newcomer.WaitAsync(Eventually.Deadline)).Dispose();
    }

    [Fact]
    public async Task Five_thousand_races_of_grant_against_cancel_leave_the_lock_free_and_no_descriptor_open()
    {
        FileLock fileLock = new(_files["file"], _options);
        fileLock.Acquire().Dispose();
        int granted = 0;
        int cancelled = 0;

        // The cancellation is held back longer after each race it won and less after each it lost, and the release where that isn't
        // enough: that keeps them close.
        int handicap = 1000;
        for (int i = 0; i < 5000; i++)
        {
            FileLockHandle held = fileLock.Acquire(timeout: Eventually.Deadline);
            using CancellationTokenSource source = new();
            Task<FileLockHandle> waiting = fileLock.AcquireAsync(cancellationToken: source.Token).AsTask();

            // On threads of their own: those of the pool may all be taken by other tests.
            Task release = OnItsOwnThread(() =>
            {
                Thread.SpinWait(Math.Max(0, -handicap));
                held.Dispose();
            });
            Task cancel = OnItsOwnThread(() =>
            {
                Thread.SpinWait(Math.Max(0, handicap));
                source.Cancel();
            });
            try
            {
                (await waiting.WaitAsync(Eventually.Deadline)).Dispose();
                granted++;
                handicap -= 50;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                handicap += 50;
            }

            await Task.WhenAll(release, cancel);
        }

        Assert.Equal(5000, granted + cancelled);
        Assert.True(granted > 500 && cancelled > 500, $"granted {granted}, cancelled {cancelled}: that was no race");
        await Eventually.IsTrue(() => OpenDescriptors(fileLock.LockFile) == 0, "no descriptor of the lock file is open");
        fileLock.Acquire(timeout: TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task Those_who_gave_up_behind_a_long_wait_leave_nothing_in_the_queue()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> patient = fileLock.AcquireAsync().AsTask();
        List<WeakReference> impatient = await GiveUp(fileLock, 50);

        // The runtime may keep the last one alive a little longer.
        await Eventually.IsTrue(
            () =>
            {
                GC.Collect();
                return impatient.Count(each => each.IsAlive) <= 1;
            },
            "nothing is left of those who gave up");
        held.Dispose();
        (await patient.WaitAsync(Eventually.Deadline)).Dispose();
    }

    [Fact]
    public async Task Who_stands_behind_one_that_gave_up_is_served_though_of_another_mode()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle reader = fileLock.Acquire(LockMode.Shared);
        using CancellationTokenSource source = new();
        Task<FileLockHandle> writer = fileLock.AcquireAsync(cancellationToken: source.Token).AsTask();
        Task<FileLockHandle> behind = fileLock.AcquireAsync(LockMode.Shared).AsTask();
        await ProcLocks.SomeoneWaitsFor(fileLock.LockFile);
        Assert.False(behind.IsCompleted);
        await source.CancelAsync();
        (await behind.WaitAsync(Eventually.Deadline)).Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer);
    }

    [Fact]
    public async Task Whoever_waits_is_told_when_the_lock_file_becomes_unusable()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle>[] waiting = [fileLock.AcquireAsync().AsTask(), fileLock.AcquireAsync().AsTask()];
        await ProcLocks.SomeoneWaitsFor(fileLock.LockFile);
        File.Delete(fileLock.LockFile);
        Directory.CreateDirectory(fileLock.LockFile);
        held.Dispose();
        foreach (Task<FileLockHandle> each in waiting)
        {
            MutxException e = await Assert.ThrowsAsync<MutxException>(() => each.WaitAsync(Eventually.Deadline));
            Assert.Equal(MutxError.UnusableLockFile, e.Error);
        }
    }

    [Fact]
    public async Task Observers_are_told_of_a_wait_once_and_of_its_end_once()
    {
        RecordingObserver observer = new();
        FileLock fileLock = new(_files["file"], _options with { WaitObserver = observer, Fair = true });
        fileLock.Acquire().Dispose();
        Assert.Null(fileLock.TryAcquire(timeout: TimeSpan.Zero) is { } free ? Released(free) : null);
        Assert.Empty(observer.Events);

        FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> waiting = fileLock.AcquireAsync().AsTask();
        Task<FileLockHandle?> late = fileLock.TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(20)).AsTask();
        Assert.Null(await late);
        held.Dispose();
        (await waiting.WaitAsync(Eventually.Deadline)).Dispose();
        Assert.Equal(["waiting", "waiting", "TimedOut", "Acquired"], observer.Events);
    }

    [Fact]
    public async Task Telemetry_counts_and_measures_what_happens_to_locks()
    {
        using Instruments instruments = new();
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        using CancellationTokenSource source = new();
        Task<FileLockHandle> cancelled = fileLock.AcquireAsync(cancellationToken: source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Null(fileLock.TryAcquire());
        Task<FileLockHandle> waiting = fileLock.AcquireAsync().AsTask();
        held.Dispose();
        (await waiting.WaitAsync(Eventually.Deadline)).Dispose();

        // Other tests lock at the same time: at least as much as happened here.
        Assert.True(instruments["mutx.lock.acquired"] >= 2);
        Assert.True(instruments["mutx.lock.waited"] >= 1);
        Assert.True(instruments["mutx.lock.abandoned"] >= 1);
        Assert.True(instruments["mutx.lock.timed_out"] >= 1);
        Assert.True(instruments["mutx.lock.wait"] >= 1);
        Assert.True(instruments["mutx.lock.hold"] >= 2);
        Assert.Contains(instruments.Activities, a => a.OperationName == "mutx.lock.wait" && a.Status == ActivityStatusCode.Ok
            && (string?)a.GetTagItem("mutx.resource") == _files["file"]);
    }

    private static object? Released(FileLockHandle handle)
    {
        handle.Dispose();
        return null;
    }

    private static async Task<List<WeakReference>> GiveUp(FileLock fileLock, int count)
    {
        var references = new List<WeakReference>();
        for (int i = 0; i < count; i++)
        {
            using CancellationTokenSource source = new();
            Task<FileLockHandle> task = fileLock.AcquireAsync(cancellationToken: source.Token).AsTask();
            references.Add(new WeakReference(source));
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        return references;
    }

    private static async Task UseInTurn(FileLock fileLock, ConcurrentQueue<int> served, int number, LockMode mode = LockMode.Exclusive)
    {
        await using FileLockHandle held = await fileLock.AcquireAsync(mode);
        served.Enqueue(number);
    }

    private static int Waiters(string lockFile) =>
        File.ReadAllLines("/proc/locks").Count(line => line.Contains("->") && line.Contains($":{FileState.Of(lockFile).Inode} "));

    private static int OpenDescriptors(string path) =>
        Directory.GetFiles("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget == path);

    private static Task OnItsOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
