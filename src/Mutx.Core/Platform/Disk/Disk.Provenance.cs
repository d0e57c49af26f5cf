namespace Mutx.Platform;

/// <summary>What a copy of a file keeps of it beside content, owner and permissions.</summary>
internal abstract partial class Disk
{
    /// <summary>The attribute that holds the highest fencing token a file was replaced with.</summary>
    public const string FenceAttribute = "user.mutx.fence";

    /// <summary>Gives a file the modification time of another.</summary>
    public abstract void CopyModificationTime(DiskFile from, DiskFile to);

    /// <summary>An extended attribute of the user's; null if the file has none, or can't have one. One that can't be read is an error.</summary>
    public abstract byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute);

    /// <summary>Sets an extended attribute of the user's on an open file; false where the filesystem has none.</summary>
    public abstract bool TrySetAttribute(DiskFile file, string attribute, byte[] value);

    /// <summary>Sets an extended attribute of the user's; false where that can't be.</summary>
    public abstract bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value);
}
