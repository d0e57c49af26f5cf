using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>GetVolumePathNameW: where the volume that a path lies on is mounted.</summary>
    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int GetVolumePathName(string path, char* buffer, uint length);
}
