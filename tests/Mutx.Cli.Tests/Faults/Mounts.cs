namespace Mutx.Cli.Tests.Faults;

/// <summary>Filesystems that fail late, or in ways that only a mount has. Each script prints what it finds afterwards.</summary>
public sealed class Mounts : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    /// <summary>
    /// The image's own disk is full, so that writes succeed and the sync is what fails: ENOSPC, EIO, and then a lying
    /// success. The first failure has to be the end of it.
    /// </summary>
    [Fact]
    public async Task A_sync_that_fails_is_reported_and_never_tried_again()
    {
        Need.Package("mkfs.ext4", "e2fsprogs");
        Need.Package("strace", "strace");
        string script = """
            mkdir back d; mount -t tmpfs -o size=6m none back
            truncate -s 64m back/image; mkfs.ext4 -qF -O ^has_journal back/image
            mount -o loop back/image d; printf old > d/file; sync -f d/file
            head -c 8m /dev/zero > back/filler 2>/dev/null || true
            s=0; head -c 4000000 /dev/urandom | strace -f -qq -y -e trace=fsync,fdatasync -o calls "$M" d/file --durability file || s=$?
            cat d/file; echo; ls -A d | grep -v lost+found
            grep -c 'fsync(.*d/' calls || true
            umount d; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("make durable", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("old\nfile\n1\n", result.Output);
    }

    [Fact]
    public async Task A_file_that_is_itself_a_mount_point_is_busy()
    {
        string script = """
            mkdir d; printf old > d/file; printf other > other; mount --bind other d/file
            s=0; printf new | "$M" d/file || s=$?
            cat d/file; echo; ls -A d; umount d/file; cat d/file; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("d/file", result.Error);
        Assert.Contains("mount", result.Error);
        Assert.Equal("other\nfile\nold", result.Output);
    }

    [Fact]
    public async Task A_directory_mounted_from_elsewhere_is_like_any_other()
    {
        string script = """
            mkdir d real; printf old > real/file; mount --bind real d
            printf new | "$M" d/file; printf x | "$M" d/another
            cat real/file; ls -A real
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(0);
        Assert.Equal("newanother\nfile\n", result.Output);
    }

    [Fact]
    public async Task A_quota_that_is_used_up()
    {
        Need.Package("mkfs.btrfs", "btrfs-progs");
        string script = """
            mkdir m; truncate -s 200m image; mkfs.btrfs -qf image > /dev/null; mount -o loop image m
            btrfs -q quota enable m 2>/dev/null || btrfs quota enable m
            btrfs subvolume create m/d > /dev/null; btrfs qgroup limit 2m m/d; printf old > m/d/file; sync -f m/d/file
            s=0; head -c 8000000 /dev/urandom | "$M" m/d/file || s=$?
            cat m/d/file; echo; ls -A m/d; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("quota", result.Error);
        Assert.Equal("old\nfile\n", result.Output);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("new")]
    public async Task A_lock_directory_on_a_read_only_filesystem(string name)
    {
        string script = $$"""
            printf old > file; mkdir locks; mount --bind locks locks; mount -o remount,ro,bind locks
            s=0; printf new | "$M" {{name}} --lock-dir "$PWD/locks" || s=$?
            ls -A . locks; cat file; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("read-only", result.Error);
        Assert.Equal(".:\nfile\nlocks\n\nlocks:\nold", result.Output);
    }
}
