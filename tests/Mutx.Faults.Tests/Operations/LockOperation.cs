using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A lock taken, used and given back.</summary>
internal sealed class LockOperation(string name, LockMode mode, Action<FileLock, Action<FileLockHandle>> acquire) : Operation(name)
{
    private bool _wasHeld;

    public override void Arrange(Workplace place) => File.WriteAllText(place.Target, "unconcerned");

    public override void Act(FaultDisk disk, Workplace place)
    {
        _wasHeld = false;
        acquire(new FileLock(disk, place.Target, new FileLockOptions { LockFile = place.LockFile }), handle =>
        {
            using (handle)
            {
                Assert.Equal(mode, handle.Mode);
                Assert.False(place.IsLockFree, "acquired, and another can have it too");
                _wasHeld = true;
            }

            handle.Dispose();
        });
    }

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        Assert.Equal(error is null, _wasHeld);
        Assert.Equal("unconcerned", File.ReadAllText(place.Target));
    }
}
