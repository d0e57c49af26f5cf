namespace Mutx.Cli.CommandLine;

/// <summary>The environment variables the program obeys, and what help says about them.</summary>
internal static class EnvironmentTable
{
    public const string Timeout = "MUTX_TIMEOUT";
    public const string LockDirectory = "MUTX_LOCK_DIR";
    public const string LockMode = "MUTX_LOCK_MODE";
    public const string LockMethod = "MUTX_LOCK_METHOD";
    public const string LockProvider = "MUTX_LOCK_PROVIDER";
    public const string LockPasswordFile = "MUTX_LOCK_PASSWORD_FILE";
    public const string FencingToken = "MUTX_FENCING_TOKEN";
    public const string QueueDirectory = "MUTX_QUEUE_DIR";
    public const string Log = "MUTX_LOG";

    public static readonly EnvironmentSpec[] All =
    [
        new(Timeout, "how long to wait for a lock, as for --timeout"),
        new(LockDirectory, "where lock files are kept that have no .locks beside their file"),
        new(LockMode, "permissions of new lock files, as for --lock-mode"),
        new(LockMethod, "how to lock, as for --lock-method"),
        new(LockProvider, "the server to take locks of too, as for --lock-provider; here it may hold a password"),
        new(LockPasswordFile, "a file with that server's password in its first line"),
        new(FencingToken, "given to COMMAND: the fencing token of the server's lock; --no-lock writes that lock's file with it"),
        new(QueueDirectory, "where queues are kept, as for --dir"),
        new(Log, "messages on standard error: trace, debug, info, warn, error or none"),
        new("MUTX_FEATURE", "the current feature"),
        new("NO_COLOR", "always honoured: mutx uses no colour"),
    ];
}
