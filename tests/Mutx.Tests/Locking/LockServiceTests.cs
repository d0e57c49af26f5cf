using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class LockServiceTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly LockService _service;
    private readonly FileLock _lock;
    private readonly LockOptions _brief = new() { Timeout = TimeSpan.FromMilliseconds(20) };

    public LockServiceTests()
    {
        FileLockOptions options = new() { Directory = _files["locks"] };
        _service = new LockService(options);
        _lock = new FileLock(_files["file"], options);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_defaults_are_as_documented()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), LockOptions.Default.Timeout);
        Assert.Equal(TimeSpan.FromMilliseconds(100), LockOptions.Default.RetryInterval);
        Assert.Equal(10, LockOptions.Default.MaxRetries);
        Assert.Equal(LockMode.Exclusive, LockOptions.Default.Type);
    }

    [Fact]
    public async Task A_free_lock_is_held_until_the_result_is_disposed()
    {
        await using (LockResult result = await _service.AcquireAsync(_files["file"]))
        {
            Assert.Equal(LockStatus.Held, result.Status);
            Assert.True(result.IsHeld);
            Assert.Equal(_lock.LockFile, result.Handle.Path);
            Assert.Empty(result.Message);
            Assert.Null(_lock.TryAcquire());
            Assert.True(await _service.IsLockedAsync(_files["file"]));
        }

        Assert.False(await _service.IsLockedAsync(_files["file"]));
    }

    [Fact]
    public async Task A_lock_without_a_feature_that_is_required_is_an_error_and_not_taken()
    {
        LockOptions fenced = new() { Require = LockFeatures.BetweenProcesses | LockFeatures.Fencing };
        LockResult result = await _service.AcquireAsync(_files["file"], fenced);
        Assert.Equal((LockStatus.Error, MutxError.NotSupported), (result.Status, result.Error!.Error));
        Assert.Contains("Fencing", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BetweenProcesses", result.Message, StringComparison.Ordinal);
        Assert.False(await _service.IsLockedAsync(_files["file"]));
        await using LockResult shared = await _service.AcquireAsync(_files["file"], new LockOptions { Require = LockFeatures.Shared });
        Assert.True(shared.IsHeld);
    }

    [Fact]
    public async Task A_held_lock_is_a_timeout_or_locked_and_the_message_tells_path_holder_and_what_to_do()
    {
        using FileLockHandle held = _lock.Acquire();
        LockResult late = await _service.AcquireAsync(_files["file"], _brief);
        LockResult atOnce = await _service.AcquireAsync(_files["file"], new LockOptions { Timeout = TimeSpan.Zero });
        Assert.Equal(LockStatus.Timeout, late.Status);
        Assert.Equal(LockStatus.Locked, atOnce.Status);
        foreach (LockResult result in new[] { late, atOnce })
        {
            Assert.False(result.IsHeld);
            Assert.Contains(_files["file"], result.Message, StringComparison.Ordinal);
            Assert.Contains($"pid {Environment.ProcessId}", result.Message, StringComparison.Ordinal);
            Assert.Contains(result.Error.Hint!, result.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<MutxException>(() => result.Require());
        }
    }

    [Fact]
    public async Task What_cant_be_locked_is_an_error_and_not_locked()
    {
        LockResult result = await _service.AcquireAsync(_files["missing/file"], _brief);
        Assert.Equal(LockStatus.Error, result.Status);
        Assert.Equal(MutxError.NotFound, result.Error!.Error);
        Assert.Contains("mkdir -p", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_may_pass_is_tried_again_as_often_as_was_asked_and_a_lasting_one_is_not()
    {
        FailingProvider passing = new(new FileLockProvider(_files["names"]), MutxError.TooManyOpenFiles, failures: 3);
        LockOptions quick = new() { RetryInterval = TimeSpan.FromMilliseconds(1), MaxRetries = 3 };
        using LockResult got = await new LockService(passing).AcquireAsync("x", quick);
        Assert.True(got.IsHeld);
        Assert.Equal(4, passing.Tries);

        FailingProvider longer = new(new FileLockProvider(_files["names"]), MutxError.TooManyOpenFiles, failures: 100);
        LockResult failed = await new LockService(longer).AcquireAsync("x", quick);
        Assert.Equal(LockStatus.Error, failed.Status);
        Assert.Equal(4, longer.Tries);

        FailingProvider lasting = new(new FileLockProvider(_files["names"]), MutxError.AccessDenied, failures: 100);
        Assert.Equal(LockStatus.Error, (await new LockService(lasting).AcquireAsync("x", quick)).Status);
        Assert.Equal(1, lasting.Tries);
    }

    [Fact]
    public async Task Work_runs_under_the_lock_and_the_lock_is_released_whatever_it_does()
    {
        int answer = await _service.WithLockAsync(_files["file"], (held, _) =>
        {
            held.EnsureHeld();
            Assert.Null(_lock.TryAcquire());
            return Task.FromResult(42);
        });
        Assert.Equal(42, answer);
        await Assert.ThrowsAsync<InvalidDataException>(
            () => _service.WithLockAsync(_files["file"], (_, _) => throw new InvalidDataException()));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => _service.WithLockAsync(_files["file"], async (_, _) =>
            {
                await Task.Yield();
                throw new InvalidDataException();
            }));
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _service.WithLockAsync(
                _files["file"],
                async (_, token) =>
                {
                    await source.CancelAsync();
                    token.ThrowIfCancellationRequested();
                },
                cancellationToken: source.Token));
        _lock.Acquire(timeout: TimeSpan.Zero).Dispose();
    }

    [Theory]
    [InlineData(LockMethod.Kernel)]
    [InlineData(LockMethod.Claim)]
    public async Task Work_whose_lock_was_lost_meanwhile_is_no_success(LockMethod method)
    {
        var service = new LockService(new FileLockOptions { Directory = _files["locks"], Method = method });
        CancellationToken lost = default;
        LockLostException e = await Assert.ThrowsAsync<LockLostException>(() => service.WithLockAsync(_files["file"], (held, _) =>
        {
            lost = held.LockLost;
            File.Delete(held.Path);
            return Task.FromResult(42);
        }));
        Assert.Contains("lost", e.Message, StringComparison.Ordinal);
        Assert.True(lost.IsCancellationRequested);
        Assert.Equal(42, await service.WithLockAsync(_files["file"], (_, _) => Task.FromResult(42)));
    }

    [Fact]
    public async Task Work_that_stops_because_its_lock_was_lost_fails_with_that()
    {
        await Assert.ThrowsAsync<LockLostException>(() => _service.WithLockAsync(_files["file"], (held, token) =>
        {
            File.Delete(held.Path);
            Assert.Throws<LockLostException>(held.EnsureHeld);
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        }));
        await Assert.ThrowsAsync<InvalidDataException>(() => _service.WithLockAsync(_files["file"], (held, _) =>
        {
            File.Delete(held.Path);
            throw new InvalidDataException();
        }));
    }

    [Fact]
    public async Task Work_that_gives_its_lock_back_early_had_it_until_then()
    {
        Assert.Equal(42, await _service.WithLockAsync(_files["file"], (held, _) =>
        {
            held.Dispose();
            return Task.FromResult(42);
        }));
    }

    [Fact]
    public async Task Work_is_not_called_where_the_lock_isnt_obtained()
    {
        using FileLockHandle held = _lock.Acquire();
        bool called = false;
        Task Work(ILockHandle handle, CancellationToken token)
        {
            called = true;
            return Task.CompletedTask;
        }

        await Assert.ThrowsAsync<LockTimeoutException>(() => _service.WithLockAsync(_files["file"], Work, _brief));
        using CancellationTokenSource source = new();
        Task cancelled = _service.WithLockAsync(_files["file"], Work, cancellationToken: source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(called);
    }

    [Fact]
    public async Task A_lock_on_the_whole_keeps_records_out_and_shared_ones_share()
    {
        LockOptions shared = _brief with { Type = LockMode.Shared };
        using (LockResult whole = await _service.AcquireAsync(_files["file"]))
        {
            Assert.Equal(LockStatus.Timeout, (await _service.AcquireAsync(_files["file"], "1", _brief)).Status);
        }

        using LockResult one = await _service.AcquireAsync(_files["file"], "1");
        using LockResult two = await _service.AcquireAsync(_files["file"], "2", shared);
        using LockResult twoAgain = await _service.AcquireAsync(_files["file"], "2", shared);
        Assert.All([one, two, twoAgain], each => Assert.True(each.IsHeld));
        Assert.Equal(LockStatus.Timeout, (await _service.AcquireAsync(_files["file"], _brief)).Status);
    }
}
