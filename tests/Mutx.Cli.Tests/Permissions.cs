namespace Mutx.Cli.Tests;

/// <summary>Modes: those of the target are kept, those asked for are given exactly, new files obey the umask.</summary>
public sealed class Permissions : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("000", "666")]
    [InlineData("022", "644")]
    [InlineData("027", "640")]
    [InlineData("077", "600")]
    public async Task A_new_file_obeys_the_umask(string umask, string mode)
    {
        (await _sandbox.Shell($"umask {umask}; echo x | \"$M\" file").RunAsync()).AssertSilentSuccess();

        Assert.Equal(mode, Mode("file"));
    }

    [Theory]
    [InlineData("000", "600")]
    [InlineData("000", "400")]
    [InlineData("077", "644")]
    [InlineData("077", "777")]
    [InlineData("022", "000")]
    [InlineData("022", "664")]
    public async Task An_existing_file_keeps_its_mode_whatever_the_umask(string umask, string mode)
    {
        _sandbox.Files.Write("file", "old");

        (await _sandbox.Shell($"chmod {mode} file; umask {umask}; echo new | \"$M\" file -q").RunAsync()).AssertSilentSuccess();

        Assert.Equal(mode.TrimStart('0').PadLeft(1, '0'), Mode("file"));
        Assert.Equal(4UL, FileState.Of(_sandbox.Files["file"]).Size);
    }

    [Theory]
    [InlineData("0640", "640")]
    [InlineData("640", "640")]
    [InlineData("0", "0")]
    [InlineData("666", "666")]
    [InlineData("4755", "4755")]
    [InlineData("1777", "1777")]
    public async Task A_mode_that_is_asked_for_is_given_exactly(string asked, string mode)
    {
        _sandbox.Files.Write("old", "old");

        (await _sandbox.Shell($"umask 077; echo x | \"$M\" new --mode {asked}; echo x | \"$M\" old -m {asked}").RunAsync()).AssertSilentSuccess();

        Assert.Equal(mode, Mode("new"));
        Assert.Equal(mode, Mode("old"));
    }

    [Theory]
    [InlineData("09")]
    [InlineData("77777")]
    [InlineData("10000")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+644")]
    [InlineData("0x1ff")]
    [InlineData("6 4")]
    [InlineData("rw-r--r--")]
    public async Task A_mode_that_is_none_is_an_error_that_names_it(string mode)
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        (await _sandbox.Mutx("file", $"--mode={mode}").Input("new").RunAsync()).AssertError(1, "--mode", mode);
        (await _sandbox.Mutx("file", $"--lock-mode={mode}").Input("new").RunAsync()).AssertError(1, "--lock-mode", mode);

        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task Set_id_bits_are_not_carried_over_unless_asked_for()
    {
        _sandbox.Files.Write("file", "old");
        (await _sandbox.Run("chmod", "6755", "file").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("755", Mode("file"));

        (await _sandbox.Mutx("file", "--mode", "4755").Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("4755", Mode("file"));
    }

    [Fact]
    public async Task Without_preserving_the_mode_a_file_is_as_if_it_were_new()
    {
        _sandbox.Files.Write("file", "old");

        (await _sandbox.Shell("chmod 600 file; umask 022; echo x | \"$M\" file --no-preserve-mode").RunAsync()).AssertSilentSuccess();

        Assert.Equal("644", Mode("file"));
    }

    [Fact]
    public async Task A_read_only_file_is_replaced_since_its_directory_allows_it()
    {
        Need.Root();
        (await _sandbox.Shell("mkdir d; printf old > d/file; chmod 444 d/file; chown -R 65534 d").RunAsync()).AssertStatus(0);

        (await _sandbox.AsNobody(_sandbox.Mutx("d/file").Input("new")).RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("d/file"));
        Assert.Equal("444", Mode("d/file"));
    }

    [Theory]
    [InlineData("u::rwx,g::r-x,o::---")]
    [InlineData("u::rw-,g::rw-,o::r--,u:65534:r--,m::r--")]
    public async Task A_new_file_in_a_directory_with_a_default_acl_is_as_the_system_makes_one(string acl)
    {
        Need.Package("setfacl", "acl");
        (await _sandbox.Shell($"mkdir d; setfacl -d -m {acl} d; : > d/touched").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("d/file").Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal(await Acl("d/touched"), await Acl("d/file"));
    }

    private async Task<string> Acl(string name) =>
        (await _sandbox.Run("getfacl", "--omit-header", "--numeric", name).RunAsync()).AssertStatus(0).Output;

    private string Mode(string name) => FileState.Of(_sandbox.Files[name]).Octal;
}
