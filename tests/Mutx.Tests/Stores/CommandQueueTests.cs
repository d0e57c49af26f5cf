using Mutx.Primitives;
using Mutx.Stores.Queues;

namespace Mutx.Tests.Stores;

public sealed class CommandQueueTests : StoreFixture
{
    private CommandQueue Queue => new(Directory.Path, Options);

    [Fact]
    public async Task Commands_are_listed_in_the_order_they_were_added_and_moved_to()
    {
        CommandQueue queue = Queue;
        Assert.True(await queue.CreateAsync("q", Token));
        Assert.False(await queue.CreateAsync("q", Token));
        foreach (string text in (string[])["a", "b", "c"])
        {
            await queue.AddAsync("q", NewCommand.OfText(text), cancellationToken: Token);
        }

        await queue.AddAsync("q", NewCommand.OfProgram("echo", "x"), position: 2, Token);
        Assert.Equal(["1", "4", "2", "3"], await Ids(queue));
        await queue.MoveAsync("q", "3", 1, Token);
        Assert.Equal(["3", "1", "4", "2"], await Ids(queue));
        await queue.ReorderAsync("q", ["2", "4"], Token);
        Assert.Equal(["2", "4", "3", "1"], await Ids(queue));
        await queue.RemoveAsync("q", "4", Token);
        await queue.AddAsync("q", NewCommand.OfText("again"), position: 99, Token);
        Assert.Equal(["2", "3", "1", "5"], await Ids(queue));
        Assert.Equal(["q"], queue.ListQueues());
    }

    [Fact]
    public async Task A_taken_command_is_running_and_its_end_is_told()
    {
        CommandQueue queue = await WithCommands(3);
        using QueueWorker worker = await queue.OpenWorkerAsync("q", Token);
        QueuedCommand first = (await queue.TakeNextAsync(worker, Token))!;
        QueuedCommand second = (await queue.TakeNextAsync(worker, Token))!;
        Assert.Equal(("1", CommandStatus.Running, 1), (first.Id, first.Status, first.Attempts));
        Time.Advance(TimeSpan.FromSeconds(5));
        QueuedCommand completed = await queue.CompleteAsync(worker, first.Id, 0, Token);
        await queue.FailAsync(worker, second.Id, "it broke", 7, Token);
        await queue.SkipAsync("q", "3", Token);
        Assert.Equal(TimeSpan.FromSeconds(5), completed.Finished - completed.Started);
        Assert.Equal(("it broke", 7), ((await queue.FindAsync("q", "2", Token))!.Error, (await queue.FindAsync("q", "2", Token))!.ExitStatus));
        Assert.Null(await queue.TakeNextAsync(worker, Token));
        Assert.Equal(1, await queue.CountAsync("q", CommandStatus.Skipped, Token));
        Assert.Equal(["1"], (await queue.ListAsync("q", CommandStatus.Completed, Token)).Select(c => c.Id));
    }

