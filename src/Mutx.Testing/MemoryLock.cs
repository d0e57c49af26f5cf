using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Testing;

/// <summary>One lock in memory: who has it, and who waits.</summary>
internal sealed class MemoryLock(string name, Func<string, ILock> recordOf, MemoryLockOptions options) : ILock
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(LockMode Mode, TaskCompletionSource<MemoryLockHandle> Granted)> _waiting = new();
    private readonly List<MemoryLockHandle> _held = [];
    private readonly string _short = ShortOf(name);
    private long _token;

    /// <summary>What tokens say of the lock of a name, or of a name, NUL and a record.</summary>
    public static string ShortOf(string name)
    {
        string[] parts = name.Split('\0');
        return parts[1..].Aggregate(LockKey.For("memory", parts[0]), static (key, record) => key.Record(record)).Short;
    }

    /// <summary>What locks with such options can do.</summary>
    public static LockCapabilities WhatItCan(MemoryLockOptions options) => new()
    {
        Features = LockFeatures.Shared | LockFeatures.Fifo | (options.FencingTokens ? LockFeatures.Fencing : LockFeatures.None),
        Hold = LockHoldModel.Memory,
    };

    public string Name => name;

    public LockCapabilities Capabilities => WhatItCan(options);

    public ILockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        TryAcquireAsync(mode, timeout, cancellationToken).AsTask().GetAwaiter().GetResult();

    public ILockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AcquireAsync(mode, timeout, cancellationToken).AsTask().GetAwaiter().GetResult();

    public async ValueTask<ILockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return await TryAcquireAsync(mode, limit, cancellationToken).ConfigureAwait(false) ?? throw NotAcquired(limit);
    }

    public async ValueTask<ILockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        Guard.WaitTime(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<(LockMode Mode, TaskCompletionSource<MemoryLockHandle> Granted)> node;
        lock (_gate)
        {
            if (_waiting.Count == 0 && IsFree(mode))
            {
                return Grant(mode);
            }

            if (timeout == TimeSpan.Zero)
            {
                return null;
            }

            node = _waiting.AddLast((mode, new TaskCompletionSource<MemoryLockHandle>(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        Task<MemoryLockHandle> granted = node.Value.Granted.Task;
        await Task.WhenAny(granted, Task.Delay(timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        lock (_gate)
        {
            if (!granted.IsCompleted)
            {
                _waiting.Remove(node);
                GrantWaiting();
            }
        }

        if (granted.IsCompleted)
        {
            return await granted.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default) =>
        IsLockedAgainstAsync(LockMode.Exclusive, cancellationToken);

    public ValueTask<bool> IsLockedAgainstAsync(LockMode mode, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        lock (_gate)
        {
            return ValueTask.FromResult(!IsFree(mode));
        }
    }

    public ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<LockOwner>>(
                [.. _held.Select(each => new LockOwner("this process", each.Mode) { Token = each.FencingToken })]);
        }
    }

    public ILock Record(string record) => new RecordLock(this, recordOf(Guard.Path(record)));

    private MutxException NotAcquired(TimeSpan timeout) => timeout == TimeSpan.Zero
        ? new LockUnavailableException($"cannot lock '{name}': it is locked") { Path = name }
        : new LockTimeoutException($"cannot lock '{name}': it is locked; waited {timeout}") { Path = name };

    private bool IsFree(LockMode mode) =>
        _held.Count == 0 || (mode == LockMode.Shared && _held.TrueForAll(each => each.Mode == LockMode.Shared));

    private MemoryLockHandle Grant(LockMode mode)
    {
        _token += mode == LockMode.Exclusive ? 1 : 0;
        var granted = new MemoryLockHandle(name, mode, options.FencingTokens ? new FencingToken("memory", _short, 0, _token) : null, Release);
        _held.Add(granted);
        return granted;
    }

    private void Release(MemoryLockHandle handle)
    {
        lock (_gate)
        {
            _held.Remove(handle);
            GrantWaiting();
        }
    }

    private void GrantWaiting()
    {
        while (_waiting.First is { } first && IsFree(first.Value.Mode))
        {
            _waiting.RemoveFirst();
            first.Value.Granted.SetResult(Grant(first.Value.Mode));
        }
    }
}
