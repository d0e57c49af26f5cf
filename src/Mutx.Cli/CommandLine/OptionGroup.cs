namespace Mutx.Cli.CommandLine;

/// <summary>The headings under which help lists the options, in this order.</summary>
internal enum OptionGroup
{
    Input,
    Checks,
    Lock,
    File,
    Backup,
    Sweep,
    Queue,
    Feature,
    Report,
    General,
}
