namespace Mutx.Locking;

/// <summary>Locks whose names are paths.</summary>
internal sealed class PathLockProvider(FileLockOptions options) : ILockProvider
{
    public LockCapabilities Capabilities => FileCapabilities.Of(options.Method ?? LockMethod.Auto, options);

    public ILock Get(string name) => new FileLock(name, options);
}
