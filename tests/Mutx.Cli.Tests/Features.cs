using System.Globalization;
using System.Text.Json;

namespace Mutx.Cli.Tests;

public sealed class Features : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private string LockFile => Path.Combine(_sandbox.Files.Path, ".gsd", "specs", "login", ".lock");

    [Fact]
    public async Task A_lock_is_taken_for_the_calling_shell_and_refused_to_others_until_it_is_released()
    {
        ProgramResult result = await _sandbox.Shell("""
            "$M" feature acquire login && echo taken
            "$M" feature acquire login 2>/dev/null; echo $?
            "$M" feature release login --pid 1 2>/dev/null; echo $?
            "$M" feature check login
            echo "$$"
            "$M" feature release login && "$M" feature check login && "$M" feature release login; echo $?
            """).RunAsync();
        string[] lines = result.AssertStatus(0).Output.TrimEnd().Split('\n');
        Assert.Equal(["taken", "2", "1"], lines[..3]);
        Assert.Matches($"^pid {lines[4]}, since 20[0-9-]+T[0-9:.]+Z, age [0-9]+m?s$", lines[3]);
        Assert.Equal("0", lines[5]);
        Assert.False(File.Exists(LockFile));
    }

    [Fact]
    public async Task A_refusal_says_who_has_it()
    {
        (await _sandbox.Mutx("feature", "acquire", "login", "--pid", "42").RunAsync()).AssertSilentSuccess();
        Assert.StartsWith("42:", File.ReadAllText(LockFile));
        (await _sandbox.Mutx("feature", "acquire", "login", "--pid", "43").RunAsync()).AssertError(2, "login", "pid 42");
        (await _sandbox.Mutx("feature", "release", "login", "--pid", "43").RunAsync()).AssertError(1, "login", "pid 42", "--pid");
    }

    [Fact]
    public async Task What_check_says_is_there_for_programs_too()
    {
        string root = _sandbox.Files["r"];
        await _sandbox.Mutx("feature", "acquire", "login", "--pid", "42", "--root", root).RunAsync();
        JsonElement held = await Json("feature", "check", "login", "--root", root, "--json");
        Assert.Equal((true, 42), (held.GetProperty("held").GetBoolean(), held.GetProperty("pid").GetInt32()));
        Assert.InRange(held.GetProperty("age").GetDouble(), -60, 60);
        double now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        Assert.InRange(held.GetProperty("timestamp").GetDouble(), now - 60, now + 60);
        Assert.False((await Json("feature", "check", "other", "--root", root, "--json")).GetProperty("held").GetBoolean());
        Assert.True((await Json("feature", "release", "login", "--pid", "42", "--root", root, "--json")).GetProperty("released").GetBoolean());
    }

    [Fact]
    public async Task A_lock_two_hours_old_is_taken_over()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LockFile)!);
        string time = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 7300}.5");
        File.WriteAllText(LockFile, $"42:{time}");
        (await _sandbox.Mutx("feature", "acquire", "login", "--pid", "43").RunAsync()).AssertSilentSuccess();
        Assert.StartsWith("43:", File.ReadAllText(LockFile));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile)!));
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("foo/bar")]
    [InlineData("foo\\bar")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a\nb")]
    public async Task A_name_that_is_none_is_refused_before_anything_is_touched(string name)
    {
        foreach (string action in new[] { "acquire", "release", "check" })
        {
            (await _sandbox.Mutx("feature", action, name).RunAsync()).AssertError(1, "is no name of a feature");
        }

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_name_of_300_characters_is_refused()
    {
        (await _sandbox.Mutx("feature", "acquire", new string('a', 300)).RunAsync()).AssertError(1, "255");
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task The_current_feature_stands_in_for_a_name()
    {
        (await _sandbox.Mutx("feature", "current").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("feature", "acquire").RunAsync()).AssertError(1, "no NAME given", "MUTX_FEATURE");
        ProgramRun acquire = _sandbox.Mutx("feature", "acquire", "--pid", "42").With("MUTX_FEATURE", "login");
        (await acquire.RunAsync()).AssertSilentSuccess();
        Assert.StartsWith("42:", File.ReadAllText(LockFile));
        _sandbox.Files.Write(Path.Combine(".gsd", ".current-feature"), "checkout\n");
        Assert.Equal("checkout\n", (await _sandbox.Mutx("feature", "current").RunAsync()).AssertStatus(0).Output);
    }

    [Fact]
    public async Task An_action_that_is_none_proposes_the_nearest()
    {
        (await _sandbox.Mutx("feature", "aquire", "login").RunAsync()).AssertError(1, "did you mean 'acquire'?");
        (await _sandbox.Mutx("feature", "check", "login", "--pid", "1").RunAsync()).AssertError(1, "--pid");
        (await _sandbox.Mutx("feature", "acquire", "login", "--pid", "0").RunAsync()).AssertError(1, "--pid");
        (await _sandbox.Mutx("feature", "acquire", "login", "--pid", "4194305").RunAsync()).AssertError(1, "--pid");
    }

    private async Task<JsonElement> Json(params string[] arguments) =>
        JsonDocument.Parse((await _sandbox.Mutx(arguments).RunAsync()).AssertStatus(0).Output).RootElement;
}
