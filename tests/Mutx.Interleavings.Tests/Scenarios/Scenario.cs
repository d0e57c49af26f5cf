namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>What two or three actors do with the same files.</summary>
internal sealed class Scenario(string name, Action<World> arrange)
{
    public string Name { get; } = name;

    /// <summary>Puts the files there and names the actors.</summary>
    public Action<World> Arrange { get; } = arrange;

    /// <summary>Where the actors leave things, if they do.</summary>
    public string Directory { get; init; } = World.Data;

    /// <summary>Names in that directory that may be there in the end.</summary>
    public string[] MayStay { get; init; } = [];

    /// <summary>Whether it matters that a process is stopped for long: to kernel locks it is a schedule like any other.</summary>
    public bool TimeMatters { get; init; }

    /// <summary>Whether it has so many schedules that the suite only samples them; the full size checks that.</summary>
    public bool IsLarge { get; init; }

    /// <summary>How long one is stopped who is: everything is stale after it.</summary>
    public TimeSpan LongSleep { get; init; } = World.LongSleep;

    /// <summary>How long a claim is respected that nobody keeps fresh.</summary>
    public TimeSpan ClaimStaleAfter { get; init; } = World.StaleAfter;

    public override string ToString() => Name;
}
