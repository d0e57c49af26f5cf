using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>The real disk as a poorer filesystem has it: some steps always give the answer that there is no such thing.</summary>
internal sealed class PlainDisk(params string[] missing) : DiskDecorator(Current)
{
    /// <summary>Without files that have no name, as FUSE and network filesystems.</summary>
    public static PlainDisk WithoutUnnamedFiles { get; } = new(nameof(CreateUnnamed));

    /// <summary>And without a rename that refuses to replace.</summary>
    public static PlainDisk WithoutNoReplace { get; } = new(nameof(CreateUnnamed), "Rename.NoReplace", "Rename.Exchange");

    /// <summary>And without links: exFAT.</summary>
    public static PlainDisk WithoutLinks { get; } =
        new(nameof(CreateUnnamed), "Rename.NoReplace", "Rename.Exchange", nameof(Link));

    /// <summary>As btrfs, where a file without a name can't be made durable.</summary>
    public static PlainDisk NamesBeforeSync { get; } = new() { NamesFirst = true };

    /// <summary>Without an exchange, and with renames that replace nothing that is open: Windows.</summary>
    public static PlainDisk LikeWindows { get; } =
        new(nameof(CreateUnnamed), "Rename.Exchange") { KeepsOpenFiles = true };

    public override bool ReplacesOpenFiles => !KeepsOpenFiles;

    private bool NamesFirst { get; init; }

    private bool KeepsOpenFiles { get; init; }

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) => NamesFirst;

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        bool replaces = missing.Contains(call.Step);
        result = replaces ? (T)Fault.Of(call.Step).Single(fault => fault.Name == "unsupported").Result! : default!;
        return replaces;
    }
}
