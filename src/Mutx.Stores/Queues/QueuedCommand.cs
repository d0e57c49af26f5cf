using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Queues;

/// <summary>A command in a queue.</summary>
public sealed record QueuedCommand
{
    /// <summary>Its id, unique in its queue for ever.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, where it is a text.</summary>
    public string? Text { get; init; }

    /// <summary>What it is, where it is a program: that, and its arguments.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>How far it has come.</summary>
    public CommandStatus Status { get; init; }

    /// <summary>When it was put into the queue.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was last taken.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>How often it was taken; more than once if a worker died over it.</summary>
    public int Attempts { get; init; }

    /// <summary>The number of the worker that has it, as long as one does.</summary>
    public int? Worker { get; init; }

    /// <summary>Whose it is, as long as it runs: a random text of its worker's own, where its number will be another's.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>How it ended, where it was a program.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
