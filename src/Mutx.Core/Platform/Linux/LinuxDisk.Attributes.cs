using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Extended attributes on Linux, where an access list is one of them.</summary>
internal sealed partial class LinuxDisk
{
    private const string AccessList = "system.posix_acl_access";
    private const int MaxListLength = 65536;
    private const int MaxValueLength = 65536;

    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope)
    {
        using var from = new NamedAttributes(this, directory, name);
        string[] wanted = ListNames(from);
        CopiedAttributes found = CopiedAttributes.None;
        foreach (string attribute in wanted)
        {
            found |= attribute == FenceAttribute ? CopiedAttributes.Fence : CopiedAttributes.None;
            if (!IsCarried(attribute) || (attribute == AccessList && scope == AttributeCopy.WithoutAccessList))
            {
                continue;
            }

            CopyAttribute(from, attribute, to, directory.PathOf(name), scope);
            found |= attribute == AccessList ? CopiedAttributes.AccessList : CopiedAttributes.None;
        }

        if (!found.HasFlag(CopiedAttributes.AccessList) && scope != AttributeCopy.WithoutAccessList)
        {
            RemoveInheritedAccessList(to);
        }

        return found;
    }

    /// <summary>
    /// File capabilities are privileges like set-user-ID and aren't inherited by new content; what a backup says of
    /// its source is true of the backup alone; and a default list belongs to directories.
    /// </summary>
    private static bool IsCarried(string attribute) =>
        attribute is not ("security.capability" or "security.ima" or "security.evm")
        && !attribute.StartsWith("user.mutx.", StringComparison.Ordinal)
        && !attribute.StartsWith("trusted.", StringComparison.Ordinal);

    private static unsafe string[] ListNames(in NamedAttributes from)
    {
        nint length = from.List(null, 0);
        if (length <= 0)
        {
            return [];
        }

        var buffer = new byte[MaxListLength];
        fixed (byte* start = buffer)
        {
            length = from.List(start, MaxListLength);
        }

        return length <= 0 ? [] : Encoding.UTF8.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static unsafe void CopyAttribute(in NamedAttributes from, string attribute, DiskFile to, string shownPath, AttributeCopy scope)
    {
        byte* value = stackalloc byte[1024];
        nint length = from.Get(attribute, value, 1024);
        if (length < 0)
        {
            var large = new byte[MaxValueLength];
            fixed (byte* start = large)
            {
                length = from.Get(attribute, start, MaxValueLength);
                if (length >= 0)
                {
                    SetAttribute(to, attribute, start, length, shownPath, scope);
                }
            }

            return;
        }

        SetAttribute(to, attribute, value, length, shownPath, scope);
    }

    private static unsafe void SetAttribute(DiskFile to, string attribute, byte* value, nint length, string shownPath, AttributeCopy scope)
    {
        if (attribute == AccessList && scope == AttributeCopy.WithNarrowedAccessList)
        {
            PosixAccessList.NarrowOwningGroup(new Span<byte>(value, (int)length));
        }

        if (Libc.fsetxattr(to.Handle, attribute, value, length, 0) == 0)
        {
            return;
        }

        // The user's own attributes and the access list are promised; labels of the system's are its own affair.
        if (attribute == AccessList || attribute.StartsWith("user.", StringComparison.Ordinal))
        {
            throw Failure($"carry over the attribute {attribute} of", shownPath);
        }
    }

    private static void RemoveInheritedAccessList(DiskFile to)
    {
        if (Libc.fremovexattr(to.Handle, AccessList) != 0
            && LastError != Errno.ENODATA && !Errno.IsUnsupported(LastError))
        {
            throw Failure("remove the inherited access list of", to.Path);
        }
    }
}
