using Mutx.Primitives;

namespace Mutx.Stores.Queues;

/// <content>Taking commands and telling how they ended.</content>
public sealed partial class CommandQueue
{
    /// <summary>Begins to work for a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A worker, to be disposed when nothing of its own runs any more.</returns>
    public async Task<QueueWorker> OpenWorkerAsync(string queue, CancellationToken cancellationToken = default)
    {
        await GetAsync(queue, cancellationToken).ConfigureAwait(false);
        (int number, Locking.FileLockHandle held) = _slots.Take(queue);
        var worker = new QueueWorker(queue, number, held);
        try
        {
            // Whatever runs under this number was left by one who died; nobody else could have it now.
            await ChangeAsync(queue, content => Release(content, command => command.Worker == number), cancellationToken).ConfigureAwait(false);
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next pending command; one whose worker has died is pending again. Exactly one worker gets it.</summary>
    /// <param name="worker">Who takes it.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The command, which is running now; null if none is pending or the queue is paused.</returns>
    /// <exception cref="LockLostException">The worker's lock is lost, so that it counts as dead; open another one.</exception>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    public async Task<QueuedCommand?> TakeNextAsync(QueueWorker worker, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        worker.RequireOpen();
        QueuedCommand? taken = null;
        await ChangeAsync(
            worker.Queue,
            content =>
            {
                worker.RequireHeld();
                if (content.State == QueueState.Paused)
                {
                    return;
                }

                Release(content, command => command.Owner != worker.Token && (command.Worker == worker.Number || !IsHeld(worker.Queue, command)));
                int index = content.Commands.FindIndex(command => command.Status == CommandStatus.Pending);
                if (index >= 0)
                {
                    QueuedCommand next = content.Commands[index];
                    taken = content.Commands[index] = next with
                    {
                        Status = CommandStatus.Running,
                        Worker = worker.Number,
                        Owner = worker.Token,
                        Started = _time.GetUtcNow(),
                        Attempts = next.Attempts + 1,
                    };
                }
            },
            cancellationToken).ConfigureAwait(false);
        return taken;
    }

    /// <summary>Tells that a command the worker has taken ended well.</summary>
    /// <param name="worker">Who took it.</param>
    /// <param name="id">The command.</param>
    /// <param name="exitStatus">How it ended, where it was a program.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <exception cref="MutxException">Another worker has it by now, or nobody.</exception>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    public Task<QueuedCommand> CompleteAsync(
        QueueWorker worker, string id, int? exitStatus = null, CancellationToken cancellationToken = default) =>
        EndAsync(
            worker,
            id,
            command => command with { Status = CommandStatus.Completed, ExitStatus = exitStatus, Error = null },
            cancellationToken);

    /// <summary>Tells that a command the worker has taken ended badly.</summary>
    /// <param name="worker">Who took it.</param>
    /// <param name="id">The command.</param>
    /// <param name="error">Why, for people.</param>
    /// <param name="exitStatus">How it ended, where it was a program.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <inheritdoc cref="CompleteAsync" path="/exception"/>
    public Task<QueuedCommand> FailAsync(
        QueueWorker worker, string id, string error, int? exitStatus = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        return EndAsync(
            worker,
            id,
            command => command with { Status = CommandStatus.Failed, ExitStatus = exitStatus, Error = error },
            cancellationToken);
    }

    private Task<QueuedCommand> EndAsync(
        QueueWorker worker, string id, Func<QueuedCommand, QueuedCommand> end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(id);
        worker.RequireOpen();
        return ChangeCommandAsync(
            worker.Queue,
            id,
            "end",
            CommandStatus.Running,
            command => command.Owner == worker.Token
                ? end(command) with { Finished = _time.GetUtcNow(), Worker = null, Owner = null }
                : throw StoreErrors.Refused(
                    $"cannot end command {id} of the queue '{worker.Queue}': another worker runs it", _queues.PathOf(worker.Queue)),
            cancellationToken);
    }

    /// <summary>Makes running commands pending again.</summary>
    private static void Release(QueueContent content, Func<QueuedCommand, bool> isAbandoned)
    {
        for (int i = 0; i < content.Commands.Count; i++)
        {
            QueuedCommand command = content.Commands[i];
            if (command.Status == CommandStatus.Running && isAbandoned(command))
            {
                content.Commands[i] = command with { Status = CommandStatus.Pending, Worker = null, Owner = null };
            }
        }
    }
}
