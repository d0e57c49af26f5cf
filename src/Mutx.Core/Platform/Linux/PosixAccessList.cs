using System.Buffers.Binary;

namespace Mutx.Platform;

/// <summary>
/// An access list as the kernel keeps it in an attribute: a version, then entries of eight bytes each, all little-endian:
/// whom it is about (2), what they may (2), which user or group (4). See linux/posix_acl_xattr.h.
/// </summary>
internal static class PosixAccessList
{
    private const int HeaderLength = 4;
    private const int EntryLength = 8;
    private const int PermissionsAt = 2;
    private const ushort OwningGroup = 0x04;
    private const ushort Others = 0x20;

    /// <summary>Gives the owning group what others have, in place. Something that isn't a list stays as it is, and is the kernel's to refuse.</summary>
    public static void NarrowOwningGroup(Span<byte> list)
    {
        if (Find(list, Others) is { } others && Find(list, OwningGroup) is { } group)
        {
            list.Slice(others, sizeof(ushort)).CopyTo(list[group..]);
        }
    }

    /// <summary>Where the permissions of an entry stand.</summary>
    private static int? Find(ReadOnlySpan<byte> list, ushort tag)
    {
        for (int at = HeaderLength; at + EntryLength <= list.Length; at += EntryLength)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(list[at..]) == tag)
            {
                return at + PermissionsAt;
            }
        }

        return null;
    }
}
