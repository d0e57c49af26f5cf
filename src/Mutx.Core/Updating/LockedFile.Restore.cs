using Mutx.Backups;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

public static partial class LockedFile
{
    /// <summary>How a file is restored unless told otherwise: what it replaces is itself kept, under a name with the time.</summary>
    public static ReplaceOptions RestoreDefaults { get; } =
        new() { Backup = new BackupOptions { Timestamp = true } };

    /// <summary>
    /// Puts a backup's content back, by the same steps as any replacement: under the lock, atomically and durably. The
    /// backup stays. A file that is gone comes back with the backup's permissions. Blocks on the lock and the disk.
    /// </summary>
    /// <param name="path">The file, which exists or not; its directory must.</param>
    /// <param name="backup">What to put back, as <see cref="BackupSet"/> gives it.</param>
    /// <param name="options">How; <see cref="RestoreDefaults"/> if null.</param>
    /// <param name="starting">Is given the writer before the content is copied, to tell by it whether it is too late to cancel.</param>
    /// <param name="cancellationToken">Ends it until the replacement begins.</param>
    /// <exception cref="MutxException">It could not be done, or the backup has gone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the file is as it was.</exception>
    public static ReplaceResult Restore(
        string path,
        BackupFile backup,
        ReplaceOptions? options = null,
        Action<AtomicWriter>? starting = null,
        CancellationToken cancellationToken = default) =>
        Restore(Disk.Current, Guard.Path(path), Guard.NotNull(backup), options ?? RestoreDefaults, starting, cancellationToken);

    internal static ReplaceResult Restore(
        Disk disk,
        string path,
        BackupFile backup,
        ReplaceOptions options,
        Action<AtomicWriter>? starting,
        CancellationToken cancellationToken)
    {
        (string parent, string name) = ResolvedPath.Split(backup.Path);
        using DiskDirectory directory = disk.OpenDirectory(parent);
        using DiskFile content = disk.OpenRead(directory, name);
        FileStatus status = disk.Look(content);
        if (status.Kind != FileKind.Regular)
        {
            throw new MutxException(
                MutxError.SpecialFile, $"cannot restore '{path}' from '{backup.Path}': that is {Words.For(status.Kind)}")
            {
                Path = backup.Path,
            };
        }

        if (options.File.Mode is null && disk.Look(path) is null)
        {
            const UnixFileMode Privileges = UnixFileMode.SetUser | UnixFileMode.SetGroup;
            options = options with { File = options.File with { Mode = status.Mode & ~Privileges } };
        }

        return Replace(
            disk,
            path,
            writer =>
            {
                starting?.Invoke(writer);
                writer.CopyFrom(content.Handle, backup.Path, cancellationToken);
            },
            options,
            cancellationToken);
    }
}
