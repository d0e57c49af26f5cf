using Microsoft.Extensions.Logging;
using Mutx.Primitives;

namespace Mutx.Diagnostics;

/// <summary>Every event that mutx logs, with its number. Numbers are never used again for something else.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(1, LogLevel.Debug, "acquired the lock on '{Resource}' ({LockFile}, {Mode})")]
    public static partial void LockAcquired(this ILogger logger, string resource, string lockFile, LockMode mode);

    [LoggerMessage(2, LogLevel.Debug, "the lock on '{Resource}' is held by someone else, waiting ({LockFile})")]
    public static partial void LockContended(this ILogger logger, string resource, string lockFile);

    [LoggerMessage(3, LogLevel.Debug, "the wait for '{Resource}' ended: {End} after {Milliseconds} ms")]
    public static partial void LockWaitEnded(this ILogger logger, string resource, Enum end, double milliseconds);

    [LoggerMessage(4, LogLevel.Debug, "released the lock ({LockFile})")]
    public static partial void LockReleased(this ILogger logger, string lockFile);

    [LoggerMessage(5, LogLevel.Warning, "a lock was never released, and nobody can release it any more; it is held until this process ends ({LockFile})")]
    public static partial void LockForgotten(this ILogger logger, string lockFile);

    [LoggerMessage(6, LogLevel.Error, "the lock on '{Resource}' is lost: somebody else may hold it now ({LockFile})")]
    public static partial void LockLost(this ILogger logger, string resource, string lockFile);

    [LoggerMessage(7, LogLevel.Debug, "trying again to lock '{Resource}' after an error: {Reason}")]
    public static partial void LockRetried(this ILogger logger, string resource, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{Warning}")]
    public static partial void LockWarned(this ILogger logger, string warning);

    [LoggerMessage(20, LogLevel.Debug, "staged new content for '{Target}' ({Kind})")]
    public static partial void Staged(this ILogger logger, string target, string kind);

    [LoggerMessage(21, LogLevel.Debug, "content complete, {Length} bytes")]
    public static partial void ContentComplete(this ILogger logger, long length);

    [LoggerMessage(22, LogLevel.Debug, "content and metadata are durable")]
    public static partial void Synced(this ILogger logger);

    [LoggerMessage(23, LogLevel.Debug, "replaced '{Target}'")]
    public static partial void Replaced(this ILogger logger, string target);

    [LoggerMessage(24, LogLevel.Debug, "the directory of '{Target}' is durable")]
    public static partial void DirectorySynced(this ILogger logger, string target);

    [LoggerMessage(25, LogLevel.Warning, "the durability of '{Target}' is not confirmed: its filesystem refuses to sync a directory")]
    public static partial void DirectoryNotSynced(this ILogger logger, string target);

    [LoggerMessage(26, LogLevel.Debug, "'{Target}' has this content already and is left alone")]
    public static partial void Unchanged(this ILogger logger, string target);

    [LoggerMessage(27, LogLevel.Debug, "the lock of '{Target}' is private to this user, but others may write the file too; see the manual on shared lock directories")]
    public static partial void LockNotShared(this ILogger logger, string target);

    [LoggerMessage(40, LogLevel.Debug, "the old content of '{Target}' is kept as '{Backup}'")]
    public static partial void BackedUp(this ILogger logger, string target, string backup);

    [LoggerMessage(41, LogLevel.Warning, "cannot clean up after the backup '{Backup}': {Reason}")]
    public static partial void BackupNotCleanedUp(this ILogger logger, string backup, string reason);

    [LoggerMessage(42, LogLevel.Debug, "removed '{Path}'")]
    public static partial void Swept(this ILogger logger, string path);

    [LoggerMessage(60, LogLevel.Debug, "'{Path}' lies on {Type}; kernel locks there: {Trust}")]
    public static partial void FilesystemProbed(this ILogger logger, string path, string type, Enum trust);

    [LoggerMessage(61, LogLevel.Warning, "{Warning}")]
    public static partial void ClaimsUsed(this ILogger logger, string warning);

    [LoggerMessage(62, LogLevel.Debug, "what lies in '{Directory}' is locked by {Method}: {Reason}")]
    public static partial void LockMethodChosen(this ILogger logger, string directory, Enum method, string reason);

    [LoggerMessage(63, LogLevel.Information, "took over the stale claim '{Claim}': {Reason}")]
    public static partial void ClaimTakenOver(this ILogger logger, string claim, string reason);

    [LoggerMessage(64, LogLevel.Error, "the claim '{Claim}' is lost: {Reason}")]
    public static partial void ClaimLost(this ILogger logger, string claim, string reason);

    [LoggerMessage(65, LogLevel.Warning, "cannot keep the claim '{Claim}' fresh at the moment: {Reason}")]
    public static partial void ClaimNotKept(this ILogger logger, string claim, string reason);

    [LoggerMessage(66, LogLevel.Debug, "swept '{Directory}' of what the dead left: {Count} files")]
    public static partial void LeftoversSwept(this ILogger logger, string directory, int count);
}
