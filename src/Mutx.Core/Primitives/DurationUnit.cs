namespace Mutx.Primitives;

/// <summary>What a duration without a unit counts.</summary>
public enum DurationUnit
{
    /// <summary>Milliseconds, as waiting times do.</summary>
    Milliseconds,

    /// <summary>Seconds, as ages do.</summary>
    Seconds,
}
