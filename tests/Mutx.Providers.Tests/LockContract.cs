using System.Collections.Concurrent;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Providers.Tests;

/// <summary>
/// What every provider promises, run against each of them. "Another process" is a second provider over the same server, directory or
/// memory: no provider shares anything with another but that.
/// </summary>
public abstract class LockContract : IAsyncLifetime
{
    private const int Tasks = 100;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    private readonly List<IDisposable> _created = [];
    private readonly string _name = $"contract {Guid.NewGuid()}";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private ILockProvider Ours { get; set; } = null!;

    private ILockProvider Theirs { get; set; } = null!;

    private bool CanShare => Ours.Capabilities.Has(LockFeatures.Shared);

    public async ValueTask InitializeAsync()
    {
        Ours = await CreateAsync();
        Theirs = await CreateAsync();
        _created.AddRange(new[] { Ours, Theirs }.OfType<IDisposable>());
    }

    public virtual ValueTask DisposeAsync()
    {
        _created.ForEach(each => each.Dispose());
        return ValueTask.CompletedTask;
    }

    /// <summary>A provider over what all providers of one test share.</summary>
    protected abstract Task<ILockProvider> CreateAsync();

    [Fact]
    public async Task One_holds_it_and_the_next_gets_it_when_it_is_released()
    {
        ILockHandle held = await Ours.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
        Assert.Equal((LockMode.Exclusive, null), (held.Mode, held.LossReason));
        held.EnsureHeld();
        Assert.True(await held.VerifyAsync(Token));
        Assert.Null(await Ours.Get(_name).TryAcquireAsync(cancellationToken: Token));
        Assert.Null(await Theirs.Get(_name).TryAcquireAsync(cancellationToken: Token));
        await using ILockHandle? another = await Theirs.Get($"{_name}'").TryAcquireAsync(cancellationToken: Token);
        Assert.NotNull(another);
        Assert.True(await Theirs.Get(_name).IsLockedAsync(Token));

        ValueTask<ILockHandle> next = Theirs.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
        Assert.Equal(LockRelease.Released, await held.ReleaseAsync());
        await using ILockHandle second = await next;
        second.EnsureHeld();
        Assert.False(held.LockLost.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(held.EnsureHeld);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await held.VerifyAsync(Token));
        Assert.Equal(LockRelease.Released, await held.ReleaseAsync());
        held.Dispose();
        Assert.Null(await Ours.Get(_name).TryAcquireAsync(cancellationToken: Token));
    }

