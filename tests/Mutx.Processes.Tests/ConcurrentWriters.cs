namespace Mutx.Processes.Tests;

public sealed class ConcurrentWriters
{
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task Waiting_writers_all_succeed_and_leave_one_of_their_files_whole(int writers)
    {
        using Sandbox sandbox = new();

        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, writers)
            .Select(writer => sandbox.Mutx("shared").Input(Versions.Content(writer)).RunAsync()));

        Assert.All(results, result => result.AssertStatus(0));
        byte[] content = File.ReadAllBytes(sandbox.Files["shared"]);
        Assert.Contains(Enumerable.Range(0, writers), writer => content.AsSpan().SequenceEqual(Versions.Content(writer)));
        sandbox.Files.AssertEntries("shared");
        Assert.Equal(["shared"], sandbox.Files.Entries);
        Assert.Single(Directory.GetFiles(sandbox.LockDirectory));
    }

    [Fact]
    public async Task Updaters_of_many_files_do_not_wait_for_each_other()
    {
        using Sandbox sandbox = new();
        using ForeignLock held = sandbox.HoldLockOf("busy");

        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => sandbox.Mutx($"file{i}", "--no-wait").Input("x").RunAsync()));

        Assert.All(results, result => result.AssertStatus(0));
    }
}
