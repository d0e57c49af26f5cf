using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>A file of the simulated disk, whatever its names.</summary>
internal sealed class Inode(int number, FileKind kind, UnixFileMode mode)
{
    public int Number { get; } = number;

    public FileKind Kind { get; } = kind;

    public UnixFileMode Mode { get; set; } = mode;

    public uint Owner { get; set; }

    public uint Group { get; set; }

    public uint Links { get; set; }

    /// <summary>Whether it was created without a name and can still be given its first one.</summary>
    public bool AwaitsName { get; set; }

    public DateTimeOffset Modified { get; set; }

    public DateTimeOffset Changed { get; set; }

    public byte[] Content { get; set; } = [];

    /// <summary>Where a symbolic link points.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>The names in a directory.</summary>
    public SortedList<string, Inode> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>The directory that a directory lies in.</summary>
    public Inode? Parent { get; init; }

    public Dictionary<string, string>? Attributes { get; set; }

    /// <summary>Who has the kernel lock: one exclusively, or any number together.</summary>
    public List<OpenFile> Lockers { get; } = [];

    public FileStatus Status => new()
    {
        Kind = Kind,
        Identity = new FileIdentity(1, (ulong)Number),
        Mode = Mode,
        Owner = Owner,
        Group = Group,
        Length = Kind == FileKind.SymbolicLink ? LinkTarget.Length : Content.Length,
        LinkCount = Links,
        Modified = Modified,
        Changed = Changed,
    };
}
