namespace Mutx.Cli.Tests;

/// <summary>Where there is no /proc, as in a chroot: a file without a name can't get one, so staged files have names.</summary>
public sealed class WithoutProc : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Files_are_created_replaced_updated_backed_up_and_restored()
    {
        ProgramResult result = await Run(
            """
            printf new | "$M" created; cat created; echo
            printf old > file; chmod 640 file
            printf new | "$M" file -b; cat file file.mutx.backup; stat -c ' %a' file
            "$M" update file -- tr a-z A-Z; cat file; echo
            "$M" restore file; cat file; echo
            printf x | "$M" streamed --stream; printf y | "$M" streamed --stream -b --backup-dir .; cat streamed streamed.mutx.backup; echo
            rm file.*.mutx.backup; ls -A
            """);

        result.AssertStatus(0);
        Assert.Equal("new\nnewold 640\nNEW\nold\nyx\ncreated\nfile\nfile.mutx.backup\nstreamed\nstreamed.mutx.backup\n", result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Validators_get_the_content_by_both_ways()
    {
        ProgramResult result = await Run(
            """
            printf good | "$M" file --validate 'grep -q good'
            printf good | "$M" file --validate 'grep -q good {}'
            s=0; printf bad | "$M" file --validate 'grep -q good {}' || s=$?
            echo $s; cat file; echo; ls -A
            """);

        result.AssertStatus(0);
        Assert.Equal("4\ngood\nfile\n", result.Output);
    }

    [Fact]
    public async Task Attributes_and_access_lists_are_kept()
    {
        Need.Package("setfacl", "acl");
        Need.Package("setfattr", "attr");
        ProgramResult result = await Run(
            """
            printf old > file; chmod 640 file
            setfacl -m u:nobody:r file; setfattr -n user.color -v blue file
            printf new | "$M" file
            getfacl -cn file; getfattr --only-values -n user.color file
            """);

        result.AssertStatus(0);
        Assert.Equal("user::rw-\nuser:65534:r--\ngroup::r--\nmask::r--\nother::---\n\nblue", result.Output);
    }

    [Fact]
    public async Task Locks_housekeeping_and_feature_locks_work()
    {
        ProgramResult result = await Run(
            """
            "$M" run file -- "$M" run other --no-wait -- echo ran
            s=0; "$M" run file -- "$M" run file --no-wait -- echo never 2>/dev/null || s=$?; echo $s
            mkdir -p .gsd/specs/one; "$M" feature acquire one; "$M" feature release one
            printf old > file; "$M" housekeep locks -q; "$M" status file >/dev/null; echo done
            """);

        result.AssertStatus(0);
        Assert.Contains("ran\n2\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("done\n", result.Output, StringComparison.Ordinal);
    }

    private Task<ProgramResult> Run(string script) =>
        MountNamespace.Shell(_sandbox, $"mount -t tmpfs -o ro none /proc\n{script}").RunAsync();
}
