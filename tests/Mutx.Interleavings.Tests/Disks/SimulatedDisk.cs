using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>
/// The simulated disk as one process sees it. Each system call that another's could come before or after is a step of its own; calls
/// that nobody else can see (random bytes, a file's position) are none. Results and errors are those of the real disk; the contract
/// test compares them. Whoever adds a step to <see cref="Disk"/> adds it here.
/// </summary>
internal partial class SimulatedDisk(SimulatedFilesystem files, SimulatedProcess process, IPace? pace) : Disk
{
    public SimulatedProcess Process => process;

    protected SimulatedFilesystem Files => files;

    public override void FillRandom(Span<byte> buffer) => process.FillRandom(buffer);

    public override string ResolveDirectory(string path)
    {
        Step(new Call("realpath", path));
        int errno = files.Walk(path, follow: true, out Inode directory, out string name, out Inode? found);
        return errno != 0 || found is null ? throw Failure("find the directory", path, errno == 0 ? Errno.ENOENT : errno)
            : found.Kind == FileKind.Directory ? SimulatedFilesystem.PathOf(found)
            : Path.Join(SimulatedFilesystem.PathOf(directory), name);
    }

    public override DiskDirectory OpenDirectory(string path)
    {
        Step(new Call("open", path, Detail: "as a directory"));
        int errno = files.Walk(path, follow: true, out _, out _, out Inode? found);
        errno = errno != 0 ? errno : found is null ? Errno.ENOENT : found.Kind == FileKind.Directory ? 0 : Errno.ENOTDIR;
        return errno == 0 ? Open(found!, path) : throw Failure("open the directory", path, errno);
    }

    public override void CreateDirectory(string path, UnixFileMode mode)
    {
        Step(new Call("mkdir", path));
        int errno = files.CreateDirectory(path, mode & ~process.Umask, process.NextInode);
        if (errno is not 0 and not Errno.EEXIST)
        {
            throw Failure("create the directory", path, errno);
        }
    }

    public override FileStatus? Look(DiskDirectory directory, string name)
    {
        Step(new Call("stat", directory.Path, name));
        return Told(files.Lookup(Behind(directory), name) is { } found ? files.Stat(found) : null);
    }

    public override FileStatus? Look(string path)
    {
        Step(new Call("stat", path));
        int errno = files.Walk(path, follow: false, out _, out _, out Inode? found);
        return errno is 0 or Errno.ENOENT or Errno.ENOTDIR
            ? Told(errno == 0 && found is not null ? files.Stat(found) : null)
            : throw Failure("look at", path, errno);
    }

    public override FileStatus Look(DiskFile file)
    {
        Step(new Call("fstat", file.Path));
        return files.Stat(Behind(file).Inode);
    }

    public override FileStatus Look(DiskDirectory directory)
    {
        Step(new Call("fstat", directory.Path));
        return files.Stat(Behind(directory));
    }

    public override string ReadLink(DiskDirectory directory, string name)
    {
        Step(new Call("readlink", directory.Path, name));
        Inode? found = files.Lookup(Behind(directory), name);
        return found is { Kind: FileKind.SymbolicLink } ? found.LinkTarget
            : throw Failure("read the symbolic link", directory.PathOf(name), found is null ? Errno.ENOENT : Errno.EINVAL);
    }

    public override uint UserId => 0;

    public override FileStatus? LookThrough(string path)
    {
        Step(new Call("stat", path, Detail: "through links"));
        return Told(files.Walk(path, follow: true, out _, out _, out Inode? found) == 0 && found is not null ? files.Stat(found) : null);
    }

