using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>No lock at all, for those who have it already in another way, or don't want it: taken at once, and excluding nobody.</summary>
internal sealed class NoLockSource(Disk disk, string path) : LockSource(disk)
{
    public override string Path { get; } = path;

    public override LockMethod Method => LockMethod.Auto;

    public override HeldLock? TryTake(LockMode mode) => new Nothing(Path);

    public override HeldLock? Take(LockMode mode, Func<bool> isWanted) => new Nothing(Path);

    private sealed class Nothing(string path) : HeldLock
    {
        public override string Path { get; } = path;

        public override LockMethod Method => LockMethod.Auto;

        public override void EnsureHeld()
        {
            // What isn't held can't be lost.
        }

        public override void Downgrade()
        {
            // It excludes nobody as it is.
        }

        public override void MakeInheritable(int mark)
        {
            // There is nothing to inherit.
        }

        public override void Release()
        {
            // Nor to give back.
        }
    }
}
