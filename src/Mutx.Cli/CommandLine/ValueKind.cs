namespace Mutx.Cli.CommandLine;

/// <summary>What an option's value is. Completion offers files for a path; the binder reads the rest.</summary>
internal enum ValueKind
{
    /// <summary>The option takes no value.</summary>
    None,
    Text,
    Path,
    Directory,
    Duration,
    Number,
    OctalMode,

    /// <summary>One word of <see cref="OptionSpec.Choices"/>.</summary>
    Choice,
    ContentCondition,
    ShellCommand,
}
