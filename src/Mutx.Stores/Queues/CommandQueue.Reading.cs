using System.Runtime.CompilerServices;
using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Queues;

/// <content>Reading; it takes no lock and sees one whole state of a queue.</content>
public sealed partial class CommandQueue
{
    /// <summary>A queue at this moment.</summary>
    /// <exception cref="MutxException">There is no such queue.</exception>
    public async Task<QueueSummary> GetAsync(string queue, CancellationToken cancellationToken = default)
    {
        QueueContent? content = await _queues.ReadAsync(ResourceName.Require(queue), cancellationToken).ConfigureAwait(false);
        return Summary(queue, content ?? throw NoQueue(queue));
    }

    /// <summary>One command; null if the queue has none of this id.</summary>
    public async Task<QueuedCommand?> FindAsync(string queue, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        foreach (QueuedCommand command in await ListAsync(queue, status: null, cancellationToken).ConfigureAwait(false))
        {
            if (command.Id == id)
            {
                return command;
            }
        }

        return null;
    }

    /// <summary>The commands of a queue in their order.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="status">Only those of this status; all if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<QueuedCommand>> ListAsync(
        string queue, CommandStatus? status = null, CancellationToken cancellationToken = default)
    {
        if (status is { } wanted)
        {
            Guard.Defined(wanted, CommandStatus.Skipped, nameof(status));
        }

        QueueSummary summary = await GetAsync(queue, cancellationToken).ConfigureAwait(false);
        return status is null ? summary.Commands : [.. summary.Commands.Where(command => command.Status == status)];
    }

    /// <summary>How many commands a queue has.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="status">Only those of this status; all if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> CountAsync(string queue, CommandStatus? status = null, CancellationToken cancellationToken = default) =>
        (await ListAsync(queue, status, cancellationToken).ConfigureAwait(false)).Count;

    /// <summary>A queue as it is now, and again after each change, until it is cancelled or the queue is gone.</summary>
    public IAsyncEnumerable<QueueSummary> WatchAsync(string queue, CancellationToken cancellationToken = default) =>
        WatchFromAsync(ResourceName.Require(queue), cancellationToken);

    private async IAsyncEnumerable<QueueSummary> WatchFromAsync(
        string queue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RecordChange<QueueContent> change in _queues.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (change.Id == queue && change.Kind == RecordChangeKind.Deleted)
            {
                yield break;
            }

            if (change.Id == queue && change.Record is { } record)
            {
                yield return Summary(queue, record.Value);
            }
        }
    }

    private static QueueSummary Summary(string queue, QueueContent content) => new(queue, content.State, content.Commands);
}
