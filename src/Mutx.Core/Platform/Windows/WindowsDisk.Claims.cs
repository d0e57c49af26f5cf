using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: what claims need, and what a path lies on.</summary>
internal sealed partial class WindowsDisk
{
    private const uint WriteAttributes = 0x100;
    private const uint MaxPath = 1024;
    private const uint MaxTypeName = 64;

    /// <summary>The time is this machine's: Windows has no call that asks the server for its own.</summary>
    public override unsafe bool Touch(DiskDirectory directory, string name)
    {
        string path = directory.PathOf(name);
        using SafeFileHandle file = Kernel32.CreateFile(path, WriteAttributes, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        if (file.IsInvalid)
        {
            return LastError is WindowsError.FileNotFound ? false : throw WindowsError.Failure("set the time of", path, LastError);
        }

        long now = TimeProvider.System.GetUtcNow().ToFileTime();
        return Kernel32.SetFileTime(file, null, null, &now) != 0
            ? true
            : throw WindowsError.Failure("set the time of", path, LastError);
    }

    public override unsafe FilesystemId LookAtFilesystem(string path)
    {
        string root = Root(path);
        uint kind = Kernel32.GetDriveType(root);
        return Kernel32.GetVolumeInformation(root, null, 0, out uint serial, out _, out _, null, 0) != 0
            ? new FilesystemId(kind, serial)
            : throw WindowsError.Failure("look at the volume of", path, LastError);
    }

    public override unsafe string NameFilesystem(string path, FilesystemId id)
    {
        char* type = stackalloc char[(int)MaxTypeName];
        if (Kernel32.GetVolumeInformation(Root(path), null, 0, out _, out _, out _, type, MaxTypeName) == 0)
        {
            throw WindowsError.Failure("look at the volume of", path, LastError);
        }

        string name = new string(type).ToLowerInvariant();
        return id.Kind == Kernel32.DRIVE_REMOTE ? $"remote {name}" : name;
    }

    private static unsafe string Root(string path)
    {
        char* root = stackalloc char[(int)MaxPath];
        return Kernel32.GetVolumePathName(path, root, MaxPath) != 0
            ? new string(root)
            : throw WindowsError.Failure("look at the volume of", path, LastError);
    }
}
