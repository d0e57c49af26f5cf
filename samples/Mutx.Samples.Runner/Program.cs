using Mutx.Stores.Queues;

// Runner QUEUE-DIRECTORY QUEUE
// Takes what is in the queue, prints it, and says that it is done; ends when standard input does.
if (args is not [string directory, string name])
{
    await Console.Error.WriteLineAsync("usage: Runner QUEUE-DIRECTORY QUEUE");
    return 1;
}

var queue = new CommandQueue(directory);
using var stop = new CancellationTokenSource();
// The console's reader blocks, whatever its methods are called.
_ = Task.Run(() =>
{
    Console.In.ReadToEnd();
    stop.Cancel();
});
await using QueueWorker worker = await queue.OpenWorkerAsync(name);
Console.WriteLine("ready");
try
{
    // Each state of the queue may have something to take; so does the one it has now.
    await foreach (QueueSummary _ in queue.WatchAsync(name, stop.Token))
    {
        while (await queue.TakeNextAsync(worker, stop.Token) is { } command)
        {
            Console.WriteLine($"run {command.Text ?? string.Join(' ', command.Arguments!)}");
            await queue.CompleteAsync(worker, command.Id);
        }
    }
}
catch (OperationCanceledException)
{
    // That is how it ends.
}

return 0;
