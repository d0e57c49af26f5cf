using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Chooses the method of locking.</summary>
internal static class LockSources
{
    /// <summary>The lock on a path. Resolves the path, but creates nothing.</summary>
    public static LockSource ForPath(Disk disk, string path, FileLockOptions options) =>
        new KernelLockSource(disk, LockPath.For(disk, path, options), options);

    /// <summary>The lock on a name that is no path.</summary>
    public static LockSource ForName(Disk disk, string name, FileLockOptions options) =>
        new KernelLockSource(disk, LockPath.ForName(disk, name, options), options);

    /// <summary>The lock on one record of what another lock protects.</summary>
    public static LockSource ForRecord(Disk disk, LockSource resource, string record, FileLockOptions options) =>
        new KernelLockSource(disk, LockPath.ForRecord(resource.Path, record), options);
}
