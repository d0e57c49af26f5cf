using System.Text;
using System.Text.Unicode;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Small files that people write by hand.</summary>
internal static class TextFile
{
    /// <summary>
    /// The text of a regular file; null if there is none, or it can't be read, or it is longer than
    /// <paramref name="maxLength"/> bytes, or no UTF-8. Never hangs.
    /// </summary>
    public static string? TryRead(Disk disk, DiskDirectory directory, string name, int maxLength)
    {
        try
        {
            if (disk.Look(directory, name) is not { Kind: FileKind.Regular })
            {
                return null;
            }

            using DiskFile file = disk.OpenRead(directory, name);
            var buffer = new byte[maxLength + 1];
            int length = 0;
            int read;
            while (length < buffer.Length && (read = disk.Read(file, buffer.AsSpan(length))) > 0)
            {
                length += read;
            }

            return length <= maxLength && Utf8.IsValid(buffer.AsSpan(0, length)) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
        }
        catch (MutxException)
        {
            return null;
        }
    }
}
