using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>closedir(3). Closes the descriptor too.</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial int closedir(nint stream);
}
