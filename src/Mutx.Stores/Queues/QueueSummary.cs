using Mutx.Primitives;

namespace Mutx.Stores.Queues;

/// <summary>A queue at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it gives out commands.</param>
/// <param name="Commands">Its commands in their order.</param>
public sealed record QueueSummary(string Name, QueueState State, IReadOnlyList<QueuedCommand> Commands)
{
    /// <summary>How many of its commands have a status.</summary>
    /// <param name="status">The status.</param>
    public int Count(CommandStatus status)
    {
        Guard.Defined(status, CommandStatus.Skipped);
        int count = 0;
        foreach (QueuedCommand command in Commands)
        {
            count += command.Status == status ? 1 : 0;
        }

        return count;
    }
}
