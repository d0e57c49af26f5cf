using System.Globalization;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>What was seen of a scenario, or of a part of its schedules.</summary>
internal sealed class Report
{
    /// <summary>Schedules in which nothing befell anybody.</summary>
    public int Undisturbed { get; private set; }

    public int WithDeath { get; private set; }

    public int WithSleep { get; private set; }

    /// <summary>Beginnings of schedules that had been seen in another order.</summary>
    public int GivenUp { get; private set; }

    public int Schedules => Undisturbed + WithDeath + WithSleep;

    /// <summary>The first that went wrong, with its list of steps; null if none did.</summary>
    public string? Violation { get; private set; }

    public void Add(Plan plan, Outcome outcome)
    {
        if (outcome.WasGivenUp)
        {
            GivenUp++;
        }
        else if (plan.Mishap == Mishap.Death)
        {
            WithDeath++;
        }
        else if (plan.Mishap == Mishap.Sleep)
        {
            WithSleep++;
        }
        else
        {
            Undisturbed++;
        }

        Add(outcome, plan.ToString());
    }

    /// <summary>One by a seed, by which it can be repeated.</summary>
    public void Add(int seed, Outcome outcome)
    {
        Undisturbed++;
        Add(outcome, $"dice of seed {seed} were thrown; again: {Size.Again(seed)}");
    }

    public void Add(Report other)
    {
        Undisturbed += other.Undisturbed;
        WithDeath += other.WithDeath;
        WithSleep += other.WithSleep;
        GivenUp += other.GivenUp;
        Violation ??= other.Violation;
    }

    private void Add(Outcome outcome, string where)
    {
        if (outcome.Violation is { } violation)
        {
            Violation ??= $"{violation}, where {where}:\n{outcome.Steps}";
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Schedules} schedules: {Undisturbed} undisturbed, {WithDeath} with a death, {WithSleep} with a sleep");
}
