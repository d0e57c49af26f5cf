using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>
/// The attribute by which a backup says what it is a backup of, as a canonical path. Where a filesystem keeps none, a
/// name and the place of the backup are all there is.
/// </summary>
internal static class BackupSource
{
    private const string Attribute = "user.mutx.source";

    /// <summary>What it says; null where it says nothing that can be read.</summary>
    public static string? Read(Disk disk, DiskDirectory directory, string name)
    {
        try
        {
            return disk.ReadAttribute(directory, name, Attribute) is { } text ? Encoding.UTF8.GetString(text) : null;
        }
        catch (MutxException)
        {
            return null;
        }
    }

    /// <summary>Writes it where that is possible; not all filesystems can, and a backup is one without it too.</summary>
    public static void Write(Disk disk, DiskDirectory directory, string name, string source) =>
        disk.TryWriteAttribute(directory, name, Attribute, source);
}