    [Fact]
    public void The_blocking_ways_do_the_same()
    {
        using (ILockHandle held = Ours.Get(_name).Acquire(cancellationToken: Token))
        {
            held.EnsureHeld();
            Assert.Null(Theirs.Get(_name).TryAcquire(timeout: Brief, cancellationToken: Token));
        }

        using ILockHandle? again = Theirs.Get(_name).TryAcquire(timeout: Long, cancellationToken: Token);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task It_is_not_reentrant()
    {
        ILock one = Ours.Get(_name);
        await using ILockHandle held = await one.AcquireAsync(cancellationToken: Token);
        Assert.Null(await one.TryAcquireAsync(timeout: Brief, cancellationToken: Token));
    }

    [Fact]
    public async Task Who_does_not_get_it_is_told_why()
    {
        await using ILockHandle held = await Ours.Get(_name).AcquireAsync(cancellationToken: Token);
        ILock wanted = Theirs.Get(_name);
        Assert.Null(await wanted.TryAcquireAsync(timeout: Brief, cancellationToken: Token));
        Assert.Equal(MutxError.LockUnavailable, (await Assert.ThrowsAsync<LockUnavailableException>(Try(TimeSpan.Zero))).Error);
        MutxException late = await Assert.ThrowsAsync<LockTimeoutException>(Try(Brief));
        Assert.Contains(_name, late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(Try(TimeSpan.FromSeconds(-2)));

        Func<Task> Try(TimeSpan timeout) => async () => await wanted.AcquireAsync(timeout: timeout, cancellationToken: Token);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_nothing_behind()
    {
        ILockHandle held = await Ours.Get(_name).AcquireAsync(cancellationToken: Token);
        using var cancel = new CancellationTokenSource();
        ValueTask<ILockHandle> cancelled = Theirs.Get(_name).AcquireAsync(cancellationToken: cancel.Token);
        ValueTask<ILockHandle> patient = Theirs.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
        Assert.False(cancelled.IsCompleted);
        await cancel.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        Assert.Equal(cancel.Token, error.CancellationToken);
        await held.DisposeAsync();
        await (await patient).DisposeAsync();
        await (await Ours.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token)).DisposeAsync();
        Assert.False(await Ours.Get(_name).IsLockedAsync(Token));

        using var before = new CancellationTokenSource();
        await before.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ours.Get(_name).AcquireAsync(cancellationToken: before.Token));
    }

    [Fact]
    public async Task Shared_locks_go_together_and_exclude_an_exclusive_one()
    {
        ILockHandle reader = await Ours.Get(_name).AcquireAsync(LockMode.Shared, cancellationToken: Token);
        if (!CanShare)
        {
            // Then it excludes like an exclusive one, and says that it can't be shared.
            Assert.Null(await Theirs.Get(_name).TryAcquireAsync(LockMode.Shared, cancellationToken: Token));
            await reader.DisposeAsync();
            return;
        }

        Assert.Equal(LockMode.Shared, reader.Mode);
        ILockHandle other = await Theirs.Get(_name).AcquireAsync(LockMode.Shared, timeout: Long, cancellationToken: Token);
        await using (ILockHandle third = (await Ours.Get(_name).TryAcquireAsync(LockMode.Shared, cancellationToken: Token))!)
        {
            Assert.NotNull(third);
            Assert.Null(await Theirs.Get(_name).TryAcquireAsync(cancellationToken: Token));
            Assert.True(await Theirs.Get(_name).IsLockedAsync(Token));
            Assert.False(await Theirs.Get(_name).IsLockedAgainstAsync(LockMode.Shared, Token));
        }

        ValueTask<ILockHandle> writer = Theirs.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
        await reader.DisposeAsync();
        Assert.True(await other.VerifyAsync(Token));
        Assert.Equal(LockRelease.Released, await other.ReleaseAsync());
        await using ILockHandle alone = await writer;
        Assert.Null(await Ours.Get(_name).TryAcquireAsync(LockMode.Shared, cancellationToken: Token));
        Assert.True(await Ours.Get(_name).IsLockedAgainstAsync(LockMode.Shared, Token));
    }

    [Fact]
    public async Task Waiters_of_one_process_are_served_in_the_order_they_came()
    {
        if (!Ours.Capabilities.Has(LockFeatures.Fifo))
        {
            return;
        }

        ILockHandle held = await Ours.Get(_name).AcquireAsync(cancellationToken: Token);
        var order = new ConcurrentQueue<int>();
        Task[] waiting = [.. Enumerable.Range(0, 10).Select(WaitAsync)];
        await held.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(Long, Token);
        Assert.Equal(Enumerable.Range(0, 10), order);

        async Task WaitAsync(int number)
        {
            await using ILockHandle mine = await Ours.Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
            order.Enqueue(number);
        }
    }

    [Fact]
    public async Task Of_a_hundred_tasks_one_at_a_time_is_inside()
    {
        int inside = 0;
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(number => EnterAsync(number % 2 == 0 ? Ours : Theirs))).WaitAsync(Long * 4, Token);
        Assert.Equal(Tasks, done);

        async Task EnterAsync(ILockProvider provider)
        {
            await using ILockHandle held = await provider.Get(_name).AcquireAsync(timeout: Long * 4, cancellationToken: Token);
            Assert.Equal(1, Interlocked.Increment(ref inside));
            done++;
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }
    }

    [Fact]
    public async Task An_exclusive_lock_excludes_those_on_its_records_which_exclude_only_themselves()
    {
        ILock whole = Ours.Get(_name);
        await using (ILockHandle one = await whole.Record("1").AcquireAsync(cancellationToken: Token))
        {
            Assert.True(await one.VerifyAsync(Token));
            Assert.Null(await Theirs.Get(_name).Record("1").TryAcquireAsync(cancellationToken: Token));
            Assert.Null(await Theirs.Get(_name).TryAcquireAsync(cancellationToken: Token));
            if (CanShare)
            {
                await using ILockHandle? two = await Theirs.Get(_name).Record("2").TryAcquireAsync(cancellationToken: Token);
                Assert.NotNull(two);
            }

            Assert.Equal(LockRelease.Released, await one.ReleaseAsync());
        }

        await using ILockHandle all = await whole.AcquireAsync(timeout: Long, cancellationToken: Token);
        Assert.Null(await Theirs.Get(_name).Record("1").TryAcquireAsync(cancellationToken: Token));
        Assert.True(await Theirs.Get(_name).Record("1").IsLockedAsync(Token));
    }

