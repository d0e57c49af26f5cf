namespace Mutx.Cli.CommandLine;

/// <summary>The options of all commands. Each has one <see cref="OptionSpec"/> in <see cref="OptionTable"/>, at the
/// index that is its value here.</summary>
internal enum OptionId
{
    Input,
    Stream,
    RequireNonEmpty,
    Validate,
    IfChanged,
    IfMatch,
    Wait,
    NoWait,
    Timeout,
    MaxPollInterval,
    LockFile,
    LockDirectory,
    LockMode,
    LockMethod,
    FollowLockSymlinks,
    Mode,
    NoPreserveMode,
    PreserveOwner,
    TryPreserveOwner,
    FollowSymlinks,
    Durability,
    Progress,
    Verbose,
    Quiet,
    Json,
    Help,
    Version,
}
