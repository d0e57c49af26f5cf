using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Directories within directories, lock files and flock.</summary>
internal partial class SimulatedDisk
{
    public override DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name)
    {
        Step(new Call("open", parent.Path, name, "as a directory"));
        return files.Lookup(Behind(parent), name) is { Kind: FileKind.Directory } found ? Open(found, parent.PathOf(name)) : null;
    }

    public override int List(DiskDirectory directory, DirectoryEntryVisitor visit)
    {
        Step(new Call("list", directory.Path));
        foreach ((string name, FileKind kind) in files.List(Behind(directory)))
        {
            visit(name, kind);
        }

        return 0;
    }

    public override DiskFile? OpenExistingLockFile(DiskDirectory directory, string name)
    {
        Step(new Call("open", directory.Path, name));
        Inode? found = files.Lookup(Behind(directory), name);
        Note(found is null ? "nothing" : "file", found?.Number ?? 0);
        return found is { Kind: FileKind.Regular } ? Open(found, directory.PathOf(name), canWrite: true) : null;
    }

    public override DiskFile? OpenLockFile(string path, SymbolicLinks links)
    {
        Step(new Call("open", path));
        int errno = files.Walk(path, links == SymbolicLinks.Follow, out _, out _, out Inode? found);
        Note(found is null ? "nothing" : "file", found?.Number ?? 0);
        return errno == Errno.ELOOP ? throw Linked(path)
            : errno is not 0 and not Errno.ENOENT ? throw Failure("open the lock file", path, errno)
            : errno != 0 || found is null ? null
            : OpenLockFile(found, path);
    }

    public override bool TryLock(DiskFile file, LockMode mode)
    {
        OpenFile open = Behind(file);
        Step(new Call("try to lock", file.Path, Detail: Word(mode)));
        return Told(files.TryLock(open, mode));
    }

    public override void Lock(DiskFile file, LockMode mode)
    {
        OpenFile open = Behind(file);
        CloseOnDisk();
        if (pace is null && !SimulatedFilesystem.IsLockFree(open, mode))
        {
            throw new InvalidOperationException($"Nobody would ever give '{file.Path}' back.");
        }

        // The kernel lets go of a lock in another mode before it waits for the new one.
        if (open.Held is { } held && held != mode && !SimulatedFilesystem.IsLockFree(open, mode))
        {
            Step(new Call("lock", file.Path, Detail: "in another mode"));
            files.Unlock(open);
        }

        pace?.Step(
            new Call("lock", file.Path, Detail: Word(mode)), Access.Lock(open.Inode), () => SimulatedFilesystem.IsLockFree(open, mode));
        files.TryLock(open, mode);
    }

    public override void Unlock(DiskFile file)
    {
        OpenFile open = Behind(file);
        Step(new Call("unlock", file.Path));
        files.Unlock(open);
    }

    public override bool TryDowngrade(DiskFile file) => TryLock(file, LockMode.Shared);

    public override void MakeInheritable(DiskFile file, int mark)
    {
    }

    private static string Word(LockMode mode) => mode == LockMode.Exclusive ? "exclusively" : "shared";

    private DiskFile OpenLockFile(Inode found, string path) => found.Kind switch
    {
        FileKind.Directory => throw new MutxException(MutxError.UnusableLockFile, $"'{path}' is {Words.For(found.Kind)}") { Path = path },
        FileKind.SymbolicLink => throw Linked(path),
        _ => Open(found, path, canWrite: true),
    };

    private static MutxException Linked(string path) =>
        new(MutxError.LinkedLockFile, $"'{path}' is a symbolic link") { Path = path };
}
