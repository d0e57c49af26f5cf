using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: making a directory for several users, who get their rights by inheritance.</summary>
internal sealed partial class WindowsDisk
{
    public override bool TryCreateDirectory(DiskDirectory parent, string name, UnixFileMode mode)
    {
        if (Kernel32.CreateDirectory(parent.PathOf(name), 0) != 0)
        {
            return true;
        }

        return LastError == WindowsError.AlreadyExists
            ? false
            : throw WindowsError.Failure("create the directory", parent.PathOf(name), LastError);
    }

    public override bool RemoveDirectory(DiskDirectory parent, string name)
    {
        if (Kernel32.RemoveDirectory(parent.PathOf(name)) != 0)
        {
            return true;
        }

        return LastError is WindowsError.FileNotFound or WindowsError.PathNotFound
            ? false
            : throw WindowsError.Failure("remove the directory", parent.PathOf(name), LastError);
    }

    public override void CopyAccessList(DiskDirectory from, DiskDirectory to)
    {
        // What is created in a directory inherits its list.
    }
}
