using System.Runtime.InteropServices;

namespace Mutx.Interop;

/// <summary>struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal const short POLLIN = 1;

    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
