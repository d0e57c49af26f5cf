using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class FileLockTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLockOptions _options;

    public FileLockTests() => _options = new FileLockOptions { Directory = _files["locks"] };

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_second_try_gets_nothing_until_the_first_is_released()
    {
        FileLock first = new(_files["file"], _options);
        FileLock second = new(_files["file"], _options);
        using (FileLockHandle? held = first.TryAcquire())
        {
            Assert.NotNull(held);
            Assert.Null(second.TryAcquire());
            Assert.Null(second.TryAcquire(LockMode.Shared));
        }

        using FileLockHandle? then = second.TryAcquire();
        Assert.NotNull(then);
    }

    [Fact]
    public void Shared_holders_share_and_keep_an_exclusive_one_out()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle one = fileLock.Acquire(LockMode.Shared);
        using FileLockHandle two = fileLock.Acquire(LockMode.Shared);
        Assert.Null(fileLock.TryAcquire());
        one.Dispose();
        Assert.Null(fileLock.TryAcquire());
        two.Dispose();
        using FileLockHandle? alone = fileLock.TryAcquire();
        Assert.NotNull(alone);
    }

    [Fact]
    public async Task A_waiter_gets_the_lock_when_it_is_released_by_thread_and_by_task_alike()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> task = fileLock.AcquireAsync().AsTask();
        Task<FileLockHandle> thread = Task.Factory.StartNew(
            () => fileLock.Acquire(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.False(task.IsCompleted);
        held.Dispose();
        FileLockHandle first = await (await Task.WhenAny(task, thread)).WaitAsync(Eventually.Deadline);
        Assert.True(first.Waited > TimeSpan.Zero);
        first.Dispose();
        (await task.WaitAsync(Eventually.Deadline)).Dispose();
        (await thread.WaitAsync(Eventually.Deadline)).Dispose();
    }

    [Fact]
    public async Task Not_getting_it_is_null_by_try_and_an_error_by_name_otherwise()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        TimeSpan brief = TimeSpan.FromMilliseconds(30);
        CancellationToken none = TestContext.Current.CancellationToken;

        Assert.Null(fileLock.TryAcquire(timeout: brief, cancellationToken: none));
        Assert.Null(await fileLock.TryAcquireAsync(timeout: brief, cancellationToken: none));
        Assert.Throws<LockTimeoutException>(() => fileLock.Acquire(timeout: brief, cancellationToken: none));
        LockTimeoutException late = await Assert.ThrowsAsync<LockTimeoutException>(
            async () => await fileLock.AcquireAsync(timeout: brief, cancellationToken: none));
        LockUnavailableException atOnce = await Assert.ThrowsAsync<LockUnavailableException>(
            async () => await fileLock.AcquireAsync(timeout: TimeSpan.Zero, cancellationToken: none));
        foreach (MutxException e in new MutxException[] { late, atOnce })
        {
            Assert.Contains(_files["file"], e.Message, StringComparison.Ordinal);
            Assert.Contains(fileLock.LockFile, e.Message, StringComparison.Ordinal);
            Assert.NotNull(e.Hint);
        }

        Assert.Contains("30ms", late.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId} ", atOnce.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0001)]
    [InlineData(20)]
    public async Task A_timeout_however_small_ends_the_wait(double milliseconds)
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        TimeSpan timeout = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Null(fileLock.TryAcquire(timeout: timeout, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Null(await fileLock.TryAcquireAsync(timeout: timeout, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_timeout_beyond_the_longest_timer_waits_and_doesnt_overflow()
    {
        FileLock fileLock = new(_files["file"], _options);
        foreach (TimeSpan timeout in new[] { TimeSpan.FromMilliseconds((double)int.MaxValue * 3), TimeSpan.MaxValue, Timeout.InfiniteTimeSpan })
        {
            FileLockHandle held = fileLock.Acquire();
            Task<FileLockHandle?> waiting = fileLock.TryAcquireAsync(timeout: timeout).AsTask();
            Task<FileLockHandle?> blocked = Task.Factory.StartNew(
                () => fileLock.TryAcquire(timeout: timeout), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            held.Dispose();
            foreach (Task<FileLockHandle?> each in new[] { await Task.WhenAny(waiting, blocked), waiting, blocked })
            {
                FileLockHandle? got = await each.WaitAsync(Eventually.Deadline);
                Assert.NotNull(got);
                got.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_negative_timeout_is_an_argument_error_before_anything_is_touched()
    {
        FileLock fileLock = new(_files["file"], _options);
        TimeSpan negative = TimeSpan.FromMilliseconds(-2);
        Assert.Throws<ArgumentOutOfRangeException>(() => fileLock.TryAcquire(timeout: negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => fileLock.Acquire(timeout: negative));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await fileLock.TryAcquireAsync(timeout: negative));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await fileLock.AcquireAsync(timeout: negative));
        _files.AssertEntries();
    }

    [Fact]
    public async Task A_token_cancelled_before_is_told_without_touching_the_disk()
    {
        FileLock fileLock = new(_files["file"], _options);
        CancellationToken cancelled = new(canceled: true);
        Assert.Throws<OperationCanceledException>(() => fileLock.TryAcquire(cancellationToken: cancelled));
        Assert.True(fileLock.TryAcquireAsync(cancellationToken: cancelled).IsCanceled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await fileLock.AcquireAsync(cancellationToken: cancelled));
        _files.AssertEntries();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_with_the_callers_token_and_the_lock_stays_with_its_holder()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        using CancellationTokenSource source = new();
        Task<FileLockHandle> task = fileLock.AcquireAsync(cancellationToken: source.Token).AsTask();
        Task<FileLockHandle> thread = Task.Factory.StartNew(
            () => fileLock.Acquire(cancellationToken: source.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await ProcLocks.SomeoneWaitsFor(fileLock.LockFile);
        await source.CancelAsync();
        foreach (Task<FileLockHandle> each in new[] { task, thread })
        {
            OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => each.WaitAsync(Eventually.Deadline));
            Assert.Equal(source.Token, e.CancellationToken);
        }

        held.EnsureHeld();
        Assert.Null(fileLock.TryAcquire());
    }

    [Fact]
    public void Disposing_twice_or_late_doesnt_release_anothers_lock()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle first = fileLock.Acquire();
        first.Dispose();
        using FileLockHandle second = fileLock.Acquire();
        first.Dispose();
        Assert.Null(fileLock.TryAcquire());
        Assert.Throws<ObjectDisposedException>(first.EnsureHeld);
        Assert.Throws<ObjectDisposedException>(first.Downgrade);
    }

    [Fact]
    public void A_handle_out_of_reach_holds_its_lock_on_and_says_so()
    {
        RecordingLogger logger = new();
        FileLock fileLock = new(_files["file"], _options with { Logger = logger });
        AcquireAndForget(fileLock);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Null(fileLock.TryAcquire());
        Assert.Contains(logger.Entries, entry => entry.Id == 5 && entry.Message.Contains(fileLock.LockFile, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lock_that_is_made_shared_lets_readers_in_and_keeps_writers_out()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        Assert.Null(fileLock.TryAcquire(LockMode.Shared));
        held.Downgrade();
        Assert.Equal(LockMode.Shared, held.Mode);
        held.Downgrade();
        using (FileLockHandle? reader = fileLock.TryAcquire(LockMode.Shared))
        {
            Assert.NotNull(reader);
        }

        Assert.Null(fileLock.TryAcquire());
        held.EnsureHeld();
        held.Dispose();
        fileLock.Acquire(timeout: TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task A_reader_who_waits_gets_in_when_the_writer_becomes_a_reader()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> reader = fileLock.AcquireAsync(LockMode.Shared).AsTask();
        held.Downgrade();
        (await reader.WaitAsync(Eventually.Deadline)).Dispose();
    }

    [Fact]
    public void A_lock_whose_file_was_removed_by_force_is_lost()
    {
        FileLock fileLock = new(_files["file"], _options);
        using FileLockHandle held = fileLock.Acquire();
        held.EnsureHeld();
        File.Delete(fileLock.LockFile);
        CancellationToken lost = held.LockLost;
        Assert.False(lost.IsCancellationRequested);
        Assert.Equal(MutxError.LockLost, Assert.Throws<LockLostException>(held.EnsureHeld).Error);
        Assert.True(lost.IsCancellationRequested);
        Assert.True(held.LockLost.IsCancellationRequested);
        Assert.Null(held.FencingToken);
    }

    [Fact]
    public void A_lock_that_was_lost_is_lost_for_good_and_told_once_also_to_who_asks_late()
    {
        RecordingLogger logger = new();
        FileLock fileLock = new(_files["file"], _options with { Logger = logger });
        using FileLockHandle held = fileLock.Acquire();
        File.Move(fileLock.LockFile, _files["aside"]);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        File.Move(_files["aside"], fileLock.LockFile);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        Assert.True(held.LockLost.IsCancellationRequested);
        Assert.Single(logger.Entries, entry => entry.Message.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public void A_release_is_no_loss()
    {
        FileLockHandle held = new FileLock(_files["file"], _options).Acquire();
        CancellationToken lost = held.LockLost;
        held.Dispose();
        Assert.False(lost.IsCancellationRequested);
    }

    [Fact]
    public void A_link_to_nothing_is_followed_where_links_are_and_the_file_it_names_is_created()
    {
        File.CreateSymbolicLink(_files["link"], "real");
        FileLockOptions following = new() { LockFile = _files["link"], FollowSymlinks = true };
        using (FileLockHandle held = new FileLock(_files["file"], following).Acquire())
        {
            held.EnsureHeld();
            Assert.Null(new FileLock(_files["other"], new FileLockOptions { LockFile = _files["real"] }).TryAcquire());
            File.Delete(_files["link"]);
            File.CreateSymbolicLink(_files["link"], "elsewhere");
            Assert.Throws<LockLostException>(held.EnsureHeld);
        }

        Assert.Equal(0, new FileInfo(_files["real"]).Length);
        _files.AssertEntries("link", "real");
    }

    [Fact]
    public void A_lock_file_keeps_its_content_mode_and_inode_over_a_hundred_cycles()
    {
        string file = _files.Write("custom.lock", "do not touch");
        _files.SetMode("custom.lock", "640");
        FileState before = FileState.Of(file);
        FileLock fileLock = new(_files["file"], new FileLockOptions { LockFile = file });
        for (int i = 0; i < 100; i++)
        {
            fileLock.Acquire(i % 2 == 0 ? LockMode.Exclusive : LockMode.Shared).Dispose();
        }

        Assert.Equal(before, FileState.Of(file));
        Assert.Equal("do not touch", _files.Read("custom.lock"));
    }

    [Fact]
    public async Task A_waiter_on_a_lock_file_that_is_removed_meanwhile_gets_the_lock_on_the_new_one()
    {
        FileLock fileLock = new(_files["file"], _options);
        FileLockHandle held = fileLock.Acquire();
        Task<FileLockHandle> waiting = fileLock.AcquireAsync().AsTask();
        await ProcLocks.SomeoneWaitsFor(fileLock.LockFile);
        File.Delete(fileLock.LockFile);
        using ForeignLock newcomer = new(fileLock.LockFile);
        held.Dispose();
        Assert.False(waiting.IsCompleted);
        newcomer.Dispose();
        using FileLockHandle got = await waiting.WaitAsync(Eventually.Deadline);
        got.EnsureHeld();
    }

    [Fact]
    public void A_named_lock_is_one_for_every_provider_of_its_directory_and_another_for_every_name()
    {
        FileLockProvider provider = new(_files["locks"]);
        using ILockHandle held = provider.Get("deploy").Acquire();
        Assert.Null(FileLock.Named("deploy", _options).TryAcquire());
        foreach (string other in new[] { "Deploy", "deploy ", "de/ploy", "a\nb", new string('x', 300), "ünïcödé 😀" })
        {
            using ILockHandle? free = provider.Get(other).TryAcquire();
            Assert.NotNull(free);
        }

        Assert.Throws<ArgumentException>(() => provider.Get(""));
        Assert.Throws<ArgumentException>(() => provider.Get("a\0b"));
    }

    private static void AcquireAndForget(FileLock fileLock) => _ = fileLock.Acquire();
}
