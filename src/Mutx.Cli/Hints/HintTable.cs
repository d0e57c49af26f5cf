using Mutx.Cli.CommandLine;
using Mutx.Cli.Requests;
using Mutx.Primitives;

namespace Mutx.Cli.Hints;

/// <summary>
/// The one table of what to do about an error, in the words of the program. The library's hints speak of its API, so
/// here stands what a person can type instead; where nothing can be typed, the library's hint serves.
/// </summary>
internal static class HintTable
{
    private const string AllowLinks = "use --follow-symlinks to go to the file it points to";
    private const string Timestamped = "use --backup-timestamp, or another --backup-dir";

    /// <summary>What to do about an error; null where nothing is known.</summary>
    /// <param name="error">The error.</param>
    /// <param name="request">What was asked for.</param>
    public static string? For(MutxException error, Request request) => Words(error, request) ?? (error.Hint is { } hint ? ProgramWords.Of(hint) : null);

    /// <summary>The program's own words for an error. Every code stands here by name, so that a new one must be thought about.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is missing from this table.</exception>
    private static string? Words(MutxException error, Request request) => error.Error switch
    {
        MutxError.SymbolicLink => request is WriteRequest or RestoreRequest ? AllowLinks : null,
        MutxError.LinkedLockFile => "use --follow-lock-symlinks to lock the file it points to",
        MutxError.NoLockDirectory => "name a place for lock files: --lock-dir DIR or MUTX_LOCK_DIR; or keep the locks beside the files: mutx share DIR",
        MutxError.UnclearLockMethod => "correct it, or use --lock-method auto, kernel or claim",
        MutxError.LockUnavailable => request switch
        {
            WriteRequest or RestoreRequest when error is LockUnavailableException { IsEndless: true } => "the lock is held already: use --no-lock",
            RunRequest when error is LockUnavailableException { IsEndless: true } => "the lock is held already: run the command without 'mutx run'",
            _ when error is LockUnavailableException { IsEndless: true } => null,
            FeatureRequest => null,
            QueueRequest => "wait for it with --timeout TIME",
            _ => "wait for it with --timeout TIME or without --no-wait",
        },
        MutxError.EmptyContent => request is WriteRequest { Options.RequireNonEmpty: false }
            ? "look at what was to produce it; to empty the file, use --allow-empty"
            : null,
        MutxError.Fenced => error switch
        {
            FencedException { Token: null } => "name the server that fences it: --lock-provider URL; or leave the fence as it is: --unfenced",
            FencedException { Token: { } token, Fence: { } fence } when token.Provider == fence.Provider && token.Lock != fence.Lock =>
                "name it as it was named when it was fenced, by the same path and namespace; or begin a new fence: --reset-fence",
            _ => "run it again; where another server is in charge now, begin a new fence: --reset-fence",
        },
        MutxError.NoBackup => request is RestoreRequest { From: not null } restore
            ? $"mutx backups {ShellWord.Quote(restore.File)} lists those there are"
            : "backups are made by --backup; where their suffix or directory was chosen, name it here too",

        // These have causes of the system's and the library's own, which has no number for them.
        MutxError.LocksUnsupported => error.NativeError is null ? null
            : "put the lock file on a local filesystem (--lock-dir, MUTX_LOCK_DIR), or use --lock-method claim",
        MutxError.NotFound or MutxError.AlreadyExists or MutxError.NotPermitted or MutxError.NameTooLong
            or MutxError.InvalidRequest => error.NativeError is null ? OfLibrary(error.Error, request) : null,

        MutxError.Io or MutxError.AccessDenied or MutxError.IsADirectory or MutxError.NotADirectory
            or MutxError.DanglingLink or MutxError.LinkLoop or MutxError.SpecialFile or MutxError.NoSpace
            or MutxError.QuotaExceeded or MutxError.ReadOnlyFilesystem or MutxError.CrossDevice or MutxError.Busy
            or MutxError.TooManyOpenFiles or MutxError.NotSupported or MutxError.LockTimeout or MutxError.LockLost
            or MutxError.UnusableLockFile or MutxError.PreconditionFailed
            or MutxError.ServerUnavailable or MutxError.ValidationFailed or MutxError.CommandFailed or MutxError.InputFailed or MutxError.CorruptData => null,

        _ => throw new ArgumentOutOfRangeException(nameof(error), error.Error, "an error whose hint nobody has thought about"),
    };

    /// <summary>What the library itself refused, by what it was asked to do.</summary>
    private static string? OfLibrary(MutxError error, Request request) => (error, request) switch
    {
        (MutxError.NotFound, WriteRequest { Update: not null }) => "check its name, or use --create to begin with nothing",
        (MutxError.NotFound, QueueRequest { Queue: { } queue, Id: null }) => $"create it first: mutx queue create {queue}",
        (MutxError.NotFound, QueueRequest { Queue: { } queue }) => $"see which there are: mutx queue list {queue}",
        (MutxError.AlreadyExists, WriteRequest { Options.Backup.Timestamp: false }) => Timestamped,
        (MutxError.InvalidRequest, WriteRequest { Options.Backup.Timestamp: false }) => Timestamped,
        (MutxError.InvalidRequest, RestoreRequest { From: { } other } restore) =>
            $"to write another file's content use: mutx write {ShellWord.Quote(restore.File)} -i {ShellWord.Quote(other)}",
        (MutxError.NameTooLong, WriteRequest or RestoreRequest) => "use a shorter --backup-suffix",
        (MutxError.NotPermitted, WriteRequest or RestoreRequest) => "run it as root, or leave out --preserve-owner to keep it as far as that is permitted",
        (MutxError.NotPermitted, FeatureRequest) => "release it for the process that holds it (--pid PID), or wait until it is two hours old",
        _ => null,
    };
}
