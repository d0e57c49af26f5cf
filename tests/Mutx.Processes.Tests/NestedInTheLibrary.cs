namespace Mutx.Processes.Tests;

/// <summary>A program of the library's that is started under a lock of <c>mutx run</c>.</summary>
public sealed class NestedInTheLibrary : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("put", "file", "new")]
    [InlineData("acquire", "file", "60000")]
    [InlineData("locksets", "1", "file", "other")]
    public async Task A_wait_that_would_never_end_throws_and_says_why(params string[] arguments)
    {
        using RunningProgram running = Under("file", _sandbox.TestHost(arguments)).Start();
        await running.FeedToEndAsync("\n"u8.ToArray());
        ProgramResult result = await running.WaitAsync();
        Assert.NotEqual(0, result.Status);
        Assert.Contains("LockUnavailableException: cannot lock", result.Error, StringComparison.Ordinal);
        Assert.Contains("the wait would never end", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_of_one_process_take_turns_though_their_program_runs_under_another_lock()
    {
        using RunningProgram running = Under("other", _sandbox.TestHost("queue", "file", "3")).Start();
        running.CloseInput();
        (await running.WaitAsync()).AssertStatus(0);
    }

    private static ProgramRun Under(string resource, ProgramRun run) =>
        run with { FileName = NativeProgram.Path, Arguments = ["run", "--close", resource, "--", run.FileName, .. run.Arguments] };
}
