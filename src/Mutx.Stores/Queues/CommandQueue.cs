using System.Globalization;
using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Queues;

/// <summary>
/// Queues of commands in a directory, one file a queue, used by many processes at once: each change is durable when its
/// method returns, and each command is taken by exactly one worker. A worker's claim is a lock that the kernel frees with
/// its process, so a command whose worker was killed is taken again: commands run at least once.
/// </summary>
public sealed partial class CommandQueue
{
    private readonly JsonRepository<QueueContent> _queues;
    private readonly WorkerSlots _slots;
    private readonly TimeProvider _time;

    /// <summary>Names a directory of queues; it is created when the first queue is.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public CommandQueue(string directory, StoreOptions? options = null)
    {
        StoreOptions how = options ?? StoreOptions.Default;
        _queues = new JsonRepository<QueueContent>(directory, QueueJson.Default.QueueContent, how.Repository);
        _slots = new WorkerSlots(_queues.PathOf, how.Repository.Lock);
        _time = how.TimeProvider;
    }

    /// <summary>The directory, as it was named.</summary>
    public string Directory => _queues.Directory;

    /// <summary>Creates a queue.</summary>
    /// <param name="queue">Its name, by the rule of <see cref="ResourceName"/>.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>Whether it was created; false if it was there.</returns>
    public async Task<bool> CreateAsync(string queue, CancellationToken cancellationToken = default) =>
        await _queues.TryReplaceAsync(ResourceName.Require(queue), new QueueContent(), version: null, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Removes a queue with its commands.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MutxException">A living worker runs one of its commands.</exception>
    public async Task<bool> DeleteAsync(string queue, CancellationToken cancellationToken = default)
    {
        QueueContent? content = await _queues.ReadAsync(ResourceName.Require(queue), cancellationToken).ConfigureAwait(false);
        if (content?.Commands.Find(command => IsHeld(queue, command)) is { } running)
        {
            throw StoreErrors.Refused(
                $"cannot remove the queue '{queue}': its command {running.Id} is running", _queues.PathOf(queue), "wait for it, or end its worker");
        }

        return await _queues.DeleteAsync(queue, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names of the queues there are.</summary>
    public IReadOnlyList<string> ListQueues() => _queues.ListIds();

    /// <summary>Puts a command into a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="command">The command.</param>
    /// <param name="position">Its place among those that are pending, 1 for the next; behind all of them if null or beyond.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The command as it was stored.</returns>
    public async Task<QueuedCommand> AddAsync(
        string queue, NewCommand command, int? position = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        CheckPosition(position);
        QueuedCommand? added = null;
        await ChangeAsync(
            queue,
            content =>
            {
                added = new QueuedCommand
                {
                    Id = content.Next++.ToString(CultureInfo.InvariantCulture),
                    Text = command.Text,
                    Arguments = command.Arguments,
                    Created = _time.GetUtcNow(),
                };
                content.Commands.Insert(IndexOfPosition(content, position), added);
            },
            cancellationToken).ConfigureAwait(false);
        return added!;
    }

    /// <summary>Changes what a pending command is.</summary>
    public Task<QueuedCommand> UpdateAsync(string queue, string id, NewCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeCommandAsync(
            queue,
            id,
            "change",
            CommandStatus.Pending,
            found => found with { Text = command.Text, Arguments = command.Arguments },
            cancellationToken);
    }

    /// <summary>Leaves a pending command out; it stays listed.</summary>
    public Task<QueuedCommand> SkipAsync(string queue, string id, CancellationToken cancellationToken = default) =>
        ChangeCommandAsync(
            queue,
            id,
            "skip",
            CommandStatus.Pending,
            found => found with { Status = CommandStatus.Skipped, Finished = _time.GetUtcNow() },
            cancellationToken);

    /// <summary>Removes a command, unless a living worker runs it.</summary>
    public Task RemoveAsync(string queue, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ChangeAsync(
            queue,
            content =>
            {
                int index = Find(queue, content, id);
                if (IsHeld(queue, content.Commands[index]))
                {
                    throw StoreErrors.Refused(
                        $"cannot remove command {id} of the queue '{queue}': it is running", _queues.PathOf(queue), "wait for it, or end its worker");
                }

                content.Commands.RemoveAt(index);
            },
            cancellationToken);
    }

    /// <summary>Moves a pending command.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="id">The command.</param>
    /// <param name="position">Its new place among those that are pending, 1 for the next.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    public Task MoveAsync(string queue, string id, int position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        CheckPosition(position);
        return ChangeAsync(
            queue,
            content =>
            {
                int index = Find(queue, content, id);
                QueuedCommand command = content.Commands[index];
                RequireStatus(queue, command, "move", CommandStatus.Pending);
                content.Commands.RemoveAt(index);
                content.Commands.Insert(IndexOfPosition(content, position), command);
            },
            cancellationToken);
    }

    /// <summary>Puts all pending commands into an order.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="ids">Pending commands in the order they are to have; those that aren't named follow in theirs.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    public Task ReorderAsync(string queue, IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ChangeAsync(
            queue,
            content =>
            {
                var ordered = new List<QueuedCommand>();
                foreach (string id in ids)
                {
                    int index = Find(queue, content, id);
                    RequireStatus(queue, content.Commands[index], "reorder", CommandStatus.Pending);
                    ordered.Add(content.Commands[index]);
                    content.Commands.RemoveAt(index);
                }

                content.Commands.InsertRange(IndexOfPosition(content, 1), ordered);
            },
            cancellationToken);
    }

