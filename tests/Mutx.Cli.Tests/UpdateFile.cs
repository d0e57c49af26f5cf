using System.Globalization;

namespace Mutx.Cli.Tests;

/// <summary><c>mutx update</c>: the command reads the file and gives the new one, under one lock.</summary>
public sealed class UpdateFile : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task The_command_reads_the_file_and_its_output_becomes_the_file()
    {
        _sandbox.Files.Write("file", "b\na\n");
        _sandbox.Files.SetMode("file", "640");
        (await _sandbox.Mutx("update", "file", "--", "sort").RunAsync()).AssertSilentSuccess();
        Assert.Equal("a\nb\n", _sandbox.Files.Read("file"));
        Assert.Equal("640", FileState.Of(_sandbox.Files["file"]).Octal);
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task The_lock_is_held_while_the_command_runs()
    {
        _sandbox.Files.Write("file", "old");
        using RunningProgram updating = _sandbox.Mutx("update", "file", "--", "sh", "-c", "echo ready >&2; cat; while [ ! -e go ]; do sleep 0.01; done").Start();
        await updating.ErrorContains("ready");
        (await _sandbox.Mutx("update", "file", "--no-wait", "--", "cat").RunAsync()).AssertError(2, "file", $"pid {updating.Pid}");
        (await _sandbox.Mutx("file", "--no-wait").Input("other").RunAsync()).AssertError(2, "file");
        _sandbox.Files.Write("go", "");
        (await updating.WaitAsync()).AssertStatus(0);
        Assert.Equal("old", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("cat; exit 1")]
    [InlineData("echo half; kill -9 $$")]
    public async Task A_command_that_fails_leaves_the_file_as_it_was(string script)
    {
        string file = _sandbox.Files.Write("file", "old");
        FileState before = FileState.Of(file);
        (await _sandbox.Mutx("update", "file", "--", "sh", "-c", script).RunAsync()).AssertError(4, "file");
        Assert.Equal(before, FileState.Of(file));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task A_missing_file_is_an_error_or_created_from_nothing()
    {
        (await _sandbox.Mutx("update", "file", "--", "touch", "started").RunAsync()).AssertError(1, "file", "--create");
        _sandbox.Files.AssertEntries();
        (await _sandbox.Mutx("update", "file", "--create", "--", "wc", "-c").RunAsync()).AssertSilentSuccess();
        Assert.Equal("0\n", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("mkdir file")]
    [InlineData("mkfifo file")]
    [InlineData("ln -s nowhere file")]
    public async Task What_is_no_regular_file_is_refused_without_hanging(string make)
    {
        (await _sandbox.Shell(make).RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("update", "file", "--create", "--", "touch", "started").RunAsync()).AssertError(1, "file");
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task Through_an_allowed_link_the_file_behind_it_is_updated_under_its_own_lock()
    {
        _sandbox.Files.Write("file", "1");
        File.CreateSymbolicLink(_sandbox.Files["link"], "file");
        using (_sandbox.HoldLockOf("file"))
        {
            (await _sandbox.Mutx("update", "link", "--follow-symlinks", "--no-wait", "--", "cat").RunAsync()).AssertError(2, "link");
        }

        (await _sandbox.Mutx("update", "link", "--follow-symlinks", "--", "sed", "s/1/2/").RunAsync()).AssertSilentSuccess();
        Assert.Equal("2", _sandbox.Files.Read("file"));
        Assert.NotNull(new FileInfo(_sandbox.Files["link"]).LinkTarget);
    }

    [Fact]
    public async Task The_options_of_write_hold_for_update()
    {
        string file = _sandbox.Files.Write("file", "same");
        FileState before = FileState.Of(file);
        (await _sandbox.Mutx("update", "file", "--if-changed", "--", "cat").RunAsync()).AssertSilentSuccess();
        Assert.Equal(before, FileState.Of(file));
        (await _sandbox.Mutx("update", "file", "--require-nonempty", "--", "true").RunAsync()).AssertError(4, "file");
        (await _sandbox.Mutx("update", "file", "--validate", "grep -q other", "--", "cat").RunAsync()).AssertError(4, "file");
        (await _sandbox.Mutx("update", "file", "-i", "x", "--", "cat").RunAsync()).AssertError(1, "--input");
        (await _sandbox.Mutx("update", "file").RunAsync()).AssertError(1, "COMMAND");
        Assert.Equal("same", _sandbox.Files.Read("file"));
        ProgramResult json = await _sandbox.Mutx("update", "file", "--json", "--", "tr", "s", "S").RunAsync();
        Assert.Contains("\"operation\":\"update\"", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_processes_that_count_up_at_once_lose_nothing()
    {
        const int Processes = 8;
        const int Rounds = 15;
        _sandbox.Files.Write("counter", "0\n");
        string loop = $"i=0; while [ $i -lt {Rounds} ]; do \"$M\" update -q --durability none counter -- sh -c 'read n; echo $((n+1))' || exit 1; i=$((i+1)); done";
        ProgramResult[] results = await Task.WhenAll(
            Enumerable.Range(0, Processes).Select(_ => (_sandbox.Shell(loop) with { Deadline = TimeSpan.FromMinutes(3) }).RunAsync()));
        Assert.All(results, result => result.AssertStatus(0));
        Assert.Equal((Processes * Rounds).ToString(CultureInfo.InvariantCulture) + "\n", _sandbox.Files.Read("counter"));
        _sandbox.Files.AssertEntries("counter");
    }
}
