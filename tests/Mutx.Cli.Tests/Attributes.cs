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

    [Fact]
    public async Task Attributes_that_cannot_be_listed_are_an_error_and_none_is_lost()
    {
        (await _sandbox.Shell("setfattr -n user.note -v x file").RunAsync()).AssertStatus(0);
        using Strace strace = new Strace().Trace("llistxattr").Inject("llistxattr:error=E2BIG");
        (await strace.Around(_sandbox.Mutx("file").Input("new")).RunAsync()).AssertError(1, "file", "64 KiB", "setfattr -x");
        Assert.Equal("old", _sandbox.Files.Read("file"));
        Assert.Contains("user.note", await Everything(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user.note", "carry over the attribute user.note")]
    [InlineData("user.mutx.fence", "it has a fence")]
    [InlineData("", null)]
    public async Task Who_may_not_read_what_a_file_has_does_not_replace_it_and_who_misses_nothing_does(string attribute, string? refusal)
    {
        string set = attribute.Length == 0 ? ":" : $"setfattr -n {attribute} -v x d/file";
        (await _sandbox.Shell($"mkdir -m 777 d; printf old > d/file; {set}; chmod 222 d/file").RunAsync()).AssertStatus(0);
        ProgramResult result = await _sandbox.AsNobody(_sandbox.Shell("printf new | $M d/file")).RunAsync();
        Assert.Equal(refusal is null ? "new" : "old", _sandbox.Files.Read("d/file"));
        Assert.Contains(refusal ?? "", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fence_that_is_no_text_stays_byte_for_byte_where_it_is_left_as_it_is()
    {
        (await _sandbox.Shell("setfattr -n user.mutx.fence -v 0xff00fe3a file").RunAsync()).AssertStatus(0);
        string before = await Everything();
        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertError(4, "it has a fence");
        (await _sandbox.Mutx("file", "--unfenced").Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal(("new", before), (_sandbox.Files.Read("file"), await Everything()));
    }

    /// <summary>The new file's own writer may not write it by its permissions, which is what setting an attribute goes by.</summary>
    [Fact]
    public async Task A_new_file_that_nobody_may_write_gets_its_fence_and_the_permissions_of_the_umask()
    {
        (await _sandbox.Shell("mkdir -m 777 d").RunAsync()).AssertStatus(0);
        string token = $"test:{Locking.LockKey.For("mutx", _sandbox.Files["d/new"]).Short}:1:7";
        ProgramRun run = _sandbox.AsNobody(_sandbox.Shell("umask 0222; printf new | $M --no-lock d/new")).With("MUTX_FENCING_TOKEN", token);
        (await run.RunAsync()).AssertSilentSuccess();
        Assert.Equal(("new", "444"), (_sandbox.Files.Read("d/new"), FileState.Of(_sandbox.Files["d/new"]).Octal));
        Assert.Contains(token, await Show("getfattr", "--dump", "--match=-", "d/new"), StringComparison.Ordinal);
    }

    private Task<string> Everything() => Show("getfattr", "--dump", "--match=-", "--encoding=hex", "file");

    private Task<string> Acl(string name = "file") => Show("getfacl", "--omit-header", "--numeric", name);

    private async Task<string> Show(string program, params string[] arguments) =>
        (await _sandbox.Run(program, arguments).RunAsync()).AssertStatus(0).Output;
}
