using System.Runtime.InteropServices;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Extended attributes on Linux, where an access list is one of them.</summary>
internal sealed partial class LinuxDisk
{
    private const string AccessList = "system.posix_acl_access";

    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope)
    {
        using var from = new NamedAttributes(this, directory, name);
        string[] wanted = from.Names(directory.PathOf(name));
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

    /// <summary>The user's own attributes and the access list are promised; labels of the system's are its own affair.</summary>
    private static bool IsPromised(string attribute) => attribute == AccessList || attribute.StartsWith("user.", StringComparison.Ordinal);

    private unsafe void CopyAttribute(in NamedAttributes from, string attribute, DiskFile to, string shownPath, AttributeCopy scope)
    {
        if (from.Value(attribute) is not { } value)
        {
            if (IsPromised(attribute) && LastError != Errno.ENODATA && LastError != Errno.ENOENT)
            {
                throw Failure($"carry over the attribute {attribute} of", shownPath);
            }

            return;
        }

        if (attribute == AccessList && scope == AttributeCopy.WithNarrowedAccessList)
        {
            PosixAccessList.NarrowOwningGroup(value);
        }

        fixed (byte* start = value)
        {
            if (SetValue(to, attribute, start, value.Length) != 0 && IsPromised(attribute))
            {
                throw Failure($"carry over the attribute {attribute} of", shownPath);
            }
        }
    }

    /// <summary>
    /// Sets an attribute. One of the user's takes permission to write by the file's bits, whatever its descriptor may: a new
    /// file of umask 0222 gives its writer none. Nobody else has such a file yet; it is given for as long as this takes.
    /// </summary>
    private unsafe int SetValue(DiskFile to, string attribute, byte* value, nint length)
    {
        int result = Libc.fsetxattr(to.Handle, attribute, value, length, 0);
        if (result != 0 && LastError == Errno.EACCES && Look(to).Mode is var mode && !mode.HasFlag(UnixFileMode.UserWrite))
        {
            SetMode(to, mode | UnixFileMode.UserWrite);
            result = Libc.fsetxattr(to.Handle, attribute, value, length, 0);
            int error = LastError;
            SetMode(to, mode);
            Marshal.SetLastPInvokeError(error);
        }

        return result;
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
