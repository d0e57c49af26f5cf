using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Tests.Locking;

/// <summary>A lock of a server that there isn't: free unless it has an owner.</summary>
internal sealed class MadeUpLock(TimeProvider time) : ServerLock(LockKey.For("test", "x"), "nowhere", new ServerLockTurns(), time, NullLogger.Instance)
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    public string? Owner { get; init; }

    /// <summary>The last that it was given as.</summary>
    public MadeUpHandle? Last { get; private set; }

    public override LockCapabilities Capabilities { get; } =
        new() { Features = LockFeatures.BetweenMachines, Hold = LockHoldModel.Lease, LossBound = Bound };

    public override ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<LockOwner>>(
            Owner is null ? [] : [new LockOwner(Owner, LockMode.Exclusive) { Since = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero) }]);

    protected override ValueTask<ServerLockHandle?> TakeAsync(LockAttempt attempt) =>
        ValueTask.FromResult<ServerLockHandle?>(Owner is null ? Last = new MadeUpHandle(this, attempt) : null);

    protected override ILock OfKey(LockKey key) => throw new NotSupportedException();
}
