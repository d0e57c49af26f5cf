using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>setenv(3): what programs that are started or become this process's successor find in their environment.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int setenv(string name, string value, int overwrite);
}
