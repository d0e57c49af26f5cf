namespace Mutx.Cli.Tests;

/// <summary>A file that a file server has on lease is waited for, as open(2) waits, and not taken for one that can't be read.</summary>
public sealed class LeasedFiles : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("update", "file", "--", "cat")]
    [InlineData("write", "file", "--if-changed")]
    [InlineData("write", "file", "--if-match", "sha256:cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4")]
    public async Task Are_waited_for(params string[] arguments)
    {
        Lease lease = new(_sandbox.Files.Write("file", "old"));
        using RunningProgram running = _sandbox.Mutx(arguments).Start();
        await running.FeedToEndAsync("old"u8.ToArray());
        await lease.SomeoneWants();
        Assert.False(running.HasExited);

        lease.Dispose();

        (await running.WaitAsync()).AssertSilentSuccess();
        Assert.Equal("old", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task Are_waited_for_where_one_is_a_lock_file()
    {
        Lease lease = new(_sandbox.Files.Write("lock", ""));
        using RunningProgram running = _sandbox.Mutx("run", "file", "--lock-file", "lock", "--", "echo", "ran").Start();
        await lease.SomeoneWants();

        lease.Dispose();

        Assert.Equal("ran\n", (await running.WaitAsync()).AssertStatus(0).Output);
    }
}
