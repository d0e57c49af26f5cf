using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// The lock on a staged file by which a sweep can tell it from an orphan. Shared from when the file may become the target: .NET
/// programs that read the target lock it shared, and would fail on an exclusive lock. It ends when the file is closed.
/// </summary>
internal static class StagingMark
{
    /// <summary>Marks a file that has just got its name; false if a sweep had it already, and has removed it or is about to.</summary>
    public static bool TrySetFirst(Disk disk, DiskFile file, DiskDirectory directory, string name)
    {
        try
        {
            return disk.TryLock(file, LockMode.Exclusive) && disk.Look(directory, name) is not null;
        }
        catch (MutxException)
        {
            // No locks here: then no sweep removes anything either, because it has to take the lock first.
            return true;
        }
    }

    /// <summary>Marks a file.</summary>
    public static void Set(Disk disk, DiskFile file, LockMode mode)
    {
        try
        {
            disk.TryLock(file, mode);
        }
        catch (MutxException)
        {
            // As above.
        }
    }
}
