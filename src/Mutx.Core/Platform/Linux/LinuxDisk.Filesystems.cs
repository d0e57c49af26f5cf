using System.Globalization;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Linux: what a path lies on.</summary>
internal sealed partial class LinuxDisk
{
    private const long FuseMagic = 0x65735546;

    public override unsafe FilesystemId LookAtFilesystem(string path)
    {
        long* status = stackalloc long[Libc.StatfsWords];
        int result;
        do
        {
            result = Libc.statfs(path, status);
        }
        while (result != 0 && LastError == Errno.EINTR);

        if (result != 0)
        {
            throw Failure("look at the filesystem of", path);
        }

        // FUSE filesystems have no number of their own there, but each has a device of its own.
        ulong instance = status[0] == FuseMagic ? Look(path)?.Identity.Device ?? 0 : (ulong)status[Libc.StatfsIdWord];
        return new FilesystemId(status[0], instance);
    }

    public override string NameFilesystem(string path, FilesystemId id) =>
        id.Kind == FuseMagic ? MountTable.TypeOf(id.Instance, ProcessFiles.TryRead("/proc/self/mountinfo") ?? "") ?? "fuse"
        : FilesystemNames.Of(id.Kind) ?? string.Create(CultureInfo.InvariantCulture, $"0x{id.Kind:x}");
}
