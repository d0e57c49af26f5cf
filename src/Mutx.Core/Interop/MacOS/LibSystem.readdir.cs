using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>readdir(3)</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial nint readdir(nint stream);
}
