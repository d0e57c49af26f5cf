namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>Decides who goes on, and what happens to whom.</summary>
internal abstract class Strategy
{
    /// <summary>Chooses one of those who can go on; null gives the run up, because another one is the same.</summary>
    /// <param name="possible">Those who can, in the order in which they came to be; at least one.</param>
    /// <param name="all">All there are.</param>
    public abstract Actor? Pick(List<Actor> possible, IReadOnlyList<Actor> all);

    /// <summary>Whether an actor's next step is to die, whether it can go on or not.</summary>
    public abstract bool IsDoomed(Actor actor);

    /// <summary>What befalls the actor that was chosen, instead of its step.</summary>
    public abstract Mishap Befalls(Actor actor);

    /// <summary>Is told of each step when it is done, the passing of time included.</summary>
    public virtual void Done(Event step)
    {
    }
}
