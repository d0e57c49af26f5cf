using Microsoft.Win32.SafeHandles;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Processes;
using Mutx.Cli.Signals;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Cli.Commands;

/// <summary>Has a command of the user's judge new content before it replaces anything.</summary>
internal sealed class Validator(ChildRunner children, Interruption interruption)
{
    private const string PathMark = "{}";

    /// <summary>Runs the line by the shell: the content on its standard input, its path in the place of <c>{}</c>, and
    /// what it prints on standard error.</summary>
    /// <exception cref="MutxException">It did not exit with 0 (<see cref="MutxError.ValidationFailed"/>).</exception>
    public void Judge(string line, StagedContent content, string target)
    {
        using SafeFileHandle input = content.OpenRead();
        string complete = line.Contains(PathMark, StringComparison.Ordinal)
            ? line.Replace(PathMark, ShellWord.Quote(content.Path), StringComparison.Ordinal)
            : line;
        ChildResult result = children.Run(ChildCommand.ForShell(complete) with { Input = input, OutputToError = true });
        interruption.CheckAfter(result);
        if (!result.Succeeded)
        {
            throw new MutxException(
                MutxError.ValidationFailed, $"refused to replace '{target}': the validator '{line}' {result.Describe()}")
            {
                Path = target,
            };
        }
    }
}
