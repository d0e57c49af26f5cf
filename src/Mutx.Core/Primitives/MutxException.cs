namespace Mutx.Primitives;

/// <summary>
/// The one error of mutx. Its message says what failed, on what and why; <see cref="Hint"/> says what to do.
/// Argument, disposed and cancellation errors stay those of the base library.
/// </summary>
public class MutxException : IOException
{
    /// <summary>Creates an error.</summary>
    /// <param name="error">The code to branch on.</param>
    /// <param name="message">What failed, on what, and why, in one sentence.</param>
    /// <param name="innerException">What caused it, if another exception did.</param>
    public MutxException(MutxError error, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>The code to branch on.</summary>
    public MutxError Error { get; }

    /// <summary>The path that the error is about, where there is one.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the target was replaced all the same.</summary>
    public CommitOutcome Outcome { get; init; }

    /// <summary>The operating system's own number (errno, or a Windows error code), where it gave one.</summary>
    public int? NativeError { get; init; }

    /// <summary>What the user can do about it, where something is known.</summary>
    public string? Hint { get; init; }
}
