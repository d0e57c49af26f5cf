using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Platform;

/// <summary>
/// A descriptor as a path below /proc, which can't be closed, and its number not be given to another file, as long
/// as this lives. Where there is no /proc, in a chroot for example, the path leads nowhere: <see cref="LinuxDisk.HasProc"/>.
/// </summary>
internal readonly ref struct PinnedDescriptor
{
    private readonly SafeFileHandle _handle;

    public PinnedDescriptor(SafeFileHandle handle)
    {
        bool pinned = false;
        handle.DangerousAddRef(ref pinned);
        _handle = handle;
    }

    public string Path => "/proc/self/fd/" + _handle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _handle.DangerousRelease();
}
