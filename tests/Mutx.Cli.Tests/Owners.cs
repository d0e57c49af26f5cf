namespace Mutx.Cli.Tests;

public sealed class Owners : IDisposable
{
    private readonly Sandbox _sandbox;

    public Owners()
    {
        Need.Root();
        _sandbox = new Sandbox();
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("--preserve-owner")]
    [InlineData("--try-preserve-owner")]
    [InlineData("-q")]
    public async Task Root_keeps_owner_group_and_mode(string option)
    {
        await Make("printf old > file; chmod 640 file; chown 1234:5678 file");

        (await _sandbox.Mutx("file", option).Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal((1234, 5678, "640"), (state.Owner, state.Group, state.Octal));
    }

    [Fact]
    public async Task Where_that_is_declined_the_file_belongs_to_its_writer()
    {
        await Make("printf old > file; chown 1234:5678 file");

        (await _sandbox.Mutx("file", "--no-preserve-owner").Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal((0, 0), (state.Owner, state.Group));
    }

    [Fact]
    public async Task A_user_who_may_not_is_refused_and_the_file_is_untouched()
    {
        await Make("mkdir d; printf old > d/file; chmod 644 d/file; chown 65534 d");
        FileState before = FileState.Of(_sandbox.Files["d/file"]);

        ProgramResult result = await _sandbox.AsNobody(_sandbox.Mutx("d/file", "--preserve-owner").Input("new")).RunAsync();

        result.AssertError(1, "d/file", "owner", "--preserve-owner");
        Assert.Equal(before, FileState.Of(_sandbox.Files["d/file"]));
        Assert.Single(Directory.GetFileSystemEntries(_sandbox.Files["d"]));
    }

    [Fact]
    public async Task A_user_who_may_not_but_only_tries_succeeds()
    {
        await Make("mkdir d; printf old > d/file; chmod 640 d/file; chown 65534 d; chmod o+r d/file");

        ProgramResult result = await _sandbox.AsNobody(_sandbox.Mutx("d/file", "--try-preserve-owner").Input("new")).RunAsync();

        Assert.Contains("lost access", result.AssertStatus(0).Error);
        Assert.Equal("new", _sandbox.Files.Read("d/file"));
        Assert.Equal(65534, FileState.Of(_sandbox.Files["d/file"]).Owner);

        // The group isn't the old one, so it gets what others have.
        Assert.Equal("644", FileState.Of(_sandbox.Files["d/file"]).Octal);
    }

    [Fact]
    public async Task Asked_for_on_a_new_file_it_changes_nothing()
    {
        (await _sandbox.Mutx("file", "--preserve-owner").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal(0, FileState.Of(_sandbox.Files["file"]).Owner);
    }

    [Fact]
    public async Task Giving_the_file_away_keeps_the_set_id_bits_that_were_asked_for()
    {
        await Make("printf old > file; chown 1234:5678 file");

        (await _sandbox.Mutx("file", "--preserve-owner", "--mode", "4750").Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal((1234, 5678, "4750"), (state.Owner, state.Group, state.Octal));
    }

    private async Task Make(string script) => (await _sandbox.Shell("set -e; " + script).RunAsync()).AssertStatus(0);
}
