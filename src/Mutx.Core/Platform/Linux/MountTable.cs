using System.Globalization;

namespace Mutx.Platform;

/// <summary>The table of mounts, /proc/self/mountinfo: a line for each mount, see proc(5).</summary>
internal static class MountTable
{
    /// <summary>
    /// The type of the filesystem with a device number, or null if the table doesn't have it. All mounts of one
    /// filesystem have its number, so it doesn't matter which line is found.
    /// </summary>
    public static string? TypeOf(ulong device, string table)
    {
        foreach (ReadOnlySpan<char> line in table.AsSpan().EnumerateLines())
        {
            // 36 35 98:0 /root /mount rw,noatime master:1 - fuse.sshfs server:/dir rw; before the dash come any number of fields.
            int dash = line.IndexOf(" - ", StringComparison.Ordinal);
            if (dash >= 0 && Field(line, 2) is var number && IsDevice(number, device))
            {
                return Field(line[(dash + 3)..], 0).ToString();
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> Field(ReadOnlySpan<char> line, int index)
    {
        for (; index > 0; index--)
        {
            int space = line.IndexOf(' ');
            if (space < 0)
            {
                return default;
            }

            line = line[(space + 1)..];
        }

        int end = line.IndexOf(' ');
        return end < 0 ? line : line[..end];
    }

    private static bool IsDevice(ReadOnlySpan<char> text, ulong device)
    {
        int colon = text.IndexOf(':');
        return colon > 0
            && uint.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out uint minor)
            && (((ulong)major << 32) | minor) == device;
    }
}
