using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>Directories, and what a copy keeps of a file.</summary>
internal abstract partial class DiskDecorator
{
    public override DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name) =>
        Do(nameof(OpenSubdirectory), parent.PathOf(name), () => inner.OpenSubdirectory(parent, name));

    public override FileStatus Look(DiskDirectory directory) =>
        Do(nameof(Look), directory.Path, () => inner.Look(directory));

    public override int List(DiskDirectory directory, DirectoryEntryVisitor visit) =>
        Do(nameof(List), directory.Path, () => inner.List(directory, visit));

    public override DiskFile? OpenExistingLockFile(DiskDirectory directory, string name) =>
        Do(nameof(OpenExistingLockFile), directory.PathOf(name), () => inner.OpenExistingLockFile(directory, name));

    public override void CopyModificationTime(DiskFile from, DiskFile to) =>
        Do(nameof(CopyModificationTime), to.Path, () => inner.CopyModificationTime(from, to));

    public override byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute) =>
        Do(nameof(ReadAttribute), directory.PathOf(name), () => inner.ReadAttribute(directory, name, attribute));

    public override bool TrySetAttribute(DiskFile file, string attribute, byte[] value) =>
        Do(nameof(TrySetAttribute), file.Path, () => inner.TrySetAttribute(file, attribute, value));

    public override bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value) =>
        Do(nameof(TryWriteAttribute), directory.PathOf(name), () => inner.TryWriteAttribute(directory, name, attribute, value));
}
