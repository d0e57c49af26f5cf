namespace Mutx.Primitives;

/// <summary>Someone else holds the lock, and waiting was not asked for.</summary>
public sealed class LockUnavailableException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.LockUnavailable"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public LockUnavailableException(string message, Exception? innerException = null)
        : base(MutxError.LockUnavailable, message, innerException)
    {
    }
}
