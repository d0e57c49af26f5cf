using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What a claim's file holds.</summary>
internal static class ClaimContent
{
    /// <summary>Reads its first bytes, one more than a record can have at most; false if it is gone.</summary>
    public static bool TryRead(Disk disk, DiskDirectory directory, string name, out byte[] content, out MutxException? unreadable)
    {
        content = [];
        unreadable = null;
        try
        {
            content = Read(disk, directory, name);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            return false;
        }
        catch (MutxException e)
        {
            // Unreadable is as good as no record, except to its holder.
            unreadable = e;
        }

        return true;
    }

    private static byte[] Read(Disk disk, DiskDirectory directory, string name)
    {
        using DiskFile file = disk.OpenRead(directory, name);
        var buffer = new byte[ClaimRecord.MaxLength + 1];
        int length = 0;
        int read;
        while (length < buffer.Length && (read = disk.Read(file, buffer.AsSpan(length))) > 0)
        {
            length += read;
        }

        return buffer[..length];
    }
}
