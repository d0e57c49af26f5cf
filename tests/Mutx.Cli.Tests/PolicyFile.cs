using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>A directory's word on how to lock, <c>.mutx</c>: who may speak for it, and who may not.</summary>
public sealed class PolicyFile : IDisposable
{
    private const int Owner = 1111;
    private const int Other = 2222;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("1777", Owner, 0)] // root's in the sticky directory of another
    [InlineData("1777", Owner, Owner)]
    [InlineData("0777", Owner, Other)] // who made it could have replaced the files as well
    [InlineData("0755", 0, 0)]
    public async Task Counts_where_whoever_wrote_it_speaks_for_the_directory(string mode, int directoryOwner, int fileOwner)
    {
        await Make(mode, directoryOwner, $"echo 'lock-method = claim' > d/.mutx; chown {fileOwner} d/.mutx");

        ProgramResult result = await _sandbox.Mutx("d/f", "--json").Input("new").RunAsync();

        Assert.Equal("claim", Method(result.AssertStatus(0)));
    }

    [Theory]
    [InlineData("1777", Owner, $"echo 'lock-method = claim' > d/.mutx; chown 2222 d/.mutx", "user 2222")]
    [InlineData("1777", Owner, $"echo nonsense > d/.mutx; chown 2222 d/.mutx", "user 2222")]
    [InlineData("1777", Owner, "echo 'lock-method = claim' > t; chown 1111 t; ln -s ../t d/.mutx", "symbolic link")]
    [InlineData("0755", 0, "echo 'lock-method = claim' > t; ln -s ../t d/.mutx", "symbolic link")]
    [InlineData("0755", 0, "echo 'lock-method = claim' > d/.mutx; chmod 666 d/.mutx", "may write")]
    [InlineData("0755", 0, "echo 'lock-method = claim' > d/.mutx; chgrp 5 d/.mutx; chmod 664 d/.mutx", "may write")]
    [InlineData("0755", 0, "echo 'lock-method = claim' > d/.mutx; chown 2222 d/.mutx", "user 2222")]
    [InlineData("1777", Owner, "mkfifo d/.mutx; chown 2222 d/.mutx", "FIFO")]
    [InlineData("0755", 0, "mkdir d/.mutx", "directory")]
    public async Task Anybody_elses_has_no_effect_and_is_named(string mode, int directoryOwner, string made, string why)
    {
        await Make(mode, directoryOwner, made);

        ProgramResult result = await _sandbox.Mutx("d/f", "--json").Input("new").RunAsync();
        ProgramResult said = await _sandbox.Mutx("d/f").Input("newer").RunAsync();

        Assert.Equal("kernel", Method(result.AssertStatus(0)));
        string warning = Assert.Single(Warnings(result), each => each.Contains("/.mutx'"));
        Assert.Contains(why, warning);
        Assert.Contains("warning: ", said.AssertStatus(0).Error);
        Assert.Contains("/.mutx'", said.Error);
        Assert.Equal("newer", _sandbox.Files.Read("d/f"));
        (await _sandbox.Mutx("d/f", "-q").Input("new").RunAsync()).AssertSilentSuccess();
    }

    [Theory]
    [InlineData("lock-metod = claim", "lock-metod")]
    [InlineData("lock-method = clam", "clam")]
    [InlineData("lock-method", "lock-method")]
    [InlineData("lock-method = claim\nwho = me", "who")]
    public async Task What_it_says_that_is_not_known_is_an_error_that_names_it(string text, string named)
    {
        await Make("0755", 0, "");
        _sandbox.Files.Write("d/.mutx", text + "\n");

        (await _sandbox.Mutx("d/f").Input("new").RunAsync()).AssertError(1, "/.mutx'", $"'{named}'");

        Assert.False(File.Exists(_sandbox.Files["d/f"]));
    }

    [Fact]
    public async Task Beats_the_environment_and_is_beaten_by_the_option()
    {
        await Make("0755", 0, "echo 'lock-method = claim' > d/.mutx");
        ProgramRun run = _sandbox.Mutx("d/f", "--json").Input("new").With("MUTX_LOCK_METHOD", "kernel");

        Assert.Equal("claim", Method((await run.RunAsync()).AssertStatus(0)));
        Assert.Equal("kernel", Method((await (run with { Arguments = [.. run.Arguments, "--lock-method", "kernel"] }).RunAsync()).AssertStatus(0)));
    }

    private static string? Method(ProgramResult result) =>
        JsonDocument.Parse(result.Output).RootElement.GetProperty("lock").GetProperty("method").GetString();

    private static IEnumerable<string> Warnings(ProgramResult result) =>
        JsonDocument.Parse(result.Output).RootElement.GetProperty("warnings").EnumerateArray().Select(each => each.GetString()!);

    private async Task Make(string mode, int owner, string script)
    {
        Need.Root();
        (await _sandbox.Shell($"set -e; mkdir d; {script}\nchown {owner} d; chmod {mode} d").RunAsync()).AssertStatus(0);
    }
}
