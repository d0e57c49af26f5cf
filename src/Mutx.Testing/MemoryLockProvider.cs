using System.Collections.Concurrent;
using Mutx.Locking;

namespace Mutx.Testing;

/// <summary>
/// Locks in memory, for tests that are to touch no disk: fair, shared and exclusive, with fencing tokens. They exclude
/// within this provider only.
/// </summary>
public sealed class MemoryLockProvider : ILockProvider
{
    private readonly ConcurrentDictionary<string, MemoryLock> _locks = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public LockCapabilities Capabilities => MemoryLock.WhatItCan;

    /// <inheritdoc/>
    public ILock Get(string name)
    {
        CheckName(name);
        return GetByPath(name);
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0'))
        {
            throw new ArgumentException("A name can't contain a NUL character.", nameof(name));
        }
    }

    private MemoryLock GetByPath(string path)
    {
        return _locks.GetOrAdd(path, each => new MemoryLock(each, record =>
        {
            CheckName(record);
            return GetByPath($"{each}\0{record}");
        }));
    }
}
