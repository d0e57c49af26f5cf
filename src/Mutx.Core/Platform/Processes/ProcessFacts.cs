namespace Mutx.Platform;

/// <summary>What the system tells of a process.</summary>
internal readonly record struct ProcessFacts
{
    /// <summary>What is told of a number that no process has.</summary>
    public static ProcessFacts None => default;

    /// <summary>Whether there is one, and it isn't only waiting for its parent to take note of its end.</summary>
    public bool Exists { get; init; }

    /// <summary>
    /// When it started, in the system's own units and on a clock that nobody can set: together with the number it
    /// tells a process from any other of the same boot. Null if that can't be read.
    /// </summary>
    public long? Started { get; init; }

    /// <summary>How long it has run, by the same clock; null if that can't be read.</summary>
    public TimeSpan? Age { get; init; }
}
