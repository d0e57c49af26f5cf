using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    internal const short POLLOUT = 0x004;
    internal const short POLLNVAL = 0x020;

    /// <summary>One entry of poll(2): a descriptor, what is asked about it, and the answer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Descriptor;
        internal short Events;
        internal short ReturnedEvents;
    }

    /// <summary>poll(2). A descriptor that isn't open is answered with <see cref="POLLNVAL"/>.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollFd* entries, nuint count, int timeoutMilliseconds);
}
