namespace Mutx.Cli.Tests;

/// <summary>Access control lists and extended attributes of the target are those of its replacement.</summary>
public sealed class Attributes : IDisposable
{
    private readonly Sandbox _sandbox;

    public Attributes()
    {
        Need.Package("setfacl", "acl");
        Need.Package("setfattr", "attr");
        _sandbox = new Sandbox();
        _sandbox.Files.Write("file", "old");
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("u:65534:r--")]
    [InlineData("u:65534:rw-,g:65534:r--,m::r--")]
    [InlineData("u::rw-,g::r--,o::---,u:1234:rwx,m::rwx")]
    public async Task An_access_control_list_is_kept_entry_for_entry(string acl)
    {
        (await _sandbox.Run("setfacl", "-m", acl, "file").RunAsync()).AssertStatus(0);
        string before = await Acl();

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal(before, await Acl());
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task The_mask_of_an_access_control_list_never_becomes_the_permission_of_the_group()
    {
        (await _sandbox.Shell("chmod 640 file; setfacl -m u:65534:rw- file; chmod g-w file").RunAsync()).AssertStatus(0);
        string before = await Acl();

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal(before, await Acl());
    }

    [Fact]
    public async Task Extended_attributes_are_kept()
    {
        (await _sandbox.Shell("setfattr -n user.note -v 'two words' file; setfattr -n user.empty file; setfattr -n user.bytes -v 0x00ff00 file").RunAsync())
            .AssertStatus(0);
        string before = await Everything();

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Contains("user.note", before);
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task Labels_of_the_system_are_kept_for_root_and_what_only_root_trusts_is_not()
    {
        Need.Root();
        (await _sandbox.Shell("setfattr -n security.selinux -v label file").RunAsync()).AssertStatus(0);
        string before = await Everything();
        (await _sandbox.Shell("setfattr -n trusted.t -v x file").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Contains("security.selinux", before);
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task A_file_without_a_list_gets_none_though_its_directory_has_a_default()
    {
        (await _sandbox.Shell("mkdir d; printf old > d/file; chmod 600 d/file; setfacl -d -m u:65534:rwx d").RunAsync()).AssertStatus(0);
        string before = await Acl("d/file");

        (await _sandbox.Mutx("d/file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal(before, await Acl("d/file"));
        Assert.Equal("600", FileState.Of(_sandbox.Files["d/file"]).Octal);
    }

    [Fact]
    public async Task A_filesystem_without_extended_attributes_is_no_error()
    {
        string script = """
            mkdir m; mount -t ramfs none m; printf old > m/file; chmod 640 m/file
            printf new | "$M" m/file; cat m/file; stat -c ' %a' m/file; ls -A m
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(0);
        Assert.Equal("new 640\nfile\n", result.Output);
    }

    private Task<string> Everything() => Show("getfattr", "--dump", "--match=-", "--encoding=hex", "file");

    private Task<string> Acl(string name = "file") => Show("getfacl", "--omit-header", "--numeric", name);

    private async Task<string> Show(string program, params string[] arguments) =>
        (await _sandbox.Run(program, arguments).RunAsync()).AssertStatus(0).Output;
}
