namespace Mutx.Primitives;

/// <summary>Someone else holds the lock, and waiting was not asked for, or could never end.</summary>
public sealed class LockUnavailableException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.LockUnavailable"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public LockUnavailableException(string message, Exception? innerException = null)
        : base(MutxError.LockUnavailable, message, innerException)
    {
    }

    /// <summary>
    /// Whether a wait was asked for that could never end: the lock is held by this process itself, which has inherited it, or
    /// until this process has ended by one that waits for it.
    /// </summary>
    public bool IsEndless { get; init; }
}
