using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: records.</summary>
internal sealed partial class WindowsDisk
{
    public override DiskFile? TryOpenRead(string path) => TryOpen("read", path, GenericRead);

    public override void SyncNamed(DiskDirectory directory, string name)
    {
        string path = directory.PathOf(name);
        using DiskFile file = TryOpen("change", path, GenericRead | GenericWrite) ?? throw WindowsError.Failure("make durable", path, WindowsError.FileNotFound);
        Sync(file);
    }

    private static DiskFile? TryOpen(string what, string path, uint access)
    {
        SafeFileHandle handle = Kernel32.CreateFile(path, access, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        return !handle.IsInvalid ? new DiskFile(handle, path)
            : LastError is WindowsError.FileNotFound or WindowsError.PathNotFound ? null
            : throw WindowsError.Failure(what, path, LastError);
    }
}
