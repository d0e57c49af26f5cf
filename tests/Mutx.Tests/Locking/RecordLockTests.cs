using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Testing;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class RecordLockTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLock _table;

    public RecordLockTests() => _table = new FileLock(_files["table"], new FileLockOptions { Directory = _files["locks"] });

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Records_exclude_themselves_and_not_each_other()
    {
        using ILockHandle one = _table.Record("1").Acquire();
        using ILockHandle two = _table.Record("2").Acquire();
        Assert.Null(_table.Record("1").TryAcquire());
        Assert.Null(_table.Record("2").TryAcquire(LockMode.Shared));
        Assert.NotEqual(one.Path, two.Path);
    }

    [Fact]
    public void An_exclusive_lock_on_the_whole_excludes_every_record_and_the_other_way_round()
    {
        using (_table.Acquire())
        {
            Assert.Null(_table.Record("1").TryAcquire());
            Assert.Throws<LockUnavailableException>(() => _table.Record("1").Acquire(timeout: TimeSpan.Zero));
        }

        using ILockHandle record = _table.Record("1").Acquire(LockMode.Shared);
        Assert.Null(_table.TryAcquire());
        _table.Acquire(LockMode.Shared, TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task Those_who_wait_for_a_record_behind_the_whole_are_served_in_the_order_they_came()
    {
        const int Count = 20;
        var served = new List<int>();
        ILockHandle whole = _table.Acquire();
        Task[] waiting = [.. Enumerable.Range(0, Count).Select(Wait)];
        await whole.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Count), served);

        async Task Wait(int number)
        {
            ILockHandle record = await _table.Record("1").AcquireAsync();
            served.Add(number);
            await record.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_record_that_isnt_obtained_leaves_the_whole_free()
    {
        ILockHandle held = _table.Record("1").Acquire();
        Assert.Null(await _table.Record("1").TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(20)));
        await Assert.ThrowsAsync<LockTimeoutException>(
            async () => await _table.Record("1").AcquireAsync(timeout: TimeSpan.FromMilliseconds(20)));
        Assert.Throws<LockTimeoutException>(() => _table.Record("1").Acquire(timeout: TimeSpan.FromMilliseconds(20)));
        await held.DisposeAsync();
        _table.Acquire(timeout: TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task A_waiter_for_a_record_gets_it()
    {
        ILockHandle held = await _table.Record("1").AcquireAsync();
        held.EnsureHeld();
        Task<ILockHandle> waiting = _table.Record("1").AcquireAsync().AsTask();
        Assert.True(await _table.Record("1").IsLockedAsync());
        Assert.False(await _table.Record("2").IsLockedAsync());
        held.Dispose();
        using ILockHandle got = await waiting.WaitAsync(Eventually.Deadline);
        got.EnsureHeld();
    }

    [Fact]
    public async Task Every_record_is_locked_while_the_whole_is_and_none_by_a_shared_lock_on_it()
    {
        ILock record = _table.Record("1");
        ILock inner = record.Record("a");
        using (_table.Acquire())
        {
            Assert.True(await record.IsLockedAsync());
            Assert.True(await record.IsLockedAgainstAsync(LockMode.Shared));
            Assert.True(await inner.IsLockedAsync());
        }

        using ILockHandle another = _table.Record("2").Acquire();
        using FileLockHandle shared = _table.Acquire(LockMode.Shared);
        Assert.False(await record.IsLockedAsync());
        using ILockHandle held = record.Acquire(LockMode.Shared);
        Assert.True(await record.IsLockedAsync());
        Assert.False(await record.IsLockedAgainstAsync(LockMode.Shared));
        Assert.False(await inner.IsLockedAsync());
    }

    [Fact]
    public async Task That_holds_for_the_locks_of_any_provider()
    {
        var provider = new MemoryLockProvider();
        var record = new RecordLock(provider.Get("table"), provider.Get("record"));
        using (provider.Get("table").Acquire(LockMode.Shared, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.False(await record.IsLockedAsync(TestContext.Current.CancellationToken));
        }

        using (provider.Get("table").Acquire(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.True(await record.IsLockedAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("line\nbreak")]
    [InlineData("ünïcödé 😀")]
    public void A_record_may_have_any_name_and_its_lock_stays_in_the_directory(string record)
    {
        using ILockHandle held = _table.Record(record).Acquire();
        Assert.Equal(Path.GetDirectoryName(_table.LockFile), Path.GetDirectoryName(held.Path));
        using ILockHandle longer = _table.Record(string.Concat(Enumerable.Repeat(record, 100))).Acquire();
        Assert.NotEqual(held.Path, longer.Path);
    }

    [Fact]
    public void Records_have_records()
    {
        using ILockHandle cell = ((ILock)_table).Record("row").Record("column").Acquire();
        Assert.Null(_table.Record("row").TryAcquire());
        Assert.Null(_table.TryAcquire());
        _table.Record("other").Acquire(timeout: TimeSpan.Zero).Dispose();
    }
}