    [Fact]
    public async Task Each_command_is_taken_by_exactly_one_of_many_workers()
    {
        CommandQueue queue = await WithCommands(40);
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                CommandQueue own = Queue;
                await using QueueWorker worker = await own.OpenWorkerAsync("q", Token);
                while (await own.TakeNextAsync(worker, Token) is { } command)
                {
                    taken.Add(command.Id);
                    await own.CompleteAsync(worker, command.Id, 0, Token);
                }
            },
            Token)));
        Assert.Equal(40, taken.Count);
        Assert.Equal(40, taken.Distinct().Count());
        Assert.Equal(40, await queue.CountAsync("q", CommandStatus.Completed, Token));
    }

    [Fact]
    public async Task What_a_dead_worker_was_running_is_taken_again_and_what_a_living_one_runs_is_not()
    {
        CommandQueue queue = await WithCommands(2);
        QueueWorker dead = await queue.OpenWorkerAsync("q", Token);
        await using QueueWorker living = await queue.OpenWorkerAsync("q", Token);
        Assert.Equal("1", (await queue.TakeNextAsync(dead, Token))!.Id);
        Assert.Equal("2", (await queue.TakeNextAsync(living, Token))!.Id);
        Assert.Null(await queue.TakeNextAsync(living, Token));
        dead.Dispose();
        QueuedCommand again = (await queue.TakeNextAsync(living, Token))!;
        Assert.Equal(("1", 2), (again.Id, again.Attempts));
    }

    [Fact]
    public async Task A_worker_that_gets_a_dead_ones_number_does_not_keep_its_command()
    {
        CommandQueue queue = await WithCommands(1);
        QueueWorker dead = await queue.OpenWorkerAsync("q", Token);
        await queue.TakeNextAsync(dead, Token);
        dead.Dispose();
        await using QueueWorker heir = await queue.OpenWorkerAsync("q", Token);
        Assert.Equal(dead.Number, heir.Number);
        Assert.Equal("1", (await queue.TakeNextAsync(heir, Token))!.Id);
    }

    [Fact]
    public async Task A_disposed_worker_takes_nothing_and_ends_nothing_of_its_heirs()
    {
        CommandQueue queue = await WithCommands(2);
        QueueWorker gone = await queue.OpenWorkerAsync("q", Token);
        await queue.TakeNextAsync(gone, Token);
        gone.Dispose();
        await using QueueWorker heir = await queue.OpenWorkerAsync("q", Token);
        Assert.Equal(gone.Number, heir.Number);
        Assert.Equal("1", (await queue.TakeNextAsync(heir, Token))!.Id);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.TakeNextAsync(gone, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.CompleteAsync(gone, "1", 0, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.FailAsync(gone, "1", "no", 1, Token));
        Assert.Equal(CommandStatus.Running, (await queue.FindAsync("q", "1", Token))!.Status);
        Assert.Equal(CommandStatus.Completed, (await queue.CompleteAsync(heir, "1", 0, Token)).Status);
    }

    [Fact]
    public async Task A_worker_whose_lock_was_wiped_away_ends_nothing_of_the_one_that_has_its_number_now()
    {
        CommandQueue queue = await WithCommands(2);
        await using QueueWorker first = await queue.OpenWorkerAsync("q", Token);
        await queue.TakeNextAsync(first, Token);
        foreach (string file in System.IO.Directory.GetFiles(Locks.Path))
        {
            File.Delete(file);
        }

        await using QueueWorker second = await queue.OpenWorkerAsync("q", Token);
        Assert.Equal(first.Number, second.Number);
        Assert.Equal("1", (await queue.TakeNextAsync(second, Token))!.Id);
        await Refused(() => queue.CompleteAsync(first, "1", 0, Token));
        await Assert.ThrowsAsync<LockLostException>(() => queue.TakeNextAsync(first, Token));
        await queue.CompleteAsync(second, "1", 0, Token);
    }

    [Fact]
    public async Task A_paused_queue_gives_out_nothing_until_it_is_resumed()
    {
        CommandQueue queue = await WithCommands(1);
        await using QueueWorker worker = await queue.OpenWorkerAsync("q", Token);
        await queue.PauseAsync("q", Token);
        Assert.Null(await queue.TakeNextAsync(worker, Token));
        Assert.Equal(QueueState.Paused, (await queue.GetAsync("q", Token)).State);
        await queue.ResumeAsync("q", Token);
        Assert.NotNull(await queue.TakeNextAsync(worker, Token));
    }

    [Fact]
    public async Task What_runs_can_be_neither_removed_nor_changed_nor_moved()
    {
        CommandQueue queue = await WithCommands(1);
        await using (QueueWorker worker = await queue.OpenWorkerAsync("q", Token))
        {
            await queue.TakeNextAsync(worker, Token);
            await Refused(() => queue.RemoveAsync("q", "1", Token));
            await Refused(() => queue.UpdateAsync("q", "1", NewCommand.OfText("other"), Token));
            await Refused(() => queue.MoveAsync("q", "1", 1, Token));
            await Refused(() => queue.DeleteAsync("q", Token));
        }

        await queue.RemoveAsync("q", "1", Token);
        Assert.True(await queue.DeleteAsync("q", Token));
    }

    [Fact]
    public async Task An_end_is_only_told_by_the_worker_that_has_the_command()
    {
        CommandQueue queue = await WithCommands(2);
        await using QueueWorker worker = await queue.OpenWorkerAsync("q", Token);
        await using QueueWorker other = await queue.OpenWorkerAsync("q", Token);
        await queue.TakeNextAsync(worker, Token);
        await Refused(() => queue.CompleteAsync(other, "1", 0, Token));
        await Refused(() => queue.CompleteAsync(worker, "2", 0, Token));
        await queue.CompleteAsync(worker, "1", 0, Token);
        await Refused(() => queue.CompleteAsync(worker, "1", 0, Token));
    }

    [Fact]
    public async Task A_queue_or_command_that_is_not_there_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<MutxException>(() => Queue.AddAsync("none", NewCommand.OfText("x"), cancellationToken: Token));
        Assert.Equal(MutxError.NotFound, error.Error);
        Assert.Contains("none", error.Message, StringComparison.Ordinal);
        CommandQueue queue = await WithCommands(1);
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => queue.RemoveAsync("q", "9", Token))).Error);
        await Assert.ThrowsAsync<ArgumentException>(() => queue.CreateAsync("../q", Token));
    }

    [Fact]
    public async Task A_text_changes_into_another_command()
    {
        CommandQueue queue = await WithCommands(1);
        QueuedCommand changed = await queue.UpdateAsync("q", "1", NewCommand.OfProgram("ls", "-l"), Token);
        Assert.Null(changed.Text);
        Assert.Equal(["ls", "-l"], changed.Arguments);
    }

    [Fact]
    public async Task Watching_shows_each_change_of_the_queue()
    {
        CommandQueue queue = await WithCommands(0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TestKit.Eventually.Deadline);
        await using IAsyncEnumerator<QueueSummary> states = queue.WatchAsync("q", stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await states.MoveNextAsync());
        Assert.Empty(states.Current.Commands);
        await queue.AddAsync("q", NewCommand.OfText("x"), cancellationToken: Token);
        Assert.True(await states.MoveNextAsync());
        Assert.Single(states.Current.Commands);
        await queue.DeleteAsync("q", Token);
        Assert.False(await states.MoveNextAsync());
    }

    private async Task<CommandQueue> WithCommands(int count)
    {
        CommandQueue queue = Queue;
        await queue.CreateAsync("q", Token);
        for (int i = 1; i <= count; i++)
        {
            await queue.AddAsync("q", NewCommand.OfText($"command {i}"), cancellationToken: Token);
        }

        return queue;
    }

    private static async Task<IEnumerable<string>> Ids(CommandQueue queue) =>
        (await queue.ListAsync("q", cancellationToken: Token)).Select(command => command.Id);

    private static async Task Refused(Func<Task> action) =>
        Assert.Equal(MutxError.InvalidRequest, (await Assert.ThrowsAsync<MutxException>(action)).Error);
}