    /// <summary>Stops giving out commands; what runs goes on.</summary>
    public Task PauseAsync(string queue, CancellationToken cancellationToken = default) =>
        ChangeAsync(queue, content => content.State = QueueState.Paused, cancellationToken);

    /// <summary>Gives out commands again.</summary>
    public Task ResumeAsync(string queue, CancellationToken cancellationToken = default) =>
        ChangeAsync(queue, content => content.State = QueueState.Active, cancellationToken);

    private Task ChangeAsync(string queue, Action<QueueContent> change, CancellationToken cancellationToken) =>
        _queues.ModifyAsync(
            ResourceName.Require(queue),
            content =>
            {
                change(content ?? throw NoQueue(queue));
                return content;
            },
            cancellationToken);

    private async Task<QueuedCommand> ChangeCommandAsync(
        string queue,
        string id,
        string doing,
        CommandStatus required,
        Func<QueuedCommand, QueuedCommand> change,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        QueuedCommand? changed = null;
        await ChangeAsync(
            queue,
            content =>
            {
                int index = Find(queue, content, id);
                RequireStatus(queue, content.Commands[index], doing, required);
                changed = content.Commands[index] = change(content.Commands[index]);
            },
            cancellationToken).ConfigureAwait(false);
        return changed!;
    }

    private static void CheckPosition(int? position)
    {
        if (position is { } value)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(position));
        }
    }

    /// <summary>Where in the list a place among the pending commands is.</summary>
    private static int IndexOfPosition(QueueContent content, int? position)
    {
        int pending = 0;
        for (int i = 0; i < content.Commands.Count && position is not null; i++)
        {
            if (content.Commands[i].Status == CommandStatus.Pending && ++pending == position)
            {
                return i;
            }
        }

        return content.Commands.Count;
    }

    private int Find(string queue, QueueContent content, string id)
    {
        int index = content.IndexOf(id);
        return index >= 0 ? index : throw StoreErrors.NotFound($"command in the queue '{queue}' with the id", id, _queues.PathOf(queue));
    }

    private void RequireStatus(string queue, QueuedCommand command, string doing, CommandStatus required)
    {
        if (command.Status != required)
        {
            throw StoreErrors.Refused(
                $"cannot {doing} command {command.Id} of the queue '{queue}': it is {NameOf(command.Status)}", _queues.PathOf(queue));
        }
    }

    private static string NameOf(CommandStatus status) => status switch
    {
        CommandStatus.Pending => "pending",
        CommandStatus.Running => "running",
        CommandStatus.Completed => "completed",
        CommandStatus.Failed => "failed",
        _ => "skipped",
    };

    private bool IsHeld(string queue, QueuedCommand command) =>
        command is { Status: CommandStatus.Running, Worker: { } worker } && !_slots.IsFree(queue, worker);

    private MutxException NoQueue(string queue) =>
        StoreErrors.NotFound("queue", queue, _queues.PathOf(queue), "create it first");
}
