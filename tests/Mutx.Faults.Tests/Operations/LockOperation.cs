using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A lock taken, used and given back.</summary>
internal sealed class LockOperation(string name, LockMode mode, Action<FileLock, Action<FileLockHandle>> acquire) : Operation(name)
{
    private const string Claim = ".target.mutx.claim";

    private static readonly string Dead =
        $$"""{"pid": 4194304, "timestamp": "2026-01-31T10:00:00.000Z", "hostname": "{{Disk.Current.Self.HostName}}"}""";

    private bool _wasHeld;
    private bool _mayStay;

    /// <summary>What excludes the others.</summary>
    public LockMethod Method { get; init; } = LockMethod.Kernel;

    /// <summary>Whether somebody died who held the lock.</summary>
    public bool OverDead { get; init; }

    public override void Arrange(Workplace place)
    {
        File.WriteAllText(place.Target, "unconcerned");
        if (OverDead)
        {
            File.WriteAllText(place[Claim], Dead);
        }
    }

    public override void Act(FaultDisk disk, Workplace place)
    {
        _wasHeld = false;
        acquire(new FileLock(disk, place.Target, Options(place)), handle =>
        {
            using (handle)
            {
                Assert.Equal(mode, handle.Mode);
                Assert.False(IsFree(place), "acquired, and another can have it too");
                _wasHeld = true;
            }

            handle.Dispose();
        });
    }

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        Assert.Equal(error is null, _wasHeld);
        _mayStay = disk.Struck.Count > 1;
        Assert.Equal("unconcerned", File.ReadAllText(place.Target));
        Assert.True(IsFree(place) || _mayStay, "given back, and it is still held");
    }

    /// <summary>What can't be linked to its name because that exists is somebody's claim.</summary>
    public override bool Outwaits(Fault fault) => Method == LockMethod.Claim && fault == Fault.Exists;

    private FileLockOptions Options(Workplace place) => Method == LockMethod.Kernel
        ? new FileLockOptions { LockFile = place.LockFile, Method = Method }
        : new FileLockOptions { Directory = place.Locks, Method = Method };

    private bool IsFree(Workplace place) => Method == LockMethod.Kernel ? place.IsLockFree : !File.Exists(place[Claim]) || IsDead(place);

    private static bool IsDead(Workplace place) => File.Exists(place[Claim]) && File.ReadAllText(place[Claim]) == Dead;

    /// <summary>
    /// A claim that can't be given back on a disk that goes on failing stays until this process ends or it is stale, and
    /// so does the right to remove it.
    /// </summary>
    public override bool MayStay(string name, Workplace place) =>
        base.MayStay(name, place) || (Method == LockMethod.Claim && name.StartsWith(Claim, StringComparison.Ordinal) && (_mayStay || (name == Claim && IsDead(place))));
}
