using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Tests.Locking;

/// <summary>Locks of which the first few acquisitions end in an error; the rest are another provider's.</summary>
internal sealed class FailingProvider(ILockProvider inner, MutxError error, int failures) : ILockProvider
{
    public int Tries { get; private set; }

    public LockCapabilities Capabilities => inner.Capabilities;

    public ILock Get(string name) => new FailingLock(this, inner.Get(name));

    private void Try()
    {
        if (Tries++ < failures)
        {
            throw new MutxException(error, "it failed");
        }
    }

    private sealed class FailingLock(FailingProvider provider, ILock inner) : ILock
    {
        public string Name => inner.Name;

        public LockCapabilities Capabilities => inner.Capabilities;

        public ILockHandle? TryAcquire(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ILockHandle Acquire(LockMode mode, TimeSpan? timeout, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<ILockHandle?> TryAcquireAsync(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async ValueTask<ILockHandle> AcquireAsync(LockMode mode, TimeSpan? timeout, CancellationToken cancellationToken)
        {
            provider.Try();
            return await inner.AcquireAsync(mode, timeout, cancellationToken);
        }

        public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken) => inner.IsLockedAsync(cancellationToken);

        public ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken) => inner.InspectAsync(cancellationToken);

        public ILock Record(string record) => inner.Record(record);
    }
}
