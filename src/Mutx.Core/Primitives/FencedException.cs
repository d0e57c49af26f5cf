namespace Mutx.Primitives;

/// <summary>
/// A file has a fence, and what replaces it comes too late: somebody with a later token has replaced it already, or the
/// token can't be compared, or there is none. The file is left as it is.
/// </summary>
public sealed class FencedException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.Fenced"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public FencedException(string message, Exception? innerException = null)
        : base(MutxError.Fenced, message, innerException)
    {
    }

    /// <summary>The token that the file was to be replaced with; null if there was none.</summary>
    public FencingToken? Token { get; init; }

    /// <summary>The highest token that the file was replaced with; null if it can't be read.</summary>
    public FencingToken? Fence { get; init; }
}
