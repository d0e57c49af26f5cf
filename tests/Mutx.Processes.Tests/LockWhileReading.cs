namespace Mutx.Processes.Tests;

/// <summary>A slow producer must never hold the lock: it is taken only when all input is there.</summary>
public sealed class LockWhileReading
{
    [Theory]
    [InlineData("--wait")]
    [InlineData("--stream")]
    [InlineData("--no-wait")]
    public async Task A_second_writer_finishes_while_the_first_still_reads(string option)
    {
        using Sandbox sandbox = new();
        using RunningProgram first = sandbox.Mutx("file", option).Start();
        await first.FeedAsync("first, ");
        await first.HasReadItsInput();

        (await sandbox.Mutx("file", "--no-wait").Input("second").RunAsync()).AssertStatus(0);

        Assert.Equal("second", sandbox.Files.Read("file"));
        Assert.False(first.HasExited);
        await first.FeedToEndAsync("at last"u8.ToArray());
        (await first.WaitAsync()).AssertStatus(0);
        Assert.Equal("first, at last", sandbox.Files.Read("file"));
        sandbox.Files.AssertEntries("file");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--stream")]
    public async Task A_producer_that_writes_the_same_file_does_not_deadlock(string option)
    {
        using Sandbox sandbox = new();
        string script = $$"""
            { echo inner | "$M" file --timeout 20s || echo "inner failed"; cat file; echo outer; } | "$M" file {{option}}
            """;

        (await sandbox.Shell(script).RunAsync()).AssertStatus(0);

        Assert.Equal("inner\nouter\n", sandbox.Files.Read("file"));
        sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task An_input_larger_than_memory_holds_is_staged_without_the_lock()
    {
        using Sandbox sandbox = new();
        byte[] half = new byte[10 << 20];
        half.AsSpan().Fill((byte)'x');
        using RunningProgram first = sandbox.Mutx("file").Start();
        await first.FeedAsync(half);
        await first.HasReadItsInput();

        Assert.True(ForeignLock.IsFree(sandbox.LockFileOf("file")));
        await first.FeedToEndAsync(half);

        (await first.WaitAsync()).AssertStatus(0);
        Assert.Equal(2UL * (10 << 20), FileState.Of(sandbox.Files["file"]).Size);
    }
}