    public override bool IsOwn(in FileStatus status) => status.Owner == UserId;

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode)
    {
        Step(new Call("open", directory.Path, Detail: "without a name"));
        _ = Behind(directory);
        return Open(files.CreateUnnamed(process.NextInode(), mode & ~process.Umask), directory.Path, canWrite: true);
    }

    public override DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode)
    {
        Step(new Call("create", directory.Path, name));
        int errno = files.Create(Behind(directory), name, process.NextInode(), mode & ~process.Umask, out Inode? created);
        Note(errno == 0 ? "done" : "exists");
        return errno == 0 ? Open(created!, directory.PathOf(name), canWrite: true) : null;
    }

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name)
    {
        Step(new Call("link", directory.Path, name, "from a file without a name"));
        return Linked(files.Link(Behind(file).Inode, Behind(directory), name), directory, name);
    }

    public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to)
    {
        Step(new Call("link", toDirectory.Path, to, From: from));
        Inode? inode = files.Lookup(Behind(fromDirectory), from);
        return Linked(inode is null ? Errno.ENOENT : files.Link(inode, Behind(toDirectory), to), toDirectory, to);
    }

    public override RenameResult Rename(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
    {
        Step(new Call(StepOf(mode), toDirectory.Path, to, From: from));
        int errno = files.Rename(Behind(fromDirectory), from, Behind(toDirectory), to, mode);
        return errno == 0 ? Told(RenameResult.Done)
            : errno == Errno.EEXIST && mode == RenameMode.NoReplace ? Told(RenameResult.Exists)
            : throw Failure("replace", toDirectory.PathOf(to), errno);
    }

    public override bool Remove(DiskDirectory directory, string name)
    {
        Step(new Call("unlink", directory.Path, name));
        int errno = files.Unlink(Behind(directory), name);
        return errno is 0 or Errno.ENOENT ? Told(errno == 0) : throw Failure("remove", directory.PathOf(name), errno);
    }

    /// <summary>The open file behind a handle of this process's.</summary>
    protected OpenFile Behind(DiskFile file) => process.Behind(file.Handle);

    /// <summary>Stops here until the step is to be done; before that what was closed since the last one is closed on the disk.</summary>
    protected void Step(in Call call)
    {
        CloseOnDisk();
        pace?.Step(call);
    }

    /// <summary>
    /// Closing a handle is no call of the disk's. What is seen to be closed now was closed after this process's last step, and gives
    /// its lock back in a step of its own.
    /// </summary>
    public void CloseOnDisk()
    {
        while (process.FindClosed() is { } closed)
        {
            if (closed.Held is not null)
            {
                pace?.Step(new Call("close", closed.Path));
                files.Unlock(closed);
            }

            process.Close(closed);
        }
    }

    protected void Note(string result, int number = 0) => pace?.Note(result, number);

    protected bool Told(bool result)
    {
        Note(result ? "yes" : "no");
        return result;
    }

    private static string StepOf(RenameMode mode) => mode switch
    {
        RenameMode.NoReplace => "rename if free",
        RenameMode.Exchange => "exchange",
        _ => "rename",
    };

    protected Inode Behind(DiskDirectory directory) => process.Behind(directory.Handle).Inode;

    protected DiskFile Open(Inode inode, string path, bool canWrite)
    {
        SafeFileHandle handle = process.Open(inode, path, canWrite).Handle;
        return new DiskFile(handle, path);
    }

    private DiskDirectory Open(Inode inode, string path) => new(process.Open(inode, path, canWrite: false).Handle, path);

    private RenameResult Linked(int errno, DiskDirectory directory, string name) =>
        errno == 0 ? Told(RenameResult.Done)
        : errno == Errno.EEXIST ? Told(RenameResult.Exists)
        : errno == Errno.EPERM ? Told(RenameResult.Unsupported)
        : throw Failure("create", directory.PathOf(name), errno);

    private RenameResult Told(RenameResult result)
    {
        Note(result switch
        {
            RenameResult.Done => "done",
            RenameResult.Exists => "exists",
            _ => "unsupported",
        });
        return result;
    }

    private FileStatus? Told(FileStatus? status)
    {
        if (status is not { } found)
        {
            Note("nothing");
        }
        else
        {
            Note(Words.For(found.Kind), (int)found.Identity.Inode);
        }

        return status;
    }

    private MutxException Failure(string doing, string path, int errno)
    {
        Note(Errno.Describe(errno));
        return Errno.Failure(doing, path, errno);
    }
}
