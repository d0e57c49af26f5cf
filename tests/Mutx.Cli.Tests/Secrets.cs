namespace Mutx.Cli.Tests;

/// <summary>While a private file is replaced, at no moment can another user read the new content.</summary>
public sealed class Secrets : IDisposable
{
    private const string Watcher = """
        while [ ! -e stop ]; do for f in * .[!.]*; do cat -- "$f" 2>/dev/null; done; echo ::; done
        """;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task The_staged_file_is_private_from_its_first_moment_until_it_is_named(params string[] options)
    {
        Secret("600");
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx(["file", .. options]).Input("new secret")).RunAsync()).AssertStatus(0);

        SystemCall staged = Assert.Single(strace.Named("openat"), Stages);
        Assert.Matches("0600", staged.Arguments);
        Assert.All(strace.Named("fchmod", "chmod", "fchmodat"), call => Assert.Matches(", 0?[0-7]00$", call.Arguments));
        Assert.Equal("600", FileState.Of(_sandbox.Files["file"]).Octal);
    }

    [Theory]
    [InlineData("644")]
    [InlineData("640")]
    public async Task Permissions_and_owner_are_given_before_the_file_has_a_name(string mode)
    {
        Need.Root();
        Secret(mode);
        (await _sandbox.Run("chown", "65534:65534", "file").RunAsync()).AssertStatus(0);
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("file", "--preserve-owner").Input("new")).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls];
        int owner = calls.FindIndex(call => call.Name is "fchown" or "fchownat");
        int permissions = calls.FindIndex(call => call.Name is "fchmod" or "fchmodat");
        int named = calls.FindIndex(call => call.Name == "linkat" && call.Arguments.Contains(".mutx.tmp"));
        Assert.InRange(owner, 0, permissions - 1);
        Assert.InRange(permissions, 0, named - 1);
    }

    [Fact]
    public async Task Without_unnamed_files_the_staging_name_is_private_too()
    {
        Secret("600");
        string name = await StagingByName(strace => Assert.All(
            strace.Named("fchmod", "chmod", "fchmodat"), call => Assert.Matches(", 0?[0-7]00$", call.Arguments)));

        Assert.Matches(@"\.file\.[0-9a-f]{16}\.mutx\.tmp", name);
        Assert.Contains("O_EXCL", name);
        Assert.Contains("O_NOFOLLOW", name);
        Assert.EndsWith("0600", name);
        Assert.Equal("new secret", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task Another_user_who_reads_everything_in_a_tight_loop_never_sees_the_secret()
    {
        Secret("600");
        _sandbox.Files.Write("public", "canary");
        using Strace strace = new();
        strace.Trace("fchmod,fchown,fsync,linkat,renameat,renameat2")
            .Inject("fchmod,fchown,fsync,linkat,renameat,renameat2:delay_enter=50000:delay_exit=50000");

        string seen = await WhatNobodySees(() => strace.Around(_sandbox.Mutx("file").Input("new secret")).RunAsync());

        Assert.Contains("canary", seen);
        Assert.DoesNotContain("secret", seen);
        Assert.Equal("new secret", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task That_reader_does_see_a_secret_that_is_staged_carelessly()
    {
        // The control: what the test above watches with can see a file that is made private too late.
        Secret("600");

        string seen = await WhatNobodySees(() => _sandbox
            .Shell("umask 022; printf 'new secret' > temp; while [ ! -e seen ]; do :; done; chmod 600 temp; mv temp file").RunAsync());

        Assert.Contains("secret", seen);
    }

    /// <summary>Makes the filesystem refuse O_TMPFILE, and gives the arguments of the open that stages instead.</summary>
    private async Task<string> StagingByName(Action<Strace> check)
    {
        ProgramRun run = _sandbox.Mutx("file").Input("new secret");
        string refuse;
        using (Strace counting = new())
        {
            (await counting.Trace("openat").Around(run).RunAsync()).AssertStatus(0);
            refuse = counting.PointOf(Stages);
        }

        using Strace strace = new();
        strace.Trace("openat,fchmod,chmod,fchmodat").Inject($"openat:error=EOPNOTSUPP:{refuse}");
        (await strace.Around(run).RunAsync()).AssertStatus(0);
        check(strace);
        return strace.Named("openat").Single(call => call.Arguments.Contains(".mutx.tmp") && call.Succeeded).Arguments;
    }

    /// <summary>Lock files begin without a name too, elsewhere.</summary>
    private bool Stages(SystemCall call) => call.Arguments.Contains("O_TMPFILE") && call.Result.Contains($"<{_sandbox.Files.Path}/");

    private void Secret(string mode)
    {
        _sandbox.Files.Write("file", "old secret");
        _sandbox.Files.SetMode("file", mode);
    }

    private async Task<string> WhatNobodySees(Func<Task<ProgramResult>> act)
    {
        using RunningProgram watcher = _sandbox.Shell(Watcher).AsNobody().Start();
        await watcher.OutputContains("::");
        Task<ProgramResult> acting = act();
        if (!acting.IsCompleted)
        {
            await Task.WhenAny(acting, watcher.OutputContains("secret"));
            _sandbox.Files.Write("seen", "");
        }

        (await acting).AssertStatus(0);
        _sandbox.Files.Write("stop", "");
        return (await watcher.WaitAsync()).Output;
    }
}
