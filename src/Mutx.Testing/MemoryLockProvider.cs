using System.Collections.Concurrent;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Testing;

/// <summary>
/// Locks in memory, for tests that are to touch no disk: fair, shared and exclusive, with fencing tokens if those are asked
/// for. They exclude within this provider only.
/// </summary>
public sealed class MemoryLockProvider : ILockProvider
{
    private readonly ConcurrentDictionary<string, MemoryLock> _locks = new(StringComparer.Ordinal);
    private readonly MemoryLockOptions _options;

    /// <summary>Gives locks that exclude each other within this object.</summary>
    /// <param name="options">What they are like; <see cref="MemoryLockOptions.Default"/> if null.</param>
    public MemoryLockProvider(MemoryLockOptions? options = null) => _options = options ?? MemoryLockOptions.Default;

    /// <inheritdoc/>
    public LockCapabilities Capabilities => MemoryLock.WhatItCan(_options);

    /// <inheritdoc/>
    public ILock Get(string name)
    {
        Guard.Path(name);
        return LockOf(name);
    }

    // A name can't contain NUL, so that no record is taken for another name.
    private MemoryLock LockOf(string name) =>
        _locks.GetOrAdd(name, each => new MemoryLock(each, record => LockOf($"{each}\0{record}"), _options));
}
