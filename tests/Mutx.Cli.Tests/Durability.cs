namespace Mutx.Cli.Tests;

/// <summary>Which syncs are made at each level of durability, and in which order.</summary>
public sealed class Durability : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Full_syncs_the_file_before_it_is_renamed_and_the_directory_after(bool existing)
    {
        List<SystemCall> calls = await Calls(existing, "--durability=full");

        int named = calls.FindLastIndex(call => call.Name is "renameat" or "renameat2" or "rename" or "linkat");
        int file = calls.FindIndex(call => IsSync(call) && !IsOfDirectory(call));
        int directory = calls.FindIndex(call => IsSync(call) && IsOfDirectory(call));
        Assert.InRange(file, 0, named - 1);
        Assert.InRange(directory, named + 1, calls.Count);
    }

    [Fact]
    public async Task Full_is_the_default()
    {
        List<SystemCall> calls = await Calls(existing: true);

        Assert.Contains(calls, call => IsSync(call) && !IsOfDirectory(call));
        Assert.Contains(calls, call => IsSync(call) && IsOfDirectory(call));
    }

    [Fact]
    public async Task File_syncs_the_file_and_not_the_directory()
    {
        List<SystemCall> calls = await Calls(existing: true, "--durability=file");

        Assert.Contains(calls, call => IsSync(call) && !IsOfDirectory(call));
        Assert.DoesNotContain(calls, call => IsSync(call) && IsOfDirectory(call));
    }

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task None_syncs_nothing(params string[] options)
    {
        List<SystemCall> calls = await Calls(existing: true, ["--durability=none", .. options]);

        Assert.DoesNotContain(calls, IsSync);
        Assert.Contains(calls, call => call.Name.StartsWith("rename", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_content_is_complete_and_its_metadata_set_before_the_file_is_synced_for_the_last_time()
    {
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();

        (await strace.Around(_sandbox.Mutx("file", "--mode", "0640").Input("new")).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls.Where(call => call.Arguments.Contains(_sandbox.Files.Path))];
        int synced = calls.FindLastIndex(call => IsSync(call) && !IsOfDirectory(call));
        Assert.InRange(calls.FindLastIndex(call => call.Name is "write" or "pwrite64"), 0, synced - 1);
        Assert.InRange(calls.FindLastIndex(call => call.Name is "fchmod"), 0, synced - 1);
        Assert.InRange(synced, 0, calls.FindIndex(call => call.Name.StartsWith("rename", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public async Task The_lock_is_taken_before_the_commit_and_let_go_after_it()
    {
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();
        strace.Trace("flock,renameat,renameat2,rename,fsync");

        (await strace.Around(_sandbox.Mutx("file").Input("new")).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls];
        int locked = calls.FindIndex(call => call.Name == "flock" && call.Arguments.Contains("LOCK_EX") && call.Arguments.Contains(".lock"));
        int unlocked = calls.FindIndex(call => call.Name == "flock" && call.Arguments.Contains("LOCK_UN") && call.Arguments.Contains(".lock"));
        Assert.InRange(calls.FindIndex(call => call.Name.StartsWith("rename", StringComparison.Ordinal)), locked + 1, unlocked - 1);
        Assert.InRange(calls.FindLastIndex(IsSync), locked + 1, unlocked - 1);
    }

    [Fact]
    public async Task Large_content_is_synced_before_the_lock_is_taken()
    {
        using Strace strace = new();
        strace.Trace("flock,fsync,fdatasync");

        (await strace.Around(_sandbox.Mutx("file").Input(new byte[20 << 20])).RunAsync()).AssertStatus(0);

        List<SystemCall> calls = [.. strace.Calls];
        int locked = calls.FindIndex(call => call.Name == "flock" && call.Arguments.Contains(".lock"));
        Assert.InRange(calls.FindIndex(IsSync), 0, locked - 1);
    }

    private static bool IsSync(SystemCall call) => call.Name is "fsync" or "fdatasync" or "sync_file_range" or "syncfs" or "sync";

    private bool IsOfDirectory(SystemCall call) => call.Arguments.EndsWith($"<{_sandbox.Files.Path}>", StringComparison.Ordinal);

    private async Task<List<SystemCall>> Calls(bool existing, params string[] options)
    {
        if (existing)
        {
            _sandbox.Files.Write("file", "old");
        }

        using Strace strace = new();
        strace.Trace("fsync,fdatasync,sync_file_range,syncfs,sync,linkat,rename,renameat,renameat2");
        (await strace.Around(_sandbox.Mutx(["file", .. options]).Input("new")).RunAsync()).AssertStatus(0);
        Assert.Equal("new", _sandbox.Files.Read("file"));
        return [.. strace.Calls];
    }
}
