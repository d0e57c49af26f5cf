using Microsoft.Win32.SafeHandles;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Signals;
using Mutx.Primitives;
using Mutx.Stores.Queues;

namespace Mutx.Cli.Commands;

/// <summary>
/// Runs the commands of a queue, by as many workers as were asked for. Each worker holds a lock while it lives; if this
/// process is killed, the kernel frees it, and whoever runs the queue next takes the command again.
/// </summary>
internal sealed class QueueRunner(
    CommandQueue queue, QueueRequest request, Reporter reporter, ChildRunner children, Interruption interruption)
{
    // The death of another runner changes no file; so a runner that waits looks again by itself.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly string _queue = request.Queue!;
    private int _completed;
    private int _failed;

    public async Task<QueueRun> RunAsync(CancellationToken token)
    {
        var workers = new Task[request.Workers];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Task.Factory.StartNew(
                () => WorkAsync(token).GetAwaiter().GetResult(),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        return new QueueRun(_completed, _failed);
    }

    private bool IsStopped => request.StopOnFailure && Volatile.Read(ref _failed) > 0;

    private async Task WorkAsync(CancellationToken token)
    {
        QueueWorker worker = await queue.OpenWorkerAsync(_queue, token).ConfigureAwait(false);
        await using (worker.ConfigureAwait(false))
        {
            while (!IsStopped)
            {
                if (await queue.TakeNextAsync(worker, token).ConfigureAwait(false) is { } command)
                {
                    await ExecuteAsync(worker, command).ConfigureAwait(false);
                }
                else if (request.Follow)
                {
                    await WaitForChangeAsync(token).ConfigureAwait(false);
                }
                else
                {
                    return;
                }
            }
        }
    }

    private async Task ExecuteAsync(QueueWorker worker, QueuedCommand command)
    {
        string? problem;
        int? status = null;
        try
        {
            using SafeFileHandle input = CommandLog.OpenNothing();
            using SafeFileHandle log = CommandLog.Open(CommandLog.PathOf(request.Directory, _queue, command.Id));
            ChildCommand child = command.Arguments is { } words ? new ChildCommand(words) : ChildCommand.ForShell(command.Text ?? "");
            ChildResult result = children.Run(child with { Input = input, Output = log, ErrorToOutput = true });
            interruption.CheckAfter(result);
            status = result.Signal == 0 ? result.Status : null;
            problem = result.Succeeded ? null : $"it {result.Describe()}";
        }
        catch (MutxException e)
        {
            problem = e.Message;
        }

        // How a command ended is told even if a signal comes now: it has ended.
        if (problem is null)
        {
            await queue.CompleteAsync(worker, command.Id, status, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Increment(ref _completed);
        }
        else
        {
            await queue.FailAsync(worker, command.Id, problem, status, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Increment(ref _failed);
            reporter.Warn($"command {command.Id} of the queue '{_queue}' failed: {problem}; see '{CommandLog.PathOf(request.Directory, _queue, command.Id)}'");
        }
    }

    /// <summary>Returns when the queue has changed, or after a while.</summary>
    private async Task WaitForChangeAsync(CancellationToken token)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(token);
        soon.CancelAfter(LookAgain);
        try
        {
            await foreach (QueueSummary now in queue.WatchAsync(_queue, soon.Token).ConfigureAwait(false))
            {
                if (now.State == QueueState.Active && now.Count(CommandStatus.Pending) > 0)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            // Nothing has changed.
        }
    }
}
