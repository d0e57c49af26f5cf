using System.Runtime.InteropServices;

namespace Mutx.Interop;

/// <summary>BY_HANDLE_FILE_INFORMATION.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ByHandleFileInformation
{
    internal uint Attributes;
    internal long Created;
    internal long Accessed;
    internal long Modified;
    internal uint VolumeSerialNumber;
    internal uint SizeHigh;
    internal uint SizeLow;
    internal uint LinkCount;
    internal uint IndexHigh;
    internal uint IndexLow;
}
