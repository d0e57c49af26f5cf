using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestKit;
using Mutx.Writing;

namespace Mutx.Tests.Repositories;

public sealed class RecordQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_comes_when_another_is_refused_is_tried_itself()
    {
        using var directory = new TempDirectory();
        using var locks = new TempDirectory();
        var recordLock = new FileLock(directory["a.json"], new FileLockOptions { Directory = locks.Path });
        FileLockHandle inTheWay = await recordLock.AcquireAsync(cancellationToken: Token);
        var queue = new RecordQueue(
            Disk.Current, directory["a.json"], recordLock, new AtomicFileOptions(), queue => queue.IsEmpty);
        var second = new Change();
        var first = new Change
        {
            Failed = () =>
            {
                inTheWay.Dispose();
                queue.Add(second);
            },
        };

        queue.Add(first);
        await queue.ServeAsync();

        Assert.IsType<LockUnavailableException>(first.Error);
        Assert.Null(second.Error);
        Assert.True(second.IsComplete);
    }

    private sealed class Change() : PendingChange(Deadline.After(TimeSpan.Zero, TimeProvider.System))
    {
        public Action? Failed { get; init; }

        public Exception? Error { get; private set; }

        public bool IsComplete { get; private set; }

        public override byte[]? Apply(byte[]? current) => [.. "{}"u8];

        public override void Complete() => IsComplete = true;

        public override void Fail(Exception error)
        {
            Error = error;
            Failed?.Invoke();
        }
    }
}
