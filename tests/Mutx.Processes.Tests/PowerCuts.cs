using System.Globalization;
using System.Text.RegularExpressions;

namespace Mutx.Processes.Tests;

/// <summary>
/// Real filesystems, cut off in mid-write: what was acknowledged before the cut is there after it, nothing is torn or
/// empty. Each control leaves a sync out and has to lose something, or the cuts prove nothing.
/// </summary>
public sealed partial class PowerCuts
{
    [Theory]
    [InlineData("ext4", "library", 30)]
    [InlineData("ext4", "write", 15)]
    [InlineData("ext4", "update", 10)]
    [InlineData("ext4", "record", 30)]
    [InlineData("xfs", "library", 20)]
    [InlineData("xfs", "write", 10)]
    [InlineData("xfs", "update", 5)]
    [InlineData("xfs", "record", 20)]
    [InlineData("btrfs", "library", 10)]
    [InlineData("btrfs", "write", 5)]
    [InlineData("btrfs", "update", 5)]
    [InlineData("btrfs", "record", 10)]
    public async Task Leave_all_that_was_acknowledged_and_nothing_torn(string filesystem, string writer, int cuts)
    {
        Dictionary<string, int> found = await Cut(filesystem, writer, "full", cuts);

        Assert.Equal(cuts, found["cuts"]);
        Assert.InRange(found["acknowledged"], cuts * 3, int.MaxValue);
        Assert.Equal(0, found["bad"]);
    }

    [Theory]
    [InlineData("ext4", "library")]
    [InlineData("ext4", "record")]
    [InlineData("xfs", "library")]
    [InlineData("xfs", "record")]
    [InlineData("btrfs", "library")]
    [InlineData("btrfs", "record")]
    public async Task Right_after_the_last_acknowledgement_leave_it(string filesystem, string writer)
    {
        Dictionary<string, int> found = await Cut(filesystem, writer, "full", 5, "stopped");

        Assert.Equal(5, found["cuts"]);
        Assert.Equal(0, found["bad"]);
    }

    [Theory]
    [InlineData("ext4", "file")]
    [InlineData("ext4", "none")]
    [InlineData("xfs", "file")]
    [InlineData("xfs", "none")]
    [InlineData("btrfs", "file")]
    [InlineData("btrfs", "none")]
    public async Task Control_lose_what_was_not_synced(string filesystem, string durability)
    {
        Dictionary<string, int> found = await Cut(filesystem, "library", durability, 3, "stopped");

        Assert.InRange(found["lost"], 1, int.MaxValue);
    }

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public async Task Control_empty_or_tear_files_of_a_writer_that_does_not_sync_them(string filesystem)
    {
        Dictionary<string, int> found = await Cut(filesystem, "careless", "none", 3, "stopped");

        Assert.InRange(found["empty"] + found["torn"], 1, int.MaxValue);
    }

    private static async Task<Dictionary<string, int>> Cut(string filesystem, string writer, string durability, int cuts, params string[] how)
    {
        Need.Root();
        Need.File("/dev/loop-control");
        Need.Package("unshare", "util-linux");
        Need.Package("mkfs.ext4", "e2fsprogs");
        Need.Package("mkfs.xfs", "xfsprogs");
        Need.Package("mkfs.btrfs", "btrfs-progs");
        using Sandbox sandbox = new();
        ProgramRun rig = sandbox.Run(
            Repository.Executable("Mutx.Powercut"), [filesystem, writer, durability, $"{cuts}", .. how, NativeProgram.Path]);

        ProgramResult result = await (rig.Under("unshare", "--mount", "--propagation", "private") with { Deadline = TimeSpan.FromMinutes(5) })
            .With("DOTNET_ROOT", Repository.DotnetRoot).RunAsync();

        result.AssertStatus(0);
        return Figure().Matches(result.Output).ToDictionary(
            match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(\w+)=(\d+)")]
    private static partial Regex Figure();
}
