namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>
/// What befalls whom, and when. A process is killed after the how many-eth step of its actor that others can see: after any other
/// step it would be the same to them. Or it is stopped before the how many-eth of all steps.
/// </summary>
internal sealed record Plan(Mishap Mishap, string Actor, int At)
{
    public static readonly Plan Nothing = new(Mishap.None, "", 0);

    public bool IsDue(Actor actor) =>
        Mishap != Mishap.None && actor.Name == Actor && At == (Mishap == Mishap.Death ? actor.Changes : actor.SharedSteps);

    public override string ToString() => Mishap switch
    {
        Mishap.Death => $"{Actor} is killed after {At} steps that show",
        Mishap.Sleep => $"{Actor} is stopped before step {At + 1}",
        _ => "nothing befalls anybody",
    };
}
