using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    internal const uint DRIVE_REMOTE = 4;

    /// <summary>GetDriveTypeW</summary>
    [LibraryImport("kernel32", EntryPoint = "GetDriveTypeW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial uint GetDriveType(string root);
}
