namespace Mutx.Platform;

/// <summary>The steps that claims need beside the others.</summary>
internal abstract partial class Disk
{
    /// <summary>
    /// Sets a file's modification time to the present, by the clock of whoever keeps the file; false if there is no
    /// such name. A link is not followed.
    /// </summary>
    public abstract bool Touch(DiskDirectory directory, string name);

    /// <summary>Which filesystem a path lies on: one cheap question, asked with every lock.</summary>
    public abstract FilesystemId LookAtFilesystem(string path);

    /// <summary>
    /// The type of the filesystem a path lies on, as mount(8) calls it, with the subtype where it has one
    /// (<c>fuse.sshfs</c>); a number in hexadecimal where it has no name here. May read the table of mounts.
    /// </summary>
    public abstract string NameFilesystem(string path, FilesystemId id);
}
