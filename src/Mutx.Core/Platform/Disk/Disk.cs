using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// The one seam to the operating system's files. Everything mutx does on disk goes through here, so that tests can
/// fail any step, or cut the power after any. Each method is one step; none retries what failed, but all repeat calls
/// that a signal interrupted. What a caller goes on from is a result; everything else is a <see cref="MutxException"/>.
/// </summary>
internal abstract partial class Disk
{
    /// <summary>The disk of the system the process runs on.</summary>
    public static Disk Current { get; } =
        OperatingSystem.IsWindows() ? new WindowsDisk()
        : OperatingSystem.IsMacOS() ? new MacDisk()
        : new LinuxDisk();

    /// <summary>Whether a rename replaces also what this process has open.</summary>
    public virtual bool ReplacesOpenFiles => true;

    /// <summary>Fills a buffer with bytes nobody can guess.</summary>
    public abstract void FillRandom(Span<byte> buffer);

    /// <summary>The absolute path of an existing directory, without links, <c>.</c> or <c>..</c>.</summary>
    public abstract string ResolveDirectory(string path);

    /// <summary>The same of a path that was bound before; an error names it as it was typed.</summary>
    public string ResolveDirectory(BoundPath path)
    {
        try
        {
            return ResolveDirectory(path.Full);
        }
        catch (MutxException e) when (path.Full != path.Shown)
        {
            throw new MutxException(e.Error, e.Message.Replace($"'{path.Full}'", $"'{path.Shown}'", StringComparison.Ordinal), e)
            {
                Path = path.Shown,
                NativeError = e.NativeError,
                Hint = e.Hint,
            };
        }
    }

    /// <summary>Opens a directory for looking up names in it.</summary>
    public abstract DiskDirectory OpenDirectory(string path);

    /// <summary>Makes one directory. A directory that exists already is none of its concern.</summary>
    public abstract void CreateDirectory(string path, UnixFileMode mode);

    /// <summary>What stands behind a name, or null if nothing does; a link is told as a link.</summary>
    public abstract FileStatus? Look(DiskDirectory directory, string name);

    /// <summary>What stands behind a path, or null if nothing does; a link at its end is told as a link.</summary>
    public abstract FileStatus? Look(string path);

    /// <summary>What an open file is.</summary>
    public abstract FileStatus Look(DiskFile file);

    /// <summary>Where a symbolic link points.</summary>
    public abstract string ReadLink(DiskDirectory directory, string name);

    /// <summary>Opens a regular file for reading without following a link; never hangs on a FIFO.</summary>
    public abstract DiskFile OpenRead(DiskDirectory directory, string name);

    /// <summary>
    /// Opens anything that can be read. A FIFO blocks until somebody writes to it. Where links are refused and there is one at
    /// the path's end it fails (<see cref="MutxError.LinkLoop"/>), or gives the link itself (Windows).
    /// </summary>
    public abstract DiskFile OpenInput(string path, SymbolicLinks links = SymbolicLinks.Follow);

    /// <summary>Whether a file belongs to the user this process acts as.</summary>
    public abstract bool IsOwn(in FileStatus status);

    /// <summary>Another open file on the same content, for reading, with a position of its own at the start.</summary>
    public abstract DiskFile Reopen(DiskFile file);

    /// <summary>A path under which another process of the same user can open the file as long as it is open here.</summary>
    public abstract string PathForOthers(DiskFile file);

    /// <summary>A new file without a name in the directory's filesystem, or null where there is no such thing.</summary>
    public abstract DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode);

    /// <summary>A new file with a name; null if the name is taken. The mode is reduced by the umask.</summary>
    public abstract DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode);

    /// <summary>Gives a file that was created without a name its first one; never replaces.</summary>
    public abstract RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name);

    /// <summary>
    /// Whether the filesystem keeps no data of a file without a name, so that the file has to be named before it is
    /// synced (btrfs).
    /// </summary>
    /// <param name="directory">Where the file is.</param>
    /// <param name="neighbour">What is known of another file there; null if nothing is. It can save the question to the kernel.</param>
    public abstract bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour);

    /// <summary>Gives a file a second name; never replaces.</summary>
    public abstract RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to);

    /// <summary>Renames in one step.</summary>
    public abstract RenameResult Rename(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode);

    /// <summary>Removes a name; false if there was none.</summary>
    public abstract bool Remove(DiskDirectory directory, string name);

    /// <summary>Reads what is there, up to the buffer's length; 0 at the end.</summary>
    public abstract int Read(DiskFile file, Span<byte> buffer);

    /// <summary>Writes everything at the file's position.</summary>
    public abstract void Write(DiskFile file, ReadOnlySpan<byte> buffer);

    /// <summary>Moves the file's position to the start.</summary>
    public abstract void Rewind(DiskFile file);

    /// <summary>
    /// Copies within the kernel from position to position, at most <paramref name="length"/> bytes; 0 at the end or
    /// where the source doesn't tell; null where the kernel can't copy between these two.
    /// </summary>
    public abstract long? CopyRange(DiskFile from, DiskFile to, long length);

    /// <summary>Lets a file share all blocks of another; false where the filesystem can't.</summary>
    public abstract bool TryClone(DiskFile from, DiskFile to);

    /// <summary>Asks for a larger pipe where the file is one; a hint, and no error where it is not taken.</summary>
    public abstract void EnlargePipe(DiskFile file, int size);

    /// <summary>Sets the permission bits exactly.</summary>
    public abstract void SetMode(DiskFile file, UnixFileMode mode);

    /// <summary>Sets owner and group, or only one of them where the other is null; false if the process may not.</summary>
    public abstract bool TrySetOwner(DiskFile file, uint? owner, uint? group);

    /// <summary>
    /// Carries the extended attributes and the access list of a named file over to an open one, and takes away an
    /// access list that the named one doesn't have. Attributes that give privileges are left out.
    /// </summary>
    /// <returns>Whether there was an access list, which has set the permission bits then, and whether there is a fence.</returns>
    public abstract CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope);

    /// <summary>Makes content and metadata of a file survive a power cut. A failure is final.</summary>
    public abstract void Sync(DiskFile file);

    /// <summary>Makes the names in a directory survive a power cut; false where the filesystem refuses to say.</summary>
    public abstract bool SyncDirectory(DiskDirectory directory);

    /// <summary>
    /// Opens a lock file, whatever it turns out to be; null if there is nothing of that name. Never creates or truncates,
    /// never hangs; read-only where that is all the permissions give.
    /// </summary>
    public abstract DiskFile? OpenLockFile(string path, SymbolicLinks links);

    /// <summary>Takes a kernel lock if nobody is in the way; false if somebody is.</summary>
    public abstract bool TryLock(DiskFile file, LockMode mode);

    /// <summary>Takes a kernel lock, blocking the calling thread for as long as somebody is in the way.</summary>
    public abstract void Lock(DiskFile file, LockMode mode);

    /// <summary>Gives a kernel lock back.</summary>
    public abstract void Unlock(DiskFile file);

    /// <summary>Standard input and other descriptors of the caller's, which stay the caller's.</summary>
    public static DiskFile Borrow(SafeFileHandle handle, string name) =>
        new(handle, name);
}
