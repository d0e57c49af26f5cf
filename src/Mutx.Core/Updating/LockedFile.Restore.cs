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
    /// backup stays. A file that is gone comes back with the backup's owner and permissions. Each directory is opened once, for
    /// listing, reading and replacing alike, so that swapping one meanwhile leads nowhere. Blocks on the lock and the disk.
    /// </summary>
    /// <param name="path">The file, which exists or not; its directory must.</param>
    /// <param name="choice">Which backup.</param>
    /// <param name="backups">Where its backups lie and how their names end; <see cref="BackupOptions.Default"/> if null.</param>
    /// <param name="options">How; <see cref="RestoreDefaults"/> if null.</param>
    /// <param name="starting">Is given the writer before the content is copied, to tell by it whether it is too late to cancel.</param>
    /// <param name="cancellationToken">Ends it until the replacement begins.</param>
    /// <returns>What was done; <see cref="ReplaceResult.Restored"/> is the backup that was put back.</returns>
    /// <exception cref="MutxException">It could not be done, or there is no such backup.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the file is as it was.</exception>
    public static ReplaceResult Restore(
        string path,
        BackupChoice choice,
        BackupOptions? backups = null,
        ReplaceOptions? options = null,
        Action<AtomicWriter>? starting = null,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(choice);
        return Restore(
            Disk.Current, path, choice, backups ?? BackupOptions.Default, options ?? RestoreDefaults, starting, cancellationToken);
    }

    /// <summary>Puts a backup's content back that <see cref="BackupSet"/> gave.</summary>
    /// <param name="path">The file, which exists or not; its directory must.</param>
    /// <param name="backup">What to put back.</param>
    /// <param name="options">How; <see cref="RestoreDefaults"/> if null.</param>
    /// <param name="cancellationToken">Ends it until the replacement begins.</param>
    /// <inheritdoc cref="Restore(string, BackupChoice, BackupOptions?, ReplaceOptions?, Action{AtomicWriter}?, CancellationToken)"/>
    public static ReplaceResult Restore(
        string path, BackupFile backup, ReplaceOptions? options = null, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(backup);
        return Restore(path, BackupChoice.Of(backup.Path), backup.FoundBy, options, null, cancellationToken);
    }

    internal static ReplaceResult Restore(
        Disk disk,
        string path,
        BackupChoice choice,
        BackupOptions backups,
        ReplaceOptions options,
        Action<AtomicWriter>? starting,
        CancellationToken cancellationToken)
    {
        TargetFile target = TargetFile.Open(disk, Guard.Path(path), options.File.Symlinks);
        try
        {
            // What can't be replaced is said before anything is said of its backups.
            target.Look();
            return new BackupSet(disk, path, backups).Use(target, choice, (shelf, backup) =>
            {
                using DiskFile content = shelf.Open(backup, out FileStatus status);
                using var replacement = new Replacement(disk, target, options, status, cancellationToken);
                return Run(replacement, (writer, _) =>
                {
                    starting?.Invoke(writer);
                    writer.CopyFrom(content.Handle, backup.Path, cancellationToken);
                }) with
                {
                    Restored = backup,
                };
            });
        }
        finally
        {
            target.Dispose();
        }
    }
}
