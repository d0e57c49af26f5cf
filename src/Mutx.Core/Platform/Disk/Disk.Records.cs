namespace Mutx.Platform;

/// <summary>Steps for records: small files that are read whole, and often.</summary>
internal abstract partial class Disk
{
    /// <summary>Opens a regular file for reading without following a link; null if there is none. Never hangs on a FIFO.</summary>
    public abstract DiskFile? TryOpenRead(string path);

    /// <summary>Opens a regular file for reading and writing without following a link; null if there is none.</summary>
    public abstract DiskFile? TryOpenForChange(string path);

    /// <summary>Writes at a place of a file, over what is there.</summary>
    public abstract void WriteAt(DiskFile file, ReadOnlySpan<byte> buffer, long offset);

    /// <summary>Makes content and metadata of a file survive a power cut that this process hasn't open.</summary>
    public abstract void SyncNamed(DiskDirectory directory, string name);

    /// <summary>Makes content that was written over other content survive a power cut. A failure is final.</summary>
    public abstract void SyncContent(DiskFile file);
}
