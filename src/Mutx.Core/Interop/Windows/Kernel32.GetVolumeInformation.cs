using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>GetVolumeInformationW</summary>
    [LibraryImport("kernel32", EntryPoint = "GetVolumeInformationW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int GetVolumeInformation(
        string root, char* name, uint nameLength, out uint serial, out uint maxComponent, out uint flags, char* type, uint typeLength);
}
