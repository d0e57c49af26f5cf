using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>The access lists of directories on Linux: the one that holds for itself, and the one that what is created in it gets.</summary>
internal sealed partial class LinuxDisk
{
    private const string DefaultAccessList = "system.posix_acl_default";

    public override unsafe void CopyAccessList(DiskDirectory from, DiskDirectory to)
    {
        // There is no call for the attributes of a descriptor's directory that doesn't follow its link below /proc.
        using var descriptor = new PinnedDescriptor(from.Handle);
        var list = new byte[NamedAttributes.MaxValueLength];
        fixed (byte* start = list)
        {
            nint length = Libc.lgetxattr($"{descriptor.Path}/.", AccessList, start, NamedAttributes.MaxValueLength);
            if (length < 0 && LastError != Errno.ENODATA && !Errno.IsUnsupported(LastError))
            {
                throw Failure("read the access list of", from.Path);
            }

            foreach (string attribute in (ReadOnlySpan<string>)[AccessList, DefaultAccessList])
            {
                int result = length < 0
                    ? Libc.fremovexattr(to.Handle, attribute)
                    : Libc.fsetxattr(to.Handle, attribute, start, length, 0);
                if (result != 0 && LastError != Errno.ENODATA && !Errno.IsUnsupported(LastError))
                {
                    throw Failure("set the access list of", to.Path);
                }
            }
        }
    }
}
