namespace Mutx.Testing;

/// <summary>Updates that were acknowledged are missing, or are there more than once.</summary>
public sealed class LostUpdateException : Exception
{
    internal LostUpdateException(string message, IReadOnlyList<string> lost, IReadOnlyList<string> repeated)
        : base(message)
    {
        Lost = lost;
        Repeated = repeated;
    }

    /// <summary>Those that are missing.</summary>
    public IReadOnlyList<string> Lost { get; }

    /// <summary>Those that are there more than once.</summary>
    public IReadOnlyList<string> Repeated { get; }
}
