using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>
/// A change of a record that waits for its turn. It is settled once: withdrawn by its caller while it waits, or taken
/// up, and then completed or failed.
/// </summary>
internal abstract class PendingChange(Deadline deadline)
{
    private const int Waiting = 0;
    private const int TakenUp = 1;
    private const int Withdrawn = 2;

    private int _state;

    /// <summary>Until when it waits for the lock.</summary>
    public Deadline Deadline { get; } = deadline;

    /// <summary>Begins it; false if its caller has withdrawn it. After that it can't be withdrawn any more.</summary>
    public bool TryTakeUp() => Interlocked.CompareExchange(ref _state, TakenUp, Waiting) == Waiting;

    /// <summary>The content after the change; null for none. Called once.</summary>
    public abstract byte[]? Apply(byte[]? current);

    /// <summary>Tells the caller that the change is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller why it isn't.</summary>
    public abstract void Fail(Exception error);

    protected bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;
}
