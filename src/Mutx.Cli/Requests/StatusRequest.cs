using Mutx.Locking;

namespace Mutx.Cli.Requests;

/// <summary>Show who holds locks.</summary>
internal sealed record StatusRequest : Request
{
    /// <summary>Paths or <c>name:WORD</c>; none for every lock that is held.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Where the locks lie.</summary>
    public required FileLockOptions Lock { get; init; }
}
