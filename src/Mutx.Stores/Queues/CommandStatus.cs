namespace Mutx.Stores.Queues;

/// <summary>How far a command of a queue has come.</summary>
public enum CommandStatus
{
    /// <summary>It waits for its turn.</summary>
    Pending = 0,

    /// <summary>A worker runs it, or has died over it; then the next one to take a command takes it again.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It ended badly.</summary>
    Failed,

    /// <summary>It was left out.</summary>
    Skipped,
}
