using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: what can be done with a lock that is held.</summary>
internal abstract partial class UnixDisk
{
    /// <summary>
    /// flock(2) doesn't promise that this is one step, but from exclusive to shared the kernel converts the lock in
    /// place. From shared to exclusive it lets go first, which is why there is no such method.
    /// </summary>
    public override bool TryDowngrade(DiskFile file) => TryLock(file, LockMode.Shared);

    public override void MakeInheritable(DiskFile file)
    {
        // FD_CLOEXEC is the only descriptor flag there is, so none is lost by setting them all to zero.
        if (Libc.fcntl(file.Handle, Libc.F_SETFD, 0) != 0)
        {
            throw Failure("let a program inherit the lock file", file.Path);
        }
    }
}
