using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>Staging files whose writer is gone. The lock tells: a writer that lives holds it.</summary>
internal static class OrphanFile
{
    // The kernel's size of a directory with some ten thousand names: a write doesn't wait until so many have been read.
    private const long LargeDirectory = 1 << 20;

    // Where other hosts write too, their locks don't show: then a writer counts as alive for as long as a stream may pause.
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>
    /// Removes what killed writers of a target left beside it. Never throws: what can't be proved dead, or not be removed, stays
    /// until the next write or for housekeeping.
    /// </summary>
    public static void ClearOf(Disk disk, DiskDirectory directory, string target)
    {
        try
        {
            if (disk.Look(directory).Length > LargeDirectory)
            {
                return;
            }

            foreach (string name in disk.NamesIn(directory, (name, _) => StagingName.IsOf(name, target)))
            {
                if (MayBeJudged(disk, directory, name))
                {
                    TryRemove(disk, directory, name);
                }
            }
        }
        catch (MutxException)
        {
            // It is a courtesy: what goes wrong here is no business of whoever writes the file.
        }
    }

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

    /// <summary>Whether a free lock proves that the writer is gone: on disks of this host's own it does.</summary>
    private static bool MayBeJudged(Disk disk, DiskDirectory directory, string name) =>
        FilesystemProbe.Of(disk, directory.Path, NullLogger.Instance).Trust != LockTrust.Unreliable
        || (disk.Look(directory, name) is { } seen && TimeProvider.System.GetUtcNow() - seen.Modified > LongestPause);
}
