using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>CreateHardLinkW</summary>
    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int CreateHardLink(string link, string existing, nint security);
}
