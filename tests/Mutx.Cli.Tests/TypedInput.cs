namespace Mutx.Cli.Tests;

/// <summary>Standard input that is a terminal: whoever forgot to give input is told what mutx waits for.</summary>
public sealed class TypedInput : IDisposable
{
    private const string Notice = "reading from the terminal; Ctrl-D ends it, Ctrl-C cancels";
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Is_told_of_and_ends_with_control_d()
    {
        using RunningProgram running = OnTerminal("\"$M\" file").Start();
        await running.OutputContains(Notice);
        await running.FeedAsync("typed\n\u0004");
        (await running.WaitAsync()).AssertStatus(0);
        Assert.Equal("typed\n", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("\"$M\" file -q")]
    [InlineData("\"$M\" file --json")]
    [InlineData("\"$M\" file -i source")]
    [InlineData("\"$M\" file -- echo typed")]
    [InlineData("echo typed | \"$M\" file")]
    public async Task Is_not_told_of_where_it_is_not_read_or_nothing_is_to_be_said(string line)
    {
        _sandbox.Files.Write("source", "typed\n");
        ProgramResult result = await OnTerminal(line).Input("typed\n\u0004").RunAsync();
        result.AssertStatus(0);
        Assert.DoesNotContain("reading from", result.Output, StringComparison.Ordinal);
        Assert.Equal("typed\n", _sandbox.Files.Read("file"));
    }

    /// <summary>script(1) gives the line a terminal of its own, and shows on standard output what is written there.</summary>
    private ProgramRun OnTerminal(string line)
    {
        Need.Package("script", "bsdutils");
        return _sandbox.Run("script", "-qec", line, "/dev/null").With("SHELL", "/bin/sh");
    }
}
