namespace Mutx.Cli.CommandLine;

/// <summary>What a command does with the words after <c>--</c>.</summary>
internal enum ChildCommandUse
{
    /// <summary>They are operands like those before.</summary>
    None,

    /// <summary>They are a command to run, if there are any.</summary>
    Optional,

    /// <summary>They are a command to run, and there must be one.</summary>
    Required,
}
