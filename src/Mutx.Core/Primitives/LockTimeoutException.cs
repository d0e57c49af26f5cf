namespace Mutx.Primitives;

/// <summary>Someone else held the lock for as long as waiting was allowed.</summary>
public sealed class LockTimeoutException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.LockTimeout"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public LockTimeoutException(string message, Exception? innerException = null)
        : base(MutxError.LockTimeout, message, innerException)
    {
    }
}
