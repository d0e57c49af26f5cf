namespace Mutx.Cli.Requests;

/// <summary>What <c>mutx queue</c> was asked for.</summary>
internal sealed record QueueRequest : Request
{
    public required QueueAction Action { get; init; }

    public required string Directory { get; init; }

    /// <summary>The queue; null only where all of them are to be listed.</summary>
    public string? Queue { get; init; }

    /// <summary>The command's id; null where the action takes none.</summary>
    public string? Id { get; init; }

    /// <summary>The command's place; null for the end.</summary>
    public int? Position { get; init; }

    /// <summary>The command to add; null where the action takes none.</summary>
    public string[]? Command { get; init; }

    /// <summary>How long a change waits for the queue's lock; what the library waits if null.</summary>
    public TimeSpan? Timeout { get; init; }

    public int Workers { get; init; } = 1;

    public bool Follow { get; init; }

    public bool StopOnFailure { get; init; }

    /// <summary>The action as it is typed, for reports.</summary>
    public string Operation => "queue " + QueueReader.NameOf(Action);
}
