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
    [InlineData("--wait")]
    public async Task Root_keeps_owner_group_and_mode(string option)
    {
        await Make("printf old > file; chmod 640 file; chown 1234:5678 file");

        (await _sandbox.Mutx("file", option, "-q").Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal((1234, 5678, "640"), (state.Owner, state.Group, state.Octal));
    }

    [Fact]
    public async Task Where_that_is_declined_the_file_belongs_to_its_writer()
    {
        await Make("printf old > file; chown 1234:5678 file");

        (await _sandbox.Mutx("file", "--no-preserve-owner", "-q").Input("new").RunAsync()).AssertSilentSuccess();

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
    public async Task A_group_that_is_lost_narrows_an_access_list_too()
    {
        Need.Package("setfacl", "acl");
        await Make("mkdir d; printf old > d/file; chown 1234:5678 d/file; setfacl -m u::rw,u:1001:rw,g::rw,m::rw,o::r d/file; chown 65534 d");

        (await _sandbox.AsNobody(_sandbox.Mutx("d/file").Input("new")).RunAsync()).AssertStatus(0);

        // The members of the new group were among the others before.
        ProgramResult list = await _sandbox.Shell("getfacl -cn d/file").RunAsync();
        Assert.Equal("user::rw-\nuser:1001:rw-\ngroup::r--\nmask::rw-\nother::r--\n\n", list.Output);
        Assert.Equal((65534, 65534), (FileState.Of(_sandbox.Files["d/file"]).Owner, FileState.Of(_sandbox.Files["d/file"]).Group));
    }

    [Fact]
    public async Task A_file_that_is_gone_comes_back_with_its_former_owner_group_and_mode()
    {
        await Make("printf old > file; chmod 640 file; chown 1234:5678 file; printf new | \"$M\" file --backup; rm file");

        (await _sandbox.Mutx("restore", "file").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal(("old", 1234, 5678, "640"), (_sandbox.Files.Read("file"), state.Owner, state.Group, state.Octal));
    }

    [Fact]
    public async Task One_who_may_not_give_it_back_restores_it_so_that_nobody_gets_more()
    {
        await Make("mkdir d; printf old > d/file.mutx.backup; chmod 664 d/file.mutx.backup; chown 1234:5678 d/file.mutx.backup; chown 65534 d");

        ProgramResult result = await _sandbox.AsNobody(_sandbox.Mutx("restore", "d/file")).RunAsync();

        Assert.Contains("lost access", result.AssertStatus(0).Error);
        FileState state = FileState.Of(_sandbox.Files["d/file"]);
        Assert.Equal((65534, 65534, "644"), (state.Owner, state.Group, state.Octal));
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

        (await _sandbox.Mutx("file", "--preserve-owner", "--mode", "4750", "-q").Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["file"]);
        Assert.Equal((1234, 5678, "4750"), (state.Owner, state.Group, state.Octal));
    }

    private async Task Make(string script) => (await _sandbox.Shell("set -e; " + script).RunAsync()).AssertStatus(0);
}
