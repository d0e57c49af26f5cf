using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fdopendir(3). The descriptor belongs to the stream from then on.</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial nint fdopendir(int fd);
}
