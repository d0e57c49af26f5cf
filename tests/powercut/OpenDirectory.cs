using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Powercut;

/// <summary>A directory, open.</summary>
internal sealed partial class OpenDirectory : IDisposable
{
    private const int DirectoryOnly = 0x10000; // O_DIRECTORY
    private const int DirectoryOnlyOnArm = 0x4000;
    private const nuint GoingDown = 0x8004587D; // _IOR('X', 125, uint32_t): XFS_IOC_GOINGDOWN, EXT4_IOC_SHUTDOWN

    private readonly SafeFileHandle _handle;

    public OpenDirectory(string path)
    {
        int flags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? DirectoryOnlyOnArm : DirectoryOnly;
        int descriptor = Open(path, flags);
        _handle = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure($"open({path})");
    }

    public void Sync()
    {
        if (Fsync(_handle) != 0)
        {
            throw Failure("fsync");
        }
    }

    /// <summary>Shuts down the filesystem whose root this is.</summary>
    public void Shutdown(int flag)
    {
        if (Ioctl(_handle, GoingDown, ref flag) != 0)
        {
            throw Failure("the shutdown ioctl");
        }
    }

    public void Dispose() => _handle.Dispose();

    private static IOException Failure(string call) => new($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle descriptor, nuint request, ref int value);
}
