using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Windows: what can be done with a lock that is held.</summary>
internal sealed partial class WindowsDisk
{
    /// <summary>A handle may take a shared lock on top of its exclusive one; the first unlocking then ends the exclusive one.</summary>
    public override bool TryDowngrade(DiskFile file)
    {
        if (!TryLock(file, LockMode.Shared))
        {
            return false;
        }

        Unlock(file);
        return true;
    }

    /// <summary>Locks belong to the process here, and a child that inherits the handle doesn't get them.</summary>
    public override void MakeInheritable(DiskFile file) =>
        throw new MutxException(MutxError.NotSupported, $"a program can't inherit the lock on '{file.Path}' on Windows")
        {
            Path = file.Path,
            Hint = "keep this process alive until that program has ended",
        };
}
