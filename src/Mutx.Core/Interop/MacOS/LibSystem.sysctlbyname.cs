using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class LibSystem
{
    /// <summary>sysctlbyname(3)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sysctlbyname(string name, byte* old, ref nuint oldLength, nint value, nuint valueLength);
}
