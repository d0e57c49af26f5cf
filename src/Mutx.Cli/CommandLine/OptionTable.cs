using Mutx.Backups;

namespace Mutx.Cli.CommandLine;

/// <summary>The one table of options. Parser, help, manual and completion read it; nothing else knows an option's
/// name. Names, long and short, mean the same in every command: an option may stand before the word that says
/// which command it is for.</summary>
internal static partial class OptionTable
{
    private static readonly CommandId[] WriteOnly = [CommandId.Write];
    private static readonly CommandId[] UpdateOnly = [CommandId.Update];
    private static readonly CommandId[] RunOnly = [CommandId.Run];
    private static readonly CommandId[] Producing = [CommandId.Write, CommandId.Update];
    private static readonly CommandId[] Writing = [CommandId.Write, CommandId.Update, CommandId.Restore];
    private static readonly CommandId[] Locking = [CommandId.Write, CommandId.Update, CommandId.Run, CommandId.Restore];
    private static readonly CommandId[] Waiting = [.. Locking, CommandId.Queue];
    private static readonly CommandId[] OfBackups = [CommandId.Write, CommandId.Update, CommandId.Restore, CommandId.Backups];
    private static readonly CommandId[] Finding = [CommandId.Restore, CommandId.Backups];
    private static readonly CommandId[] Sweeping = [CommandId.Housekeep];
    private static readonly CommandId[] FeatureOnly = [CommandId.Feature];
    private static readonly CommandId[] QueueOnly = [CommandId.Queue];
    private static readonly CommandId[] AskingServers = [CommandId.Write, CommandId.Update, CommandId.Run, CommandId.Status, CommandId.Restore];
    private static readonly CommandId[] LookingForLocks =
        [CommandId.Write, CommandId.Update, CommandId.Run, CommandId.Status, CommandId.Restore];

