using Mutx.Updating;

namespace Mutx.Cli.Requests;

/// <summary>Replace a file.</summary>
internal sealed record WriteRequest : Request
{
    /// <summary>The file to replace.</summary>
    public required string Output { get; init; }

    /// <summary>Whether a name is all there is: neither the word write before it, nor a directory in it, nor anything that says
    /// where content is to come from.</summary>
    public bool IsLoneWord { get; init; }

    /// <summary>The file to read; null for standard input or the command.</summary>
    public string? Input { get; init; }

    /// <summary>The command whose standard output becomes the content, and its arguments; null for an input.</summary>
    public string[]? Command { get; init; }

    /// <summary>Set where the command reads the file itself, under the lock: what happens where there is none.</summary>
    public MissingFile? Update { get; init; }

    /// <summary>A line for the shell that judges the new content.</summary>
    public string? Validator { get; init; }

    /// <summary>How it is done; what only a running program knows, such as loggers, is missing still.</summary>
    public required ReplaceOptions Options { get; init; }
}
