using System.Runtime.InteropServices;

namespace Mutx.Interop;

/// <summary>struct statfs of macOS with 64-bit inode numbers, the fields that are used.</summary>
[StructLayout(LayoutKind.Explicit, Size = 2168)]
internal unsafe struct StatfsBuffer
{
    internal const uint MNT_LOCAL = 0x1000;
    internal const int TypeNameLength = 16;

    [FieldOffset(48)] internal ulong Id;
    [FieldOffset(60)] internal uint Type;
    [FieldOffset(64)] internal uint Flags;
    [FieldOffset(72)] internal fixed byte TypeName[TypeNameLength];
}
