namespace Mutx.Stores.Queues;

/// <summary>Whether a queue gives out commands.</summary>
public enum QueueState
{
    /// <summary>It does.</summary>
    Active = 0,

    /// <summary>It doesn't until it is resumed; what runs goes on.</summary>
    Paused,
}
