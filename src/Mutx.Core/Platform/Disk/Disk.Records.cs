namespace Mutx.Platform;

/// <summary>Steps for records: small files that are read whole, and often.</summary>
internal abstract partial class Disk
{
    /// <summary>Opens a regular file for reading without following a link; null if there is none. Never hangs on a FIFO.</summary>
    public abstract DiskFile? TryOpenRead(string path);

    /// <summary>Makes content and metadata of a file survive a power cut that this process hasn't open.</summary>
    public abstract void SyncNamed(DiskDirectory directory, string name);
}
