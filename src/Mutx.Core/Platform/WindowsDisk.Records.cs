using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: records.</summary>
internal sealed partial class WindowsDisk
{
    public override DiskFile? TryOpenRead(string path)
    {
        SafeFileHandle handle = Kernel32.CreateFile(path, GenericRead, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        return !handle.IsInvalid ? new DiskFile(handle, path)
            : LastError is WindowsError.FileNotFound or WindowsError.PathNotFound ? null
            : throw WindowsError.Failure("read", path, LastError);
    }
}
