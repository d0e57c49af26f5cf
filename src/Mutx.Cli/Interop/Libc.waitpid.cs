using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>waitpid(2). The status is packed: see <c>ChildResult</c>.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int process, int* status, int options);
}
