namespace Mutx.Locking;

/// <summary>Locks whose names are paths.</summary>
internal sealed class PathLockProvider(FileLockOptions options) : ILockProvider
{
    public LockCapabilities Capabilities =>
        LockCapabilities.BetweenProcesses | LockCapabilities.Shared | LockCapabilities.EndWithProcess;

    public ILock Get(string name) => new FileLock(name, options);
}
