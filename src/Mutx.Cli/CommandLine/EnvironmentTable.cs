namespace Mutx.Cli.CommandLine;

/// <summary>The environment variables the program obeys, and what help says about them.</summary>
internal static class EnvironmentTable
{
    public const string Timeout = "MUTX_TIMEOUT";
    public const string LockDirectory = "MUTX_LOCK_DIR";
    public const string LockMode = "MUTX_LOCK_MODE";
    public const string LockMethod = "MUTX_LOCK_METHOD";
    public const string QueueDirectory = "MUTX_QUEUE_DIR";
    public const string Log = "MUTX_LOG";

    public static readonly EnvironmentSpec[] All =
    [
        new(Timeout, "how long to wait for a lock, as for --timeout"),
        new(LockDirectory, "where lock files are kept that have no .locks beside their file"),
        new(LockMode, "permissions of new lock files, as for --lock-mode"),
        new(LockMethod, "how to lock, as for --lock-method"),
        new(QueueDirectory, "where queues are kept, as for --dir"),
        new(Log, "messages on standard error: trace, debug, info, warn, error or none"),
        new("MUTX_FEATURE", "the current feature"),
        new("NO_COLOR", "always honoured: mutx uses no colour"),
    ];
}
