using System.Runtime.InteropServices;

namespace Mutx.TestHost;

/// <summary>
/// Stops this process (SIGSTOP), the calling thread first. By raise(3), which signals the calling thread: kill(2) may choose another
/// one, and until that one gets a processor the caller goes on.
/// </summary>
internal static partial class StopSelf
{
    private const int Stop = 19;

    public static void Now() => _ = Raise(Stop);

    [LibraryImport("libc", EntryPoint = "raise", SetLastError = true)]
    private static partial int Raise(int signal);
}