    /// <summary>Every option, at the index of its <see cref="OptionId"/>.</summary>
    public static readonly OptionSpec[] All =
    [
        new(OptionId.Input, "input", 'i')
        {
            Group = OptionGroup.Input, Commands = WriteOnly, Kind = ValueKind.Path, ValueName = "FILE",
            ExcludesChildCommand = true,
            Help = "read FILE instead of standard input; a symbolic link needs --follow-symlinks",
        },
        new(OptionId.Stream, "stream")
        {
            Group = OptionGroup.Input, Commands = Producing,
            Help = "stage from the first byte on; without it up to 8 MiB are held in memory first",
        },
        new(OptionId.Create, "create")
        {
            Group = OptionGroup.Input, Commands = UpdateOnly,
            Help = "where FILE does not exist, give COMMAND nothing to read and create it; without it that is an error",
        },
        new(OptionId.Shared, "shared", 's')
        {
            Group = OptionGroup.Lock, Commands = RunOnly,
            Help = "share the lock with others who do, and exclude only those who don't",
        },
        new(OptionId.ShellCommand, "command", 'c')
        {
            Group = OptionGroup.Input, Commands = RunOnly, Kind = ValueKind.ShellCommand, ValueName = "COMMAND",
            ExcludesChildCommand = true,
            Help = "run COMMAND by the shell",
        },
        new(OptionId.Close, "close")
        {
            Group = OptionGroup.Lock, Commands = RunOnly,
            Help = "keep the lock from COMMAND and what it starts: mutx stays and holds it until COMMAND itself ends",
        },
        new(OptionId.ConflictExitCode, "conflict-exit-code")
        {
            Group = OptionGroup.Lock, Commands = RunOnly, Kind = ValueKind.Number, ValueName = "N", Default = "2",
            Help = "exit with N, 0 to 255, where the lock is not obtained",
        },
        new(OptionId.RequireNonEmpty, "require-nonempty")
        {
            Group = OptionGroup.Checks, Commands = Producing, ConflictsWith = [OptionId.AllowEmpty],
            Help = "refuse empty content for new files and empty ones too",
        },
        new(OptionId.AllowEmpty, "allow-empty")
        {
            Group = OptionGroup.Checks, Commands = Producing, ConflictsWith = [OptionId.RequireNonEmpty],
            Help = "let empty content replace a file that isn't empty, which is refused else: a producer that failed looks like that",
        },
        new(OptionId.Validate, "validate")
        {
            Group = OptionGroup.Checks, Commands = Producing, Kind = ValueKind.ShellCommand, ValueName = "COMMAND",
            Help = "replace only if the shell's COMMAND exits 0; it gets the new content on standard input, and a path "
                + "to it in the place of {}",
        },
        new(OptionId.IfChanged, "if-changed")
        {
            Group = OptionGroup.Checks, Commands = Writing,
            Help = "leave the file and its time alone where the content is the same",
        },
        new(OptionId.IfMatch, "if-match")
        {
            Group = OptionGroup.Checks, Commands = Writing, Kind = ValueKind.ContentCondition,
            ValueName = "sha256:HEX|absent",
            Help = "replace only if the file's content has that digest, or if there is no file",
        },
        new(OptionId.Wait, "wait")
        {
            Group = OptionGroup.Lock, Commands = Locking, ConflictsWith = [OptionId.NoWait],
            Help = "wait for the lock as long as it takes; this is the default",
        },
        new(OptionId.NoWait, "no-wait")
        {
            Group = OptionGroup.Lock, Commands = Locking, ConflictsWith = [OptionId.Wait, OptionId.Timeout],
            Help = "fail at once, with status 2, if the lock is held",
        },
        new(OptionId.NoLock, "no-lock")
        {
            Group = OptionGroup.Lock, Commands = Writing,
            ConflictsWith =
            [
                OptionId.Wait, OptionId.NoWait, OptionId.Timeout, OptionId.MaxPollInterval, OptionId.LockFile, OptionId.LockDirectory,
                OptionId.LockMode, OptionId.LockMethod, OptionId.FollowLockSymlinks, OptionId.LockProvider,
            ],
            Help = "take no lock: of two writers the later wins, whole; for use inside 'mutx run' on the same file",
        },
        new(OptionId.Timeout, "timeout", 't')
        {
            Group = OptionGroup.Lock, Commands = Waiting, Kind = ValueKind.Duration, ValueName = "TIME",
            Default = "no limit", OtherDefault = (CommandId.Queue, "30s"), Environment = EnvironmentTable.Timeout, ConflictsWith = [OptionId.NoWait],
            Help = "wait for the lock at most TIME: 500ms, 1.5s, 2m, 1h; 0 is no wait; a bare number, from 100 on, is milliseconds",
        },
        new(OptionId.MaxPollInterval, "max-poll-interval")
        {
            Group = OptionGroup.Lock, Commands = Locking, Kind = ValueKind.Duration, ValueName = "TIME",
            Default = "1s", Requires = OptionId.Timeout,
            Help = "where the lock must be polled for, look at least this often",
        },
        new(OptionId.LockFile, "lock-file")
        {
            Group = OptionGroup.Lock, Commands = LookingForLocks, Kind = ValueKind.Path, ValueName = "PATH", ConflictsWith = [OptionId.LockDirectory],
            Help = "lock this file; it is created if missing and never changed",
        },
        new(OptionId.LockDirectory, "lock-dir")
        {
            Group = OptionGroup.Lock, Commands = LookingForLocks, Kind = ValueKind.Directory, ValueName = "DIR",
            Default = ".locks beside the file, else the user's cache", Environment = EnvironmentTable.LockDirectory,
            ConflictsWith = [OptionId.LockFile],
            Help = "keep lock files in DIR, an absolute path; a .locks beside the file comes before MUTX_LOCK_DIR",
        },
        new(OptionId.LockMode, "lock-mode")
        {
            Group = OptionGroup.Lock, Commands = Locking, Kind = ValueKind.OctalMode, ValueName = "OCTAL",
            Default = "what its directory's imply: 0600 in a private one; a claim's 0644", Environment = EnvironmentTable.LockMode,
            Help = "permissions of a lock file or claim that is created",
        },
        new(OptionId.LockMethod, "lock-method")
        {
            Group = OptionGroup.Lock, Commands = LookingForLocks, Kind = ValueKind.Choice, ValueName = "METHOD",
            Choices = ["auto", "kernel", "claim"], Default = "auto", Environment = EnvironmentTable.LockMethod,
            Help = "auto, kernel (a lock of the kernel on a lock file) or claim (a file beside the target)",
        },
        new(OptionId.FollowLockSymlinks, "follow-lock-symlinks")
        {
            Group = OptionGroup.Lock, Commands = Locking,
            Help = "let the lock file be a symbolic link too; implies --follow-symlinks",
        },
        new(OptionId.ShareGroup, "group")
        {
            Group = OptionGroup.Lock, Commands = [CommandId.Share], Kind = ValueKind.Text, ValueName = "GROUP", Default = "DIR's own",
            Help = "give DIR to this group first, by name or number, and let it write there",
        },
        new(OptionId.LockProvider, "lock-provider")
        {
            Group = OptionGroup.Lock, Commands = AskingServers, Kind = ValueKind.Text, ValueName = "URL",
            Environment = EnvironmentTable.LockProvider,
            Help = "take a lock of this server too, for writers on several machines: postgres://HOST/DATABASE or etcd://HOST",
        },
        new(OptionId.Unfenced, "unfenced")
        {
            Group = OptionGroup.Checks, Commands = Writing, ConflictsWith = [OptionId.ResetFence, OptionId.LockProvider],
            Help = "replace a file that was fenced by a lock server without that server, and leave its fence as it is",
        },
        new(OptionId.ResetFence, "reset-fence")
        {
            Group = OptionGroup.Checks, Commands = Writing, ConflictsWith = [OptionId.Unfenced],
            Help = "begin a new fence, whatever the file's says: another server or lock is in charge, or that one was set up anew",
        },
        new(OptionId.OnLost, "on-lost")
        {
            Group = OptionGroup.Lock, Commands = RunOnly, Kind = ValueKind.Choice, ValueName = "ACTION",
            Choices = ["term", "kill", "ignore"], Default = "term",
            Help = "where a server's lock or a claim is lost while COMMAND runs: end it with SIGTERM, or SIGKILL, or only say so",
        },
        new(OptionId.KillAfter, "kill-after")
        {
            Group = OptionGroup.Lock, Commands = RunOnly, Kind = ValueKind.Duration, ValueName = "TIME", Default = "10s",
            Help = "how long after SIGTERM a COMMAND that goes on gets SIGKILL: 500ms, 10s, 2m",
        },
        new(OptionId.Mode, "mode", 'm')
        {
            Group = OptionGroup.File, Commands = Writing, Kind = ValueKind.OctalMode, ValueName = "OCTAL",
            Default = "those of the file it replaces", ConflictsWith = [OptionId.NoPreserveMode],
            Help = "permissions of the file, such as 0640",
        },
        new(OptionId.NoPreserveMode, "no-preserve-mode")
        {
            Group = OptionGroup.File, Commands = Writing, ConflictsWith = [OptionId.Mode],
            Help = "give the file the permissions of a new one (0666 less the umask)",
        },
        new(OptionId.PreserveOwner, "preserve-owner")
        {
            Group = OptionGroup.File, Commands = Writing, ConflictsWith = [OptionId.TryPreserveOwner, OptionId.NoPreserveOwner],
            Help = "keep owner and group; fail where that is not permitted",
        },
        new(OptionId.TryPreserveOwner, "try-preserve-owner")
        {
            Group = OptionGroup.File, Commands = Writing, ConflictsWith = [OptionId.PreserveOwner, OptionId.NoPreserveOwner],
            Help = "keep owner and group as far as that is permitted (the default)",
        },
        new(OptionId.NoPreserveOwner, "no-preserve-owner")
        {
            Group = OptionGroup.File, Commands = Writing, ConflictsWith = [OptionId.PreserveOwner, OptionId.TryPreserveOwner],
            Help = "give the file to whoever replaces it",
        },
        new(OptionId.FollowSymlinks, "follow-symlinks")
        {
            Group = OptionGroup.File, Commands = Writing,
            Help = "where the target is a symbolic link, keep the link and replace the file it leads to; refused else, since "
                + "whoever may change the link could lead a privileged writer to another file",
        },
        new(OptionId.Durability, "durability")
        {
            Group = OptionGroup.File, Commands = Writing, Kind = ValueKind.Choice, ValueName = "LEVEL",
            Choices = ["full", "file", "none"], Default = "full",
            Help = "what is flushed to the disk before success is reported: file and directory (full), the file "
                + "alone (file), or nothing (none: atomic, but a power cut may undo it)",
        },
        new(OptionId.Backup, "backup", 'b')
        {
            Group = OptionGroup.Backup, Commands = Producing,
            Help = "keep the old content beside the file, under its name and .mutx.backup",
        },
        new(OptionId.BackupSuffix, "backup-suffix")
        {
            Group = OptionGroup.Backup, Commands = OfBackups, Kind = ValueKind.Text, ValueName = "SUFFIX",
            Default = BackupOptions.DefaultSuffix, Requires = OptionId.Backup, RequiresNothingIn = Finding,
            Help = "how the names of backups end",
        },
        new(OptionId.BackupDirectory, "backup-dir")
        {
            Group = OptionGroup.Backup, Commands = OfBackups, Kind = ValueKind.Directory, ValueName = "DIR",
            Default = "the file's own", Requires = OptionId.Backup, RequiresNothingIn = Finding,
            Help = "where backups are kept; it must exist",
        },
        new(OptionId.BackupTimestamp, "backup-timestamp")
        {
            Group = OptionGroup.Backup, Commands = Producing, Requires = OptionId.Backup,
            Help = "keep one more backup each time, with the time in its name, instead of only the last",
        },
        new(OptionId.From, "from")
        {
            Group = OptionGroup.Backup, Commands = [CommandId.Restore], Kind = ValueKind.Path, ValueName = "BACKUP",
            Default = "the newest",
            Help = "put back this backup of the file",
        },
        new(OptionId.NoBackup, "no-backup")
        {
            Group = OptionGroup.Backup, Commands = [CommandId.Restore],
            Help = "don't keep the content that is replaced; without it a backup with the time in its name is made",
        },
        new(OptionId.Recursive, "recursive", 'r')
        {
            Group = OptionGroup.Sweep, Commands = Sweeping,
            Help = "the directories below too; symbolic links are never followed",
        },
        new(OptionId.OlderThan, "older-than")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, Kind = ValueKind.Duration, ValueName = "TIME",
            Help = "only what is older than TIME: 30s, 5m, 2h, 7d, 4w, 1y",
        },
        new(OptionId.KeepNewest, "keep-newest")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, Kind = ValueKind.Number, ValueName = "N",
            Help = "keep the newest N backups of each file in each directory, whatever their age; 0 keeps none",
        },
        new(OptionId.Suffix, "suffix")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, Kind = ValueKind.Text, ValueName = "SUFFIX",
            Default = BackupOptions.DefaultSuffix,
            Help = "how the names of backups end",
        },
        new(OptionId.LocksDirectory, "locks-dir")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, Kind = ValueKind.Directory, ValueName = "DIR",
            Help = "where 'all' sweeps locks",
        },
        new(OptionId.BackupsDirectory, "backups-dir")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, Kind = ValueKind.Directory, ValueName = "DIR",
            Help = "where 'all' sweeps backups",
        },
        new(OptionId.DryRun, "dry-run", 'n')
        {
            Group = OptionGroup.Sweep, Commands = Sweeping,
            Help = "print what would be removed, without locks that are held, and remove nothing",
        },
        new(OptionId.CleanLocks, "clean-locks")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, ConflictsWith = [OptionId.CleanAll],
            Help = "the same as 'housekeep locks'; with --clean-backups as 'housekeep all'",
        },
        new(OptionId.CleanBackups, "clean-backups")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping, ConflictsWith = [OptionId.CleanAll],
            Help = "the same as 'housekeep backups'; with --clean-locks as 'housekeep all'",
        },
        new(OptionId.CleanAll, "all")
        {
            Group = OptionGroup.Sweep, Commands = Sweeping,
            Help = "the same as 'housekeep all'",
        },
        new(OptionId.Progress, "progress")
        {
            Group = OptionGroup.Report, Commands = Producing, ConflictsWith = [OptionId.Quiet],
            Help = "show bytes, rate and time left on standard error",
        },
        new(OptionId.At, "at")
        {
            Group = OptionGroup.Queue, Commands = QueueOnly, Kind = ValueKind.Number, ValueName = "N", Default = "the end",
            Help = "add: the command's place among those that are pending, 1 for the next",
        },
        new(OptionId.Workers, "workers")
        {
            Group = OptionGroup.Queue, Commands = QueueOnly, Kind = ValueKind.Number, ValueName = "N", Default = "1",
            Help = "run: how many commands run at the same time",
        },
        new(OptionId.Follow, "follow")
        {
            Group = OptionGroup.Queue, Commands = QueueOnly,
            Help = "run: wait for more commands when none is pending",
        },
        new(OptionId.StopOnFailure, "stop-on-failure")
        {
            Group = OptionGroup.Queue, Commands = QueueOnly,
            Help = "run: take no more commands once one has failed",
        },
        new(OptionId.QueueDirectory, "dir")
        {
            Group = OptionGroup.Queue, Commands = QueueOnly, Kind = ValueKind.Directory, ValueName = "DIR",
            Default = "mutx/queues in the state directory", Environment = EnvironmentTable.QueueDirectory,
            Help = "where the queues are kept",
        },
        new(OptionId.FeatureRoot, "root")
        {
            Group = OptionGroup.Feature, Commands = FeatureOnly, Kind = ValueKind.Directory, ValueName = "DIR",
            Default = ".gsd",
            Help = "where features are kept",
        },
        new(OptionId.ProcessId, "pid")
        {
            Group = OptionGroup.Feature, Commands = FeatureOnly, Kind = ValueKind.Number, ValueName = "N",
            Default = "the program that started mutx",
            Help = "acquire, release: the process that the lock is for",
        },
        new(OptionId.Verbose, "verbose", 'v')
        {
            Group = OptionGroup.Report, IsRepeatable = true, ConflictsWith = [OptionId.Quiet],
            Help = "say what was done; -vv says every step",
        },
        new(OptionId.Quiet, "quiet", 'q')
        {
            Group = OptionGroup.Report, ConflictsWith = [OptionId.Verbose, OptionId.Progress],
            Help = "say nothing but errors",
        },
        new(OptionId.Json, "json")
        {
            Group = OptionGroup.Report,
            Help = "report as one JSON object: success on standard output, an error on standard error",
        },
        new(OptionId.Help, "help", 'h') { Group = OptionGroup.General, Help = "show this help" },
        new(OptionId.Version, "version", 'V') { Group = OptionGroup.General, Help = "show the version" },
    ];
}
