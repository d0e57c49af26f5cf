using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    internal const int PR_SET_PDEATHSIG = 1;

    /// <summary>prctl(2), Linux. Its arguments are passed alike whether they are declared as variable or not.</summary>
    [LibraryImport("libc")]
    internal static partial int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);
}
