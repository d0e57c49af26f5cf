namespace Mutx.Primitives;

/// <summary>The data on disk can't be parsed; it is left as it is.</summary>
public sealed class CorruptDataException : MutxException
{
    /// <summary>Creates an error with the code <see cref="MutxError.CorruptData"/>.</summary>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public CorruptDataException(string message, Exception? innerException = null)
        : base(MutxError.CorruptData, message, innerException)
    {
    }

    /// <summary>The line where reading failed, counted from 1; null if it isn't known.</summary>
    public long? Line { get; init; }

    /// <summary>The byte within that line, counted from 1; null if it isn't known.</summary>
    public long? Position { get; init; }
}
