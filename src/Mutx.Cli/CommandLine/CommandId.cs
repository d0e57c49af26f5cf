namespace Mutx.Cli.CommandLine;

/// <summary>The commands of the program. Each has one <see cref="CommandSpec"/> in <see cref="CommandTable"/>.</summary>
internal enum CommandId
{
    Write,
    Update,
    Run,
    Status,
    Share,
    Backups,
    Restore,
    Housekeep,
    Queue,
    Feature,
    Help,
}
