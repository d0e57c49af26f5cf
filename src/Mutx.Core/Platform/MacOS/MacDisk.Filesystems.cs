using System.Runtime.InteropServices;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>macOS: what a path lies on.</summary>
internal sealed partial class MacDisk
{
    public override FilesystemId LookAtFilesystem(string path)
    {
        StatfsBuffer status = Statfs(path);
        return new FilesystemId(status.Type, status.Id);
    }

    public override unsafe string NameFilesystem(string path, FilesystemId id)
    {
        StatfsBuffer status = Statfs(path);
        string name = Marshal.PtrToStringUTF8((nint)status.TypeName) ?? "";

        // What isn't local is shared, whatever it calls itself.
        return (status.Flags & StatfsBuffer.MNT_LOCAL) != 0 ? name : $"remote {name}";
    }

    private static StatfsBuffer Statfs(string path)
    {
        int result = IsIntel
            ? LibSystem.statfs_x64(path, out StatfsBuffer status)
            : LibSystem.statfs(path, out status);
        return result == 0 ? status : throw Failure("look at the filesystem of", path);
    }
}
