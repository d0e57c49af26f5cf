using Mutx.Locking;
using Mutx.Testing;

namespace Mutx.Providers.Tests;

public sealed class MemoryLocks : LockContract
{
    private readonly MemoryLockProvider _memory = new();

    protected override Task<ILockProvider> CreateAsync() => Task.FromResult<ILockProvider>(_memory);
}
