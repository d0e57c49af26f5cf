using System.Diagnostics.CodeAnalysis;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>How an attempt at a lock ended, as data. Disposing it releases the lock, if there is one.</summary>
public sealed class LockResult : IDisposable, IAsyncDisposable
{
    private LockResult(LockStatus status, ILockHandle? handle, MutxException? error)
    {
        Status = status;
        Handle = handle;
        Error = error;
    }

    /// <summary>How it ended.</summary>
    public LockStatus Status { get; }

    /// <summary>Whether the lock is held.</summary>
    [MemberNotNullWhen(true, nameof(Handle))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsHeld => Handle is not null;

    /// <summary>The lock; null unless it is held.</summary>
    public ILockHandle? Handle { get; }

    /// <summary>Why there is no lock; null if there is.</summary>
    public MutxException? Error { get; }

    /// <summary>In words what was wanted, who has it where that is known, and what to do; empty if the lock is held.</summary>
    public string Message => Error is null ? "" : Error.Hint is null ? Error.Message : $"{Error.Message}; {Error.Hint}";

    /// <summary>A lock that is held.</summary>
    /// <param name="handle">The lock; the result's from now on.</param>
    public static LockResult Held(ILockHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new LockResult(LockStatus.Held, handle, null);
    }

    /// <summary>A lock that wasn't obtained.</summary>
    /// <param name="error">Why; its code tells the status.</param>
    public static LockResult NotHeld(MutxException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        LockStatus status = error.Error switch
        {
            MutxError.LockTimeout => LockStatus.Timeout,
            MutxError.LockUnavailable => LockStatus.Locked,
            _ => LockStatus.Error,
        };
        return new LockResult(status, null, error);
    }

    /// <summary>The lock, or the reason why there is none, thrown.</summary>
    /// <exception cref="MutxException">The lock is not held.</exception>
    public ILockHandle Require() => IsHeld ? Handle : throw Error;

    /// <inheritdoc/>
    public void Dispose() => Handle?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Handle?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override string ToString() => IsHeld ? $"held: {Handle.Path}" : $"{Status}: {Message}";
}
