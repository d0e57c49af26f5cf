namespace Mutx.Primitives;

/// <summary>The lock was held and has been lost: another process may hold it now.</summary>
public sealed class LockLostException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.LockLost"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public LockLostException(string message, Exception? innerException = null)
        : base(MutxError.LockLost, message, innerException)
    {
    }
}
