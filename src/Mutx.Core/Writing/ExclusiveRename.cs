using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>Renames without ever replacing anything, by whatever the filesystem has for it.</summary>
internal static class ExclusiveRename
{
    /// <summary>Gives a file another name in its directory: done, or the name exists.</summary>
    public static RenameResult Run(Disk disk, DiskDirectory directory, string from, string to)
    {
        RenameResult result = disk.Rename(directory, from, directory, to, RenameMode.NoReplace);
        if (result != RenameResult.Unsupported)
        {
            return result;
        }

        result = disk.Link(directory, from, directory, to);
        if (result == RenameResult.Done)
        {
            RemoveSpareName(disk, directory, from);
        }
        else if (result == RenameResult.Unsupported)
        {
            // Neither links nor a rename that refuses (exFAT): looking first is all that is left, and it leaves a gap.
            result = disk.Look(directory, to) is not null
                ? RenameResult.Exists
                : disk.Rename(directory, from, directory, to, RenameMode.Replace);
        }

        return result;
    }

    /// <summary>The file has its name by now: that its other one can't be removed is a sweep's concern, and no failure.</summary>
    private static void RemoveSpareName(Disk disk, DiskDirectory directory, string name)
    {
        try
        {
            disk.Remove(directory, name);
        }
        catch (MutxException)
        {
        }
    }
}
