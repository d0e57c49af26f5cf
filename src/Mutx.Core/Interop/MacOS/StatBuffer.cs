using System.Runtime.InteropServices;

namespace Mutx.Interop;

/// <summary>struct stat of macOS with 64-bit inode numbers, the fields that are used.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct StatBuffer
{
    [FieldOffset(0)] internal int Device;
    [FieldOffset(4)] internal ushort Mode;
    [FieldOffset(6)] internal ushort LinkCount;
    [FieldOffset(8)] internal ulong Inode;
    [FieldOffset(16)] internal uint Owner;
    [FieldOffset(20)] internal uint Group;
    [FieldOffset(48)] internal long ModifySeconds;
    [FieldOffset(56)] internal long ModifyNanoseconds;
    [FieldOffset(64)] internal long ChangeSeconds;
    [FieldOffset(72)] internal long ChangeNanoseconds;
    [FieldOffset(96)] internal long Size;
}
