using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>How many 64-bit words the result of <see cref="statfs"/> takes on every 64-bit Linux, with room to spare.</summary>
    internal const int StatfsWords = 16;

    /// <summary>The word of the result that tells one filesystem from another of its type.</summary>
    internal const int StatfsIdWord = 7;

    /// <summary>statfs(2); the first word of the result is the type of the filesystem.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statfs(string path, long* buffer);
}
