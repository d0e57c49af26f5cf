namespace Mutx.Primitives;

/// <summary>The target is not what the caller said it must be; it is left as it is.</summary>
public sealed class PreconditionFailedException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.PreconditionFailed"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public PreconditionFailedException(string message, Exception? innerException = null)
        : base(MutxError.PreconditionFailed, message, innerException)
    {
    }
}
