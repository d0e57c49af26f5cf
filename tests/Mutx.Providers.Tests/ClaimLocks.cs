using Mutx.Locking;

namespace Mutx.Providers.Tests;

public sealed class ClaimLocks : LockContract
{
    private readonly TempDirectory _directory = new();

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<ILockProvider> CreateAsync() =>
        Task.FromResult<ILockProvider>(new FileLockProvider(_directory.Path, new FileLockOptions { Method = LockMethod.Claim }));
}
