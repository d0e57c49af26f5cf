using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Makes a lock file. It is complete, with owner, group and permissions, before it has its name: whoever sees it can use
/// it, if he may at all. It is linked to that name, never opened there with O_CREAT, which the kernel refuses in a sticky
/// directory where the file is another user's (fs.protected_regular).
/// </summary>
internal static class LockFileCreation
{
    private const UnixFileMode Hidden = LockFileMode.Least;
    private const int Digits = 16;

    /// <summary>Makes a lock file, unless there is one by now.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">Where it is to lie.</param>
    /// <param name="name">Its name.</param>
    /// <param name="mode">Its permissions; null for what the directory's imply.</param>
    public static void Create(Disk disk, DiskDirectory directory, string name, UnixFileMode? mode)
    {
        // Where there are no permissions nothing is incomplete.
        RenameResult result = OperatingSystem.IsWindows() ? RenameResult.Unsupported : CreateUnnamed(disk, directory, name, mode);
        if (result == RenameResult.Unsupported && !OperatingSystem.IsWindows())
        {
            result = CreateHidden(disk, directory, name, mode);
        }

        // Where files can't have two names others may see it before it is complete, as short as that is.
        if (result == RenameResult.Unsupported && disk.CreateNew(directory, name, Hidden) is { } file)
        {
            using (file)
            {
                Complete(disk, directory, file, mode);
            }
        }
    }

    private static RenameResult CreateUnnamed(Disk disk, DiskDirectory directory, string name, UnixFileMode? mode)
    {
        using DiskFile? file = disk.CreateUnnamed(directory, Hidden);
        if (file is null)
        {
            return RenameResult.Unsupported;
        }

        Complete(disk, directory, file, mode);
        try
        {
            return disk.NameUnnamed(file, directory, name);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            // It is named by way of /proc, which isn't mounted everywhere.
            return RenameResult.Unsupported;
        }
    }

    /// <summary>Where every file has a name it begins with one that nobody looks for; one that is killed here leaves a staging file.</summary>
    private static RenameResult CreateHidden(Disk disk, DiskDirectory directory, string name, UnixFileMode? mode)
    {
        string hidden = HiddenName(disk);
        using DiskFile? file = disk.CreateNew(directory, hidden, Hidden);
        if (file is null)
        {
            return RenameResult.Exists;
        }

        try
        {
            Complete(disk, directory, file, mode);
            return disk.Link(directory, hidden, directory, name);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            // Swept as if its maker were dead: it is made again.
            return RenameResult.Exists;
        }
        finally
        {
            disk.Remove(directory, hidden);
        }
    }

    /// <summary>Owner and group first: giving a file away takes bits from it.</summary>
    private static void Complete(Disk disk, DiskDirectory directory, DiskFile file, UnixFileMode? asked)
    {
        FileStatus place = disk.Look(directory);
        FileStatus made = disk.Look(file);

        // What root makes in a user's directory is the user's, or the user couldn't lock it.
        uint? owner = made.Owner == 0 && place.Owner != 0 ? place.Owner : null;
        uint? group = made.Group != place.Group && place.Mode.HasFlag(UnixFileMode.GroupWrite) ? place.Group : null;
        bool isGiven = (owner is not null || group is not null) && disk.TrySetOwner(file, owner, group);
        UnixFileMode mode = asked ?? LockFileMode.Of(place, isGiven ? group ?? made.Group : made.Group);
        if (mode != made.Mode)
        {
            disk.SetMode(file, mode);
        }
    }

    private static string HiddenName(Disk disk)
    {
        Span<byte> random = stackalloc byte[Digits / 2];
        disk.FillRandom(random);
        return string.Create(CultureInfo.InvariantCulture, $".lock.{Convert.ToHexStringLower(random)}.mutx.tmp");
    }
}
