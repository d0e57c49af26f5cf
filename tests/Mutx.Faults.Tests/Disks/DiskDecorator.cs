using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Faults.Tests.Disks;

/// <summary>
/// The real disk with somebody in between. Whoever adds a step to <see cref="Disk"/> adds it here, and what can go
/// wrong with it to <c>Fault.Of</c>.
/// </summary>
internal abstract partial class DiskDecorator(Disk inner) : Disk
{
    public override bool ReplacesOpenFiles => inner.ReplacesOpenFiles;

    public override void FillRandom(Span<byte> buffer)
    {
        var call = new DiskCall(nameof(FillRandom), "");
        if (!Replaces(call, out bool _))
        {
            inner.FillRandom(buffer);
        }
    }

    public override string ResolveDirectory(string path) =>
        Do(nameof(ResolveDirectory), path, () => inner.ResolveDirectory(path));

    public override DiskDirectory OpenDirectory(string path) =>
        Do(nameof(OpenDirectory), path, () => inner.OpenDirectory(path));

    public override void CreateDirectory(string path, UnixFileMode mode) =>
        Do(nameof(CreateDirectory), path, () => inner.CreateDirectory(path, mode));

    public override FileStatus? Look(DiskDirectory directory, string name) =>
        Do(nameof(Look), directory.PathOf(name), () => inner.Look(directory, name));

    public override FileStatus? Look(string path) =>
        Do(nameof(Look), path, () => inner.Look(path));

    public override FileStatus Look(DiskFile file) =>
        Do(nameof(Look), file.Path, () => inner.Look(file));

    public override string ReadLink(DiskDirectory directory, string name) =>
        Do(nameof(ReadLink), directory.PathOf(name), () => inner.ReadLink(directory, name));

    public override DiskFile OpenRead(DiskDirectory directory, string name) =>
        Do(nameof(OpenRead), directory.PathOf(name), () => inner.OpenRead(directory, name));

    public override DiskFile OpenInput(string path, SymbolicLinks links = SymbolicLinks.Follow) =>
        Do(nameof(OpenInput), path, () => inner.OpenInput(path, links));

    public override DiskFile? TryOpenRead(string path) =>
        Do(nameof(TryOpenRead), path, () => inner.TryOpenRead(path));

    public override void SyncNamed(DiskDirectory directory, string name) =>
        Do(nameof(SyncNamed), directory.PathOf(name), () => inner.SyncNamed(directory, name));

    public override uint UserId => inner.UserId;

    public override FileStatus? LookThrough(string path) => inner.LookThrough(path);

    public override bool IsOwn(in FileStatus status) => inner.IsOwn(status);

    public override DiskFile Reopen(DiskFile file) =>
        Do(nameof(Reopen), file.Path, () => inner.Reopen(file));

    public override string PathForOthers(DiskFile file) => inner.PathForOthers(file);

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode) =>
        Do(nameof(CreateUnnamed), directory.Path, () => inner.CreateUnnamed(directory, mode));

    public override DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode) =>
        Do(nameof(CreateNew), directory.PathOf(name), () => inner.CreateNew(directory, name, mode));

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name) =>
        Do(nameof(NameUnnamed), directory.PathOf(name), () => inner.NameUnnamed(file, directory, name));

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) =>
        inner.MustNameBeforeSync(directory, neighbour);

    public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to) =>
        Do(nameof(Link), toDirectory.PathOf(to), () => inner.Link(fromDirectory, from, toDirectory, to));

    public override RenameResult Rename(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode) =>
        Do($"{nameof(Rename)}.{mode}", toDirectory.PathOf(to), () => inner.Rename(fromDirectory, from, toDirectory, to, mode));

    public override bool Remove(DiskDirectory directory, string name) =>
        Do(nameof(Remove), directory.PathOf(name), () => inner.Remove(directory, name));

    public override int Read(DiskFile file, Span<byte> buffer) =>
        Replaces(new DiskCall(nameof(Read), file.Path), out int result) ? result : inner.Read(file, buffer);

    public override void Write(DiskFile file, ReadOnlySpan<byte> buffer)
    {
        if (!Replaces(new DiskCall(nameof(Write), file.Path), out bool _))
        {
            inner.Write(file, buffer);
        }
    }

    public override void Rewind(DiskFile file) =>
        Do(nameof(Rewind), file.Path, () => inner.Rewind(file));

    public override long? CopyRange(DiskFile from, DiskFile to, long length) =>
        Do(nameof(CopyRange), to.Path, () => inner.CopyRange(from, to, length));

    public override bool TryClone(DiskFile from, DiskFile to) =>
        Do(nameof(TryClone), to.Path, () => inner.TryClone(from, to));

    public override void EnlargePipe(DiskFile file, int size) => inner.EnlargePipe(file, size);

    public override void SetMode(DiskFile file, UnixFileMode mode) =>
        Do(nameof(SetMode), file.Path, () => inner.SetMode(file, mode));

    public override bool TrySetOwner(DiskFile file, uint? owner, uint? group) =>
        Do(nameof(TrySetOwner), file.Path, () => inner.TrySetOwner(file, owner, group));

    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope) =>
        Do(nameof(CopyAttributes), to.Path, () => inner.CopyAttributes(directory, name, to, scope));

    public override void Sync(DiskFile file) =>
        Do(nameof(Sync), file.Path, () => inner.Sync(file));

    public override bool SyncDirectory(DiskDirectory directory) =>
        Do(nameof(SyncDirectory), directory.Path, () => inner.SyncDirectory(directory));

    public override DiskFile? OpenLockFile(string path, SymbolicLinks links) =>
        Do(nameof(OpenLockFile), path, () => inner.OpenLockFile(path, links));

    public override bool TryLock(DiskFile file, LockMode mode) =>
        Do(nameof(TryLock), file.Path, () => inner.TryLock(file, mode));

    public override void Lock(DiskFile file, LockMode mode) =>
        Do(nameof(Lock), file.Path, () => inner.Lock(file, mode));

    public override void Unlock(DiskFile file) =>
        Do(nameof(Unlock), file.Path, () => inner.Unlock(file));

    public override bool TryDowngrade(DiskFile file) =>
        Do(nameof(TryDowngrade), file.Path, () => inner.TryDowngrade(file));

    public override void MakeInheritable(DiskFile file, int mark) =>
        Do(nameof(MakeInheritable), file.Path, () => inner.MakeInheritable(file, mark));

    public override bool Touch(DiskDirectory directory, string name) =>
        Do(nameof(Touch), directory.PathOf(name), () => inner.Touch(directory, name));

    public override FilesystemId LookAtFilesystem(string path) =>
        Do(nameof(LookAtFilesystem), path, () => inner.LookAtFilesystem(path));

    public override string NameFilesystem(string path, FilesystemId id) => inner.NameFilesystem(path, id);

    /// <summary>Throws in place of a call, or answers in place of it; false lets the call through.</summary>
    protected abstract bool Replaces<T>(DiskCall call, out T result);

    private T Do<T>(string step, string path, Func<T> operation) =>
        Replaces(new DiskCall(step, path), out T result) ? result : operation();

    private void Do(string step, string path, Action operation)
    {
        if (!Replaces(new DiskCall(step, path), out bool _))
        {
            operation();
        }
    }
}
