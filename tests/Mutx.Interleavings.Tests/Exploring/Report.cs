using System.Globalization;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>What was seen of a scenario.</summary>
internal sealed class Report
{
    private int _undisturbed;
    private int _deaths;
    private int _sleeps;
    private int _givenUp;

    public int Schedules => _undisturbed + _deaths + _sleeps;

    /// <summary>The first that went wrong, with its list of steps; null if none did.</summary>
    public string? Violation { get; private set; }

    public void Add(Plan plan, Outcome outcome)
    {
        if (outcome.WasGivenUp)
        {
            _givenUp++;
        }
        else if (plan.Mishap == Mishap.Death)
        {
            _deaths++;
        }
        else if (plan.Mishap == Mishap.Sleep)
        {
            _sleeps++;
        }
        else
        {
            _undisturbed++;
        }

        if (outcome.Violation is { } violation)
        {
            Violation ??= $"{violation}, where {plan}:\n{outcome.Steps}";
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Schedules} schedules ({_undisturbed} undisturbed, {_deaths} with a death, {_sleeps} with a sleep; {_givenUp} given up as seen)");
}
