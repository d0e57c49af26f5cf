using System.Text;
using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Content of files, and what is known about it.</summary>
internal partial class SimulatedDisk
{
    public override DiskFile OpenRead(DiskDirectory directory, string name)
    {
        Step(new Call("open", directory.Path, name));
        return OpenNoFollow(files.Lookup(Behind(directory), name), directory.PathOf(name))
            ?? throw Failure("read", directory.PathOf(name), Errno.ENOENT);
    }

    public override DiskFile? TryOpenRead(string path)
    {
        Step(new Call("open", path));
        int errno = files.Walk(path, follow: false, out _, out _, out Inode? found);
        return errno is 0 or Errno.ENOENT ? OpenNoFollow(errno == 0 ? found : null, path) : throw Failure("read", path, errno);
    }

    public override DiskFile OpenInput(string path, SymbolicLinks links = SymbolicLinks.Follow)
    {
        Step(new Call("open", path));
        int errno = files.Walk(path, links == SymbolicLinks.Follow, out _, out _, out Inode? found);
        return (errno == 0 ? OpenNoFollow(found, path) : null) ?? throw Failure("read", path, errno == 0 ? Errno.ENOENT : errno);
    }

    public override DiskFile Reopen(DiskFile file)
    {
        Step(new Call("open again", file.Path));
        return Open(Behind(file).Inode, file.Path, canWrite: false);
    }

    public override string PathForOthers(DiskFile file) => $"/proc/{process.Number}/fd/{file.Handle.DangerousGetHandle()}";

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) => false;

    public override int Read(DiskFile file, Span<byte> buffer)
    {
        Step(new Call("read", file.Path));
        OpenFile open = Behind(file);
        return open.Inode.Kind == FileKind.Directory ? throw Failure("read", file.Path, Errno.EISDIR) : files.Read(open, buffer);
    }

    public override void Write(DiskFile file, ReadOnlySpan<byte> buffer)
    {
        Step(new Call("write", file.Path));
        int errno = files.Write(Behind(file), buffer);
        if (errno != 0)
        {
            throw Failure("write", file.Path, errno);
        }
    }

    public override void Rewind(DiskFile file) => Behind(file).Position = 0;

    public override long? CopyRange(DiskFile from, DiskFile to, long length)
    {
        Step(new Call("copy_file_range", to.Path));
        if (!Behind(to).CanWrite)
        {
            return null;
        }

        OpenFile source = Behind(from);
        var buffer = new byte[Math.Min(length, source.Inode.Content.Length)];
        int read = files.Read(source, buffer);
        files.Write(Behind(to), buffer.AsSpan(0, read));
        return read;
    }

    public override bool TryClone(DiskFile from, DiskFile to) => false;

    public override void EnlargePipe(DiskFile file, int size)
    {
    }

    public override void SetMode(DiskFile file, UnixFileMode mode)
    {
        Step(new Call("fchmod", file.Path));
        files.SetMode(Behind(file).Inode, mode);
    }

    public override bool TrySetOwner(DiskFile file, uint? owner, uint? group)
    {
        Step(new Call("fchown", file.Path));
        files.SetOwner(Behind(file).Inode, owner, group);
        return true;
    }

    /// <summary>There are no access lists here.</summary>
    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope)
    {
        Step(new Call("copy attributes", directory.Path, name));
        if (files.Lookup(Behind(directory), name)?.Attributes is not { } attributes)
        {
            return CopiedAttributes.None;
        }

        foreach ((string attribute, string value) in attributes.Where(each => !each.Key.StartsWith("user.mutx.", StringComparison.Ordinal)))
        {
            files.SetAttribute(Behind(to).Inode, attribute, value);
        }

        return attributes.ContainsKey(FenceAttribute) ? CopiedAttributes.Fence : CopiedAttributes.None;
    }

    public override bool TrySetAttribute(DiskFile file, string attribute, byte[] value)
    {
        Step(new Call("set attribute", file.Path));
        files.SetAttribute(Behind(file).Inode, attribute, Encoding.UTF8.GetString(value));
        return true;
    }

    /// <summary>What is done is durable here; power cuts are others' tests.</summary>
    public override void Sync(DiskFile file) => Step(new Call("fsync", file.Path));

    public override bool SyncDirectory(DiskDirectory directory)
    {
        Step(new Call("fsync", directory.Path));
        return true;
    }

    public override void SyncNamed(DiskDirectory directory, string name)
    {
        using DiskFile file = OpenRead(directory, name);
        Sync(file);
    }

    public override void CopyModificationTime(DiskFile from, DiskFile to)
    {
        Step(new Call("futimens", to.Path));
        files.SetTime(Behind(to).Inode, files.Stat(Behind(from).Inode).Modified);
    }

    public override byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute)
    {
        Step(new Call("getxattr", directory.Path, name));
        return files.Lookup(Behind(directory), name) is { } found && files.GetAttribute(found, attribute) is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }

    public override bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value)
    {
        Step(new Call("setxattr", directory.Path, name));
        if (files.Lookup(Behind(directory), name) is not { Kind: FileKind.Regular } found)
        {
            return false;
        }

        files.SetAttribute(found, attribute, value);
        return true;
    }

    public override bool Touch(DiskDirectory directory, string name)
    {
        Step(new Call("utimensat", directory.Path, name));
        if (files.Lookup(Behind(directory), name) is not { } found)
        {
            return Told(false);
        }

        files.SetTime(found, files.Now);
        return Told(true);
    }

    public override FilesystemId LookAtFilesystem(string path) => new(0xEF53, 1);

    public override string NameFilesystem(string path, FilesystemId id) => "ext4";

    private DiskFile? OpenNoFollow(Inode? found, string path) =>
        found is null ? null
        : found.Kind == FileKind.SymbolicLink ? throw Failure("read", path, Errno.ELOOP)
        : Open(found, path, canWrite: false);
}
