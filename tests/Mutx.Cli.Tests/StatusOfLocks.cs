using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary><c>mutx status</c>: who holds a lock, found without taking any.</summary>
public sealed class StatusOfLocks : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_free_lock_is_free_and_looking_creates_nothing()
    {
        ProgramResult result = await _sandbox.Mutx("status", "file").RunAsync();
        result.AssertStatus(0);
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(["RESOURCE", "STATE", "PID", "COMMAND", "HOST", "SINCE", "METHOD"], Words(lines[0]));
        Assert.Equal(["file", "free", "-", "-", "-", "-", "kernel"], Words(lines[1]));
        Assert.False(Directory.Exists(_sandbox.LockDirectory));
    }

    [Fact]
    public async Task A_holder_is_named_by_pid_and_command_and_so_is_who_inherited_it()
    {
        using RunningProgram holder = _sandbox.Mutx("run", "file", "--", "sh", "-c", "exec 3<&0; cat <&3 & echo ready; wait").Start();
        await holder.OutputContains("ready");
        JsonElement[] locks = await Status("file");
        JsonElement report = Assert.Single(locks);
        Assert.Equal("held", report.GetProperty("state").GetString());
        Assert.Equal("file", report.GetProperty("resource").GetString());
        Assert.Equal(_sandbox.LockFileOf("file"), report.GetProperty("lockFile").GetString());
        JsonElement[] holders = [.. report.GetProperty("holders").EnumerateArray()];
        Assert.Equal(2, holders.Length);
        Assert.Contains(holders, h => h.GetProperty("pid").GetInt32() == holder.Pid && h.GetProperty("command").GetString()!.StartsWith("sh -c", StringComparison.Ordinal));
        Assert.Contains(holders, h => h.GetProperty("command").GetString() == "cat");
        Assert.All(holders, h => Assert.Equal(Environment.MachineName, h.GetProperty("host").GetString()));

        // The one that took it is gone; who inherited it has it still.
        holder.Signal(Signal.Kill);
        await Eventually.IsTrue(() => holder.HasExited, "the holder is gone");
        JsonElement heir = Assert.Single(Assert.Single(await Status("file")).GetProperty("holders").EnumerateArray().ToArray());
        Assert.Equal("cat", heir.GetProperty("command").GetString());
    }

    [Fact]
    public async Task Without_a_resource_every_held_lock_of_the_directory_is_listed_and_no_other()
    {
        using ForeignLock one = _sandbox.HoldLockOf("one");
        using ForeignLock two = _sandbox.HoldLockOf("two");
        _sandbox.HoldLockOf("free").Dispose();
        JsonElement[] locks = await Status();
        Assert.Equal(
            new[] { one.Path, two.Path }.Order(StringComparer.Ordinal),
            locks.Select(report => report.GetProperty("lockFile").GetString()));
        Assert.All(locks, report => Assert.Equal(Environment.ProcessId, report.GetProperty("holders")[0].GetProperty("pid").GetInt32()));
        one.Dispose();
        two.Dispose();
        Assert.Empty(await Status());
    }

    [Fact]
    public async Task A_shared_lock_a_named_one_and_a_custom_lock_file_are_shown()
    {
        using RunningProgram reader = _sandbox.Mutx("run", "-s", "file", "--", "sh", "-c", "echo ready; cat").Start();
        using RunningProgram named = _sandbox.Mutx("run", "name:job", "--", "sh", "-c", "echo ready; cat").Start();
        using ForeignLock custom = new(_sandbox.Files["custom"]);
        await reader.OutputContains("ready");
        await named.OutputContains("ready");
        Assert.Equal(["shared", "held"], (await Status("file", "name:job")).Select(report => report.GetProperty("state").GetString()!));
        Assert.Equal("held", Assert.Single(await Status("--lock-file", custom.Path)).GetProperty("state").GetString());
        Assert.Equal("held", Assert.Single(await Status("x", "--lock-file", custom.Path)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Looking_takes_no_lock()
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        using Strace strace = new();
        (await strace.Trace("flock,fcntl").Around(_sandbox.Mutx("status", "file")).RunAsync()).AssertStatus(0);
        Assert.DoesNotContain(strace.Named("flock"), call => call.Arguments.Contains(held.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_holds_control_characters_cant_spoil_the_table()
    {
        using RunningProgram holder = _sandbox.Mutx("run", "fi\nle", "--", "sh", "-c", "echo ready; cat; : '\n\u001b[31m'").Start();
        await holder.OutputContains("ready");
        ProgramResult result = await _sandbox.Mutx("status", "fi\nle").RunAsync();
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.StartsWith(@"fi\nle ", line, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task A_resource_that_cant_be_is_an_error() =>
        (await _sandbox.Mutx("status", "missing/file").RunAsync()).AssertError(1, "missing");

    private async Task<JsonElement[]> Status(params string[] arguments)
    {
        ProgramResult result = await _sandbox.Mutx(["status", "--json", .. arguments]).RunAsync();
        result.AssertStatus(0);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("status", json.RootElement.GetProperty("operation").GetString());
        return [.. json.RootElement.GetProperty("status").Clone().EnumerateArray()];
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
