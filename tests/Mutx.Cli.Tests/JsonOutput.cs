using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>The shape that scripts rely on: it only ever grows.</summary>
public sealed class JsonOutput : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_write_is_told_in_one_object()
    {
        JsonElement told = await Told("file", "hello", "--json");

        Assert.Equal("write", told.GetProperty("operation").GetString());
        Assert.Equal(_sandbox.Files["file"], Path.GetFullPath(told.GetProperty("output").GetString()!, _sandbox.Files.Path));
        Assert.Equal(5, told.GetProperty("bytes").GetInt64());
        Assert.True(told.GetProperty("changed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("backup").ValueKind);
        JsonElement held = told.GetProperty("lock");
        Assert.Equal(_sandbox.LockFileOf("file"), held.GetProperty("path").GetString());
        Assert.Equal("kernel", held.GetProperty("method").GetString());
        Assert.InRange(held.GetProperty("waitedMs").GetDouble(), 0, 20_000);
    }

    [Fact]
    public async Task An_equal_file_is_told_as_not_changed()
    {
        _sandbox.Files.Write("file", "same");

        Assert.False((await Told("file", "same", "--json", "--if-changed")).GetProperty("changed").GetBoolean());
        Assert.True((await Told("file", "other", "--json", "--if-changed")).GetProperty("changed").GetBoolean());
    }

    [Theory]
    [InlineData("with \"quotes\" and \\ and \n newline")]
    [InlineData("ünïcode-🔒")]
    [InlineData("control\u0001\u001f")]
    public async Task Names_of_every_kind_come_through(string name)
    {
        JsonElement told = await Told(name, "x", "--json");

        Assert.Equal(_sandbox.Files[name], Path.GetFullPath(told.GetProperty("output").GetString()!, _sandbox.Files.Path));
    }

    [Fact]
    public async Task The_time_waited_is_told()
    {
        ForeignLock held = _sandbox.HoldLockOf("file");
        using RunningProgram writer = _sandbox.Mutx("file", "--json", "-q").Start();
        await writer.FeedToEndAsync("x"u8.ToArray());
        await ProcLocks.SomeoneWaitsFor(held.Path);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        held.Dispose();

        JsonElement told = Parse((await writer.WaitAsync()).AssertStatus(0).Output);

        Assert.InRange(told.GetProperty("lock").GetProperty("waitedMs").GetDouble(), 40, 20_000);
    }

    [Theory]
    [InlineData(1, "directory")]
    [InlineData(1, "missing/file")]
    [InlineData(2, "taken", "--no-wait")]
    [InlineData(4, "file", "--if-match", "absent")]
    [InlineData(1, "file", "--no-such-option")]
    [InlineData(1, "file", "--timeout=soon")]
    public async Task An_error_is_one_object_on_standard_error(int status, params string[] arguments)
    {
        _sandbox.Files.MakeDirectory("directory");
        _sandbox.Files.Write("file", "old");
        using ForeignLock held = _sandbox.HoldLockOf("taken");

        ProgramResult result = await _sandbox.Mutx([.. arguments, "--json"]).Input("new").RunAsync();

        result.AssertStatus(status);
        Assert.Equal("", result.Output);
        JsonElement error = Parse(result.Error).GetProperty("error");
        Assert.Matches("^[A-Za-z]+$", error.GetProperty("code").GetString());
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.True(error.TryGetProperty("path", out _));
        Assert.True(error.TryGetProperty("hint", out _));
    }

    [Fact]
    public async Task An_error_on_a_path_tells_the_path_and_what_to_do()
    {
        ProgramResult result = await _sandbox.Mutx("missing/file", "--json").Input("new").RunAsync();

        JsonElement error = Parse(result.AssertStatus(1).Error).GetProperty("error");
        Assert.Contains("missing", error.GetProperty("path").GetString());
        Assert.Contains("mkdir -p", error.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Every_error_has_a_code_of_its_own()
    {
        _sandbox.Files.MakeDirectory("directory");
        using ForeignLock held = _sandbox.HoldLockOf("taken");
        string[] codes =
        [
            await Code("directory"), await Code("taken", "--no-wait"), await Code("x", "--require-nonempty"), await Code("missing/x"),
        ];

        Assert.Equal(codes.Length, codes.Distinct().Count());

        async Task<string> Code(params string[] arguments) =>
            Parse((await _sandbox.Mutx([.. arguments, "--json"]).RunAsync()).Error).GetProperty("error").GetProperty("code").GetString()!;
    }

    private async Task<JsonElement> Told(string name, string content, params string[] options)
    {
        ProgramResult result = await _sandbox.Mutx(["write", name, .. options]).Input(content).RunAsync();
        result.AssertStatus(0);
        Assert.Equal("", result.Error);
        return Parse(result.Output);
    }

    // One object and a line end, nothing before or after.
    private static JsonElement Parse(string text)
    {
        Assert.EndsWith("}\n", text);
        return JsonDocument.Parse(text).RootElement;
    }
}
