using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class LockInspectorTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLockOptions _options;
    private readonly FileLock _lock;

    public LockInspectorTests()
    {
        _options = new FileLockOptions { Directory = _files["locks"] };
        _lock = new FileLock(_files["file"], _options);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_lock_nobody_ever_took_is_free_and_looking_leaves_nothing_behind()
    {
        Assert.Equal(LockState.Free, LockInspector.Inspect(_lock).State);
        Assert.Empty(LockInspector.InspectAll(_options));
        _files.AssertEntries();
    }

    [Fact]
    public void The_holder_is_told_with_pid_command_mode_host_and_since_when()
    {
        using FileLockHandle held = _lock.Acquire();
        LockReport report = LockInspector.Inspect(_lock);
        Assert.Equal(LockState.Held, report.State);
        Assert.Equal(_files["file"], report.Resource);
        LockHolder holder = Assert.Single(report.Holders);
        Assert.Equal(Environment.ProcessId, holder.ProcessId);
        Assert.Contains("Mutx.Tests", holder.Command, StringComparison.Ordinal);
        Assert.Equal(LockMode.Exclusive, holder.Mode);
        Assert.Equal(Environment.MachineName, holder.Host);
        DateTimeOffset started = System.Diagnostics.Process.GetCurrentProcess().StartTime;
        Assert.InRange(holder.Since!.Value, started.AddSeconds(-2), started.AddSeconds(2));
    }

    [Fact]
    public void A_shared_lock_is_told_as_shared_and_a_waiter_is_no_holder()
    {
        using FileLockHandle held = _lock.Acquire(LockMode.Shared);
        using CancellationTokenSource source = new();
        _ = _lock.AcquireAsync(cancellationToken: source.Token).AsTask();
        Assert.Equal(LockState.Shared, LockInspector.Inspect(_lock).State);
        source.Cancel();
    }

    [Fact]
    public void Only_held_locks_of_a_directory_are_listed_in_the_order_of_their_names()
    {
        new FileLock(_files["free"], _options).Acquire().Dispose();
        using FileLockHandle one = new FileLock(_files["one"], _options).Acquire();
        using FileLockHandle two = new FileLock(_files["two"], _options).Acquire(LockMode.Shared);
        Assert.Equal(
            new[] { one.Path, two.Path }.Order(StringComparer.Ordinal),
            LockInspector.InspectAll(_files["locks"]).Select(report => report.LockFile));
    }

    [Fact]
    public async Task Looking_never_makes_an_attempt_fail()
    {
        _lock.Acquire().Dispose();
        using CancellationTokenSource stop = new();
        Task looking = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await _lock.IsLockedAsync();
            }
        });
        for (int i = 0; i < 2000; i++)
        {
            _lock.Acquire(timeout: TimeSpan.Zero).Dispose();
        }

        await stop.CancelAsync();
        await looking;
    }

    [Theory]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 08:01:12345 0 EOF", 4711, LockMode.Exclusive)]
    [InlineData("12: FLOCK  ADVISORY  READ 1 00:2f:7 0 EOF", 1, LockMode.Shared)]
    public void A_line_of_the_kernels_table_is_read(string line, int pid, LockMode mode)
    {
        KernelLockRow row = KernelLocks.Parse(line)!.Value;
        Assert.Equal((pid, mode), (row.Taker, row.Mode));
        Assert.True(row.File.Inode is 12345 or 7);
    }

    [Theory]
    [InlineData("1: -> FLOCK  ADVISORY  WRITE 4711 08:01:12345 0 EOF")]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 08:01:12345 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE x 08:01:12345 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 08:12345 0 EOF")]
    [InlineData("1: FLOCK")]
    [InlineData("")]
    public void Any_other_line_is_none(string line) => Assert.Null(KernelLocks.Parse(line));
}
