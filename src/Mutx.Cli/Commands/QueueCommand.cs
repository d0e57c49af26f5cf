using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Signals;
using Mutx.Primitives;
using Mutx.Stores;
using Mutx.Stores.Queues;

namespace Mutx.Cli.Commands;

/// <summary>Keeps commands in a durable queue, and runs them.</summary>
internal sealed class QueueCommand(QueueRequest request, Reporter reporter, ChildRunner children, Interruption interruption)
{
    private readonly CommandQueue _queue = new(request.Directory, StoreOptions.Default with
    {
        Repository = StoreOptions.Default.Repository with
        {
            File = StoreOptions.Default.Repository.File with { Logger = reporter.Logger },
            Lock = StoreOptions.Default.Repository.Lock with { Logger = reporter.Logger },
        },
    });

    public ExitStatus Run() => RunAsync(interruption.Token).GetAwaiter().GetResult();

    private async Task<ExitStatus> RunAsync(CancellationToken token)
    {
        if (request.Action == QueueAction.Run)
        {
            QueueRun run = await new QueueRunner(_queue, request, reporter, children, interruption).RunAsync(token).ConfigureAwait(false);
            interruption.ClaimEnding();
            ExitStatus told = reporter.Done(() => QueueReport.Line(request, run), () => QueueReport.Json(request, run));
            return told == ExitStatus.Done && run.Failed > 0 ? ExitStatus.Error : told;
        }

        string? id = await ChangeAsync(token).ConfigureAwait(false);
        if (request.Action is QueueAction.List or QueueAction.Show)
        {
            return await ShowAsync(token).ConfigureAwait(false);
        }

        interruption.ClaimEnding();
        return request.Action == QueueAction.Add && !reporter.TellsJson
            ? reporter.Print(id + "\n", $"command {id} was added, but that can't be written to standard output")
            : reporter.Done(() => QueueReport.Line(request, id), () => QueueReport.Json(request, id));
    }

    /// <summary>Changes the queue; gives the id of the command that it concerns, if it concerns one.</summary>
    private async Task<string?> ChangeAsync(CancellationToken token)
    {
        string queue = request.Queue ?? "";
        switch (request.Action)
        {
            case QueueAction.Create:
                if (!await _queue.CreateAsync(queue, token).ConfigureAwait(false))
                {
                    throw new MutxException(MutxError.AlreadyExists, $"there is a queue '{queue}' already") { Path = request.Directory };
                }

                break;
            case QueueAction.Add:
                return (await _queue.AddAsync(queue, NewCommand.OfProgram(request.Command!), request.Position, token).ConfigureAwait(false)).Id;
            case QueueAction.Remove:
                await _queue.RemoveAsync(queue, request.Id!, token).ConfigureAwait(false);
                CommandLog.Remove(CommandLog.PathOf(request.Directory, queue, request.Id!));
                break;
            case QueueAction.Move:
                await _queue.MoveAsync(queue, request.Id!, request.Position!.Value, token).ConfigureAwait(false);
                break;
            case QueueAction.Pause:
                await _queue.PauseAsync(queue, token).ConfigureAwait(false);
                break;
            case QueueAction.Resume:
                await _queue.ResumeAsync(queue, token).ConfigureAwait(false);
                break;
        }

        return request.Id;
    }

    private async Task<ExitStatus> ShowAsync(CancellationToken token)
    {
        if (request.Action == QueueAction.Show)
        {
            QueuedCommand command = await _queue.FindAsync(request.Queue!, request.Id!, token).ConfigureAwait(false)
                ?? throw new MutxException(MutxError.NotFound, $"there is no command {request.Id} in the queue '{request.Queue}'")
                {
                    Path = request.Directory,
                };
            return reporter.Print(reporter.TellsJson ? QueueReport.Json(request, command) : QueueReport.Text(request, command));
        }

        if (request.Queue is not null)
        {
            QueueSummary one = await _queue.GetAsync(request.Queue, token).ConfigureAwait(false);
            return reporter.Print(reporter.TellsJson ? QueueReport.Json(request, one) : QueueReport.Text(one));
        }

        var all = new List<QueueSummary>();
        foreach (string name in _queue.ListQueues())
        {
            all.Add(await _queue.GetAsync(name, token).ConfigureAwait(false));
        }

        return reporter.Print(reporter.TellsJson ? QueueReport.Json(request, all) : QueueReport.Text(all));
    }
}
