using System.Globalization;
using System.Text;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// The tables of users and groups that every Unix has as text, <c>/etc/passwd</c> and <c>/etc/group</c>. They are read
/// here, line by line, because the C library's own way loads whatever the system looks users up with (NSS), which a
/// statically linked program can't. So users and groups that a directory service alone knows aren't found.
/// </summary>
internal static class AccountFile
{
    private const int MaxLength = 16 * 1024 * 1024;
    private const int Name = 0;
    private const int Number = 2;
    private const int Home = 5;

    /// <summary>The home of a user; null if the table has none, or one that is no absolute path.</summary>
    public static string? HomeOf(Disk disk, uint user)
    {
        string? home = Find(disk, "/etc/passwd", Number, user.ToString(CultureInfo.InvariantCulture), Home);
        return home is not null && Path.IsPathRooted(home) ? home : null;
    }

    /// <summary>The number of a group; null if the table has none of that name.</summary>
    public static uint? GroupOf(Disk disk, string name) =>
        uint.TryParse(Find(disk, "/etc/group", Name, name, Number), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : null;

    /// <summary>
    /// A field of the first line that has a text in another. What isn't UTF-8 becomes a character that no name here
    /// has, so that a line in another encoding spoils itself alone.
    /// </summary>
    private static string? Find(Disk disk, string path, int key, string wanted, int field)
    {
        foreach (string line in Read(disk, path).Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > Math.Max(key, field) && fields[key] == wanted)
            {
                return fields[field];
            }
        }

        return null;
    }

    private static string Read(Disk disk, string path)
    {
        try
        {
            using DiskFile? file = disk.TryOpenRead(ResolvedPath.Resolve(disk, path).FullPath);
            if (file is null || disk.Look(file) is not { Kind: FileKind.Regular, Length: <= MaxLength } status)
            {
                return "";
            }

            var buffer = new byte[status.Length];
            int length = 0;
            int read;
            while (length < buffer.Length && (read = disk.Read(file, buffer.AsSpan(length))) > 0)
            {
                length += read;
            }

            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (MutxException)
        {
            // A system without such a table (a container's bare image) knows nobody.
            return "";
        }
    }
}
