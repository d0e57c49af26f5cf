using Mutx.Locking;
using Mutx.Stores;
using Mutx.TestKit;

namespace Mutx.Tests.Stores;

/// <summary>A directory for a store and one for its locks, and a clock.</summary>
public abstract class StoreFixture : IDisposable
{
    private protected TempDirectory Directory { get; } = new();

    private protected TempDirectory Locks { get; } = new();

    private protected SetTime Time { get; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected StoreOptions Options => StoreOptions.Default with
    {
        TimeProvider = Time,
        Repository = StoreOptions.Default.Repository with { Lock = new FileLockOptions { Directory = Locks.Path } },
    };

    public void Dispose()
    {
        Directory.Dispose();
        Locks.Dispose();
        GC.SuppressFinalize(this);
    }
}