    [Fact]
    public async Task Tokens_grow_with_each_exclusive_acquisition_where_there_are_any()
    {
        FencingToken? last = null;
        for (int i = 0; i < 6; i++)
        {
            await using ILockHandle held = await (i % 2 == 0 ? Ours : Theirs).Get(_name).AcquireAsync(timeout: Long, cancellationToken: Token);
            Assert.Equal(Ours.Capabilities.Has(LockFeatures.Fencing), held.FencingToken is not null);
            Assert.True(held.FencingToken is null || held.FencingToken > last, $"{held.FencingToken} comes after {last}");
            last = held.FencingToken;
        }

        await using ILockHandle shared = await Ours.Get(_name).AcquireAsync(LockMode.Shared, timeout: Long, cancellationToken: Token);
        Assert.True(shared.FencingToken >= last);
    }

    [Fact]
    public async Task Looking_tells_who_holds_it_and_gets_in_nobodys_way()
    {
        ILock wanted = Theirs.Get(_name);
        Assert.Empty(await wanted.InspectAsync(Token));
        await using (ILockHandle held = await Ours.Get(_name).AcquireAsync(cancellationToken: Token))
        {
            LockOwner owner = Assert.Single(await wanted.InspectAsync(Token));
            Assert.Equal((LockMode.Exclusive, held.FencingToken), (owner.Mode, owner.Token));
            Assert.NotEmpty(owner.Name);
        }

        Assert.Empty(await wanted.InspectAsync(Token));
        if (CanShare)
        {
            await using ILockHandle one = await Ours.Get(_name).AcquireAsync(LockMode.Shared, cancellationToken: Token);
            await using ILockHandle two = await Theirs.Get(_name).AcquireAsync(LockMode.Shared, cancellationToken: Token);
            Assert.All(await wanted.InspectAsync(Token), each => Assert.Equal(LockMode.Shared, each.Mode));
            Assert.NotEmpty(await wanted.InspectAsync(Token));
        }
    }

    [Theory]
    [InlineData("capitals A", "capitals a")]
    [InlineData("quote ' \" ; -- /", "quote ' \" ; --")]
    [InlineData("\ud83d\udd12", "\ud83d\udd13")]
    public async Task Any_text_is_a_name_and_another_text_another(string one, string other)
    {
        await using ILockHandle held = await Ours.Get(_name + one).AcquireAsync(cancellationToken: Token);
        Assert.Null(await Theirs.Get(_name + one).TryAcquireAsync(cancellationToken: Token));
        await using ILockHandle? second = await Theirs.Get(_name + other).TryAcquireAsync(cancellationToken: Token);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_name_may_be_long_and_not_empty()
    {
        string name = _name + new string('x', 10_000);
        await using ILockHandle held = await Ours.Get(name).AcquireAsync(cancellationToken: Token);
        Assert.Null(await Theirs.Get(name).TryAcquireAsync(cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => Ours.Get(""));
        Assert.Throws<ArgumentException>(() => Ours.Get("a\0b"));
        Assert.Throws<ArgumentException>(() => Ours.Get("a").Record(""));
    }

    [Fact]
    public async Task Between_machines_a_name_is_the_same_however_its_accents_are_composed()
    {
        if (!Ours.Capabilities.Has(LockFeatures.BetweenMachines | LockFeatures.Fencing))
        {
            return;
        }

        await using ILockHandle held = await Ours.Get($"{_name} cafe\u0301").AcquireAsync(cancellationToken: Token);
        Assert.Null(await Theirs.Get($"{_name} caf\u00e9").TryAcquireAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task What_it_can_do_is_said_and_what_it_cannot_do_is_refused()
    {
        LockCapabilities can = Ours.Capabilities;
        Assert.Equal(can, Ours.Get(_name).Capabilities);
        Assert.True(can.LossBound is null || can.ReleaseBound is null || can.LossBound < can.ReleaseBound);
        can.Require(can.Features);
        Assert.Equal(MutxError.NotSupported, Assert.Throws<MutxException>(() => can.Require(LockFeatures.DeadlockDetection)).Error);
        var service = new LockService(Ours);
        await using LockResult refused = await service.AcquireAsync(_name, new LockOptions { Require = LockFeatures.DeadlockDetection }, Token);
        Assert.False(refused.IsHeld);
        await using LockResult held = await service.AcquireAsync(_name, new LockOptions { Require = can.Features }, Token);
        Assert.True(held.IsHeld);
        Assert.Equal(LockStatus.Locked, (await service.AcquireAsync(_name, new LockOptions { Timeout = TimeSpan.Zero }, Token)).Status);
    }
}
