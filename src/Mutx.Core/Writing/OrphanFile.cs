using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>Staging files whose writer is gone. The lock tells: a writer that lives holds it.</summary>
internal static class OrphanFile
{
    /// <summary>Removes a staging file if it is one and nobody writes it any more.</summary>
    public static bool TryRemove(Disk disk, DiskDirectory directory, string name)
    {
        try
        {
            if (disk.Look(directory, name) is not { Kind: FileKind.Regular } seen)
            {
                return false;
            }

            using DiskFile file = disk.OpenRead(directory, name);
            return disk.Look(file).Identity == seen.Identity
                && disk.TryLock(file, LockMode.Exclusive)
                && disk.Look(directory, name)?.Identity == seen.Identity
                && disk.Remove(directory, name);
        }
        catch (MutxException)
        {
            // What can't be proved dead is left alone.
            return false;
        }
    }
}
