using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Small files that are read whole.</summary>
internal static class WholeFile
{
    /// <summary>What an open file holds from its position on.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="file">The file; anything but a regular one is refused.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="status">What it is.</param>
    public static byte[] Read(Disk disk, DiskFile file, string path, out FileStatus status)
    {
        status = disk.Look(file);
        if (status.Kind != FileKind.Regular)
        {
            throw new MutxException(MutxError.SpecialFile, $"cannot read '{path}': it is {Words.For(status.Kind)}, not a regular file")
            {
                Path = path,
            };
        }

        // One byte more than there should be, so that the end is seen in one call.
        var content = new byte[status.Length + 1];
        int filled = 0;
        for (int read = disk.Read(file, content); read > 0; read = disk.Read(file, content.AsSpan(filled)))
        {
            filled += read;
            if (filled == status.Length)
            {
                break;
            }

            if (filled == content.Length)
            {
                Array.Resize(ref content, content.Length * 2);
            }
        }

        Array.Resize(ref content, filled);
        return content;
    }
}
