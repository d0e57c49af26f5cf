using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Faults.Tests.Operations;

/// <summary>The ways in which a file lock is taken while it is free.</summary>
internal static class Locks
{
    public static IReadOnlyList<Operation> All =>
    [
        new LockOperation("lock, one try", LockMode.Exclusive, (fileLock, use) =>
        {
            if (fileLock.TryAcquire() is not { } handle)
            {
                throw new LockUnavailableException("held") { Path = fileLock.Resource };
            }

            use(handle);
        }),
        new LockOperation("lock, shared", LockMode.Shared, (fileLock, use) => use(fileLock.Acquire(LockMode.Shared))),
        new LockOperation("lock, by a task", LockMode.Exclusive, (fileLock, use) => use(fileLock.AcquireAsync().AsTask().GetAwaiter().GetResult())),
        new LockOperation("lock, made a shared one", LockMode.Shared, (fileLock, use) =>
        {
            FileLockHandle handle = fileLock.Acquire();
            try
            {
                handle.Downgrade();
            }
            catch
            {
                handle.Dispose();
                throw;
            }

            use(handle);
        }),
        new LockOperation("lock, within a time", LockMode.Exclusive, (fileLock, use) => use(fileLock.Acquire(timeout: TimeSpan.FromMinutes(5)))),
        new LockOperation("claim", LockMode.Exclusive, (fileLock, use) => use(fileLock.Acquire())) { Method = LockMethod.Claim },
        new LockOperation("claim, taken over", LockMode.Exclusive, (fileLock, use) => use(fileLock.Acquire(timeout: TimeSpan.Zero))) { Method = LockMethod.Claim, OverDead = true },
        new LockOperation("claim, within a time", LockMode.Exclusive, (fileLock, use) => use(fileLock.Acquire(timeout: TimeSpan.FromMinutes(5))))
        {
            Method = LockMethod.Claim,
        },
    ];
}
