using System.Collections.Concurrent;
using Mutx.Locking;

namespace Mutx.Testing;

/// <summary>
/// Locks in memory, for tests that are to touch no disk: fair, shared and exclusive, with fencing tokens. They exclude
/// within this provider only. A lock on a record excludes other locks on the same record; that a lock on the whole
/// excludes them all is not imitated.
/// </summary>
public sealed class MemoryLockProvider : ILockProvider
{
    private readonly ConcurrentDictionary<string, MemoryLock> _locks = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public LockCapabilities Capabilities => LockCapabilities.Shared | LockCapabilities.Fencing;

    /// <inheritdoc/>
    public ILock Get(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _locks.GetOrAdd(name, each => new MemoryLock(each, record => Get($"{each}\0{record}")));
    }
}
