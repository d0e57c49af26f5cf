namespace Mutx.Cli.Tests;

/// <summary>
/// What the program makes of the filesystems that files lie on: how it classes them, by what it locks there, and that
/// the lock excludes; through two mounts of the same directory as well, where there are two.
/// </summary>
public sealed class TargetMatrix : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public Task On_ext4() => Row("ext4", "Reliable", "kernel", Image("mkfs.ext4 -q -F", "64M"), ["mkfs.ext4:e2fsprogs"]);

    [Fact]
    public Task On_xfs() => Row("xfs", "Reliable", "kernel", Image("mkfs.xfs -q -f", "320M"), ["mkfs.xfs:xfsprogs"]);

    [Fact]
    public Task On_btrfs() => Row("btrfs", "Reliable", "kernel", Image("mkfs.btrfs -q -f", "160M"), ["mkfs.btrfs:btrfs-progs"]);

    [Fact]
    public Task On_tmpfs() => Row("tmpfs", "Reliable", "kernel", "mount -t tmpfs none one", []);

    [Fact]
    public Task On_overlay() => Row(
        "overlay",
        "Reliable",
        "kernel",
        "mkdir base; mount -t tmpfs none base; mkdir base/lower base/upper base/work; "
        + "mount -t overlay -o lowerdir=base/lower,upperdir=base/upper,workdir=base/work none one",
        []);

    [Fact]
    public Task On_bindfs_which_knows_neither_files_without_names_nor_flags_of_rename() =>
        Row("fuse", "Unknown", "kernel", "mkdir base; bindfs base one", ["bindfs:bindfs"]);

    [Fact]
    public Task On_exfat_in_user_space_which_knows_no_links()
    {
        // The driver opens the image itself; it names its mounts as block devices' where it gets one.
        return Row(
            "fuseblk",
            "Reliable",
            "kernel",
            "truncate -s 64M image; mkfs.exfat image >/dev/null; device=$(losetup -f --show image); trap 'umount one; losetup -d $device' EXIT; "
            + "mount.exfat-fuse $device one >/dev/null 2>&1",
            ["mount.exfat-fuse:exfat-fuse", "mkfs.exfat:exfatprogs"]);
    }

    [Fact]
    public Task On_two_mounts_of_one_directory_by_sshfs()
    {
        Need.File("/usr/lib/openssh/sftp-server");
        return Row(
            "fuse.sshfs",
            "Unreliable",
            "claim",
            "mkdir base two; printf '#!/bin/sh\\nexec /usr/lib/openssh/sftp-server\\n' > server; chmod +x server; "
            + "sshfs -o ssh_command=$PWD/server x:$PWD/base one; sshfs -o ssh_command=$PWD/server x:$PWD/base two; other=two",
            ["sshfs:sshfs"]);
    }

    private static string Image(string mkfs, string size) =>
        $"truncate -s {size} image; {mkfs} image >/dev/null; mount -o loop image one";

    private async Task Row(string type, string trust, string method, string mount, string[] packages)
    {
        Need.Root();
        Need.File("/dev/fuse");
        Need.File("/dev/loop-control");
        foreach (string package in packages)
        {
            Need.Package(package.Split(':')[0], package.Split(':')[1]);
        }

        ProgramResult result = await (MountNamespace.Shell(_sandbox, Script(mount)) with { Deadline = TimeSpan.FromMinutes(2) }).RunAsync();
        string[] lines = result.AssertStatus(0).Output.TrimEnd().Split('\n');
        Assert.True(lines.Length == 7, result.Output + result.Error);
        Assert.Equal($"lies on {type}; kernel locks there: {trust}", lines[0]);
        Assert.Equal($"\"method\":\"{method}\"", lines[1]);
        Assert.Equal(method == "claim" ? "1 warning" : "0 warning", lines[2]);
        Assert.Equal("while it is held: 2", lines[3]);
        Assert.Equal("afterwards: 0", lines[4]);
        Assert.Equal("content: third", lines[5]);
        Assert.Equal("left: f", lines[6]);
    }

    /// <summary>Two hosts are two lock directories; where there is one mount, both are one host.</summary>
    private static string Script(string mount) => $$"""
        mkdir one; other=one; trap 'for m in two one base; do umount $m 2>/dev/null || true; done' EXIT
        {{mount}}
        export MUTX_LOCK_DIR=$HOME/host-1
        echo first | "$M" one/f -vv 2>&1 | grep -o 'lies on .*' | head -n 1
        echo second | "$M" one/f --json 2>/dev/null | grep -o '"method":"[a-z]*"'
        rm one/f; echo "$(echo second | "$M" one/f 2>&1 | grep -c '^mutx: warning: .*sshfs') warning"
        mkfifo go ready
        "$M" run one/f -q -- /bin/sh -c 'echo > ready; read line < go' 2>/dev/null &
        read line < ready
        [ $other = one ] || export MUTX_LOCK_DIR=$HOME/host-2
        status=0; echo third | "$M" $other/f --no-wait 2>/dev/null || status=$?; echo "while it is held: $status"
        echo > go; wait $!
        status=0; echo third | "$M" $other/f -t 30s -q || status=$?; echo "afterwards: $status"
        echo "content: $(cat one/f)"; echo "left: $(ls -A one | grep -v lost+found | tr '\n' ' ' | sed 's/ $//')"
        """;
}
