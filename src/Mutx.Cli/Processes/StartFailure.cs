using System.Runtime.InteropServices;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>Why a command couldn't be started, in words.</summary>
internal static class StartFailure
{
    /// <summary>What a shell ends with where a command couldn't be started.</summary>
    public static ExitStatus StatusOf(MutxException error) =>
        error.NativeError == Libc.ENOENT ? ShellStatus.CommandNotFound : ShellStatus.CommandNotExecutable;

    public static MutxException Of(string program, int error)
    {
        (string message, string? hint) = error switch
        {
            Libc.ENOENT when program.Contains('/', StringComparison.Ordinal) => (
                $"there is no command '{program}'",
                "check the path and, if it is a script, the interpreter that its first line names"),
            Libc.ENOENT => ($"there is no command '{program}'", "check its spelling, and PATH"),
            Libc.EACCES => ($"the command '{program}' is not executable", $"try: chmod +x '{program}'"),
            Libc.ENOEXEC => (
                $"the command '{program}' is no program", "if it is a script, give it a first line like #!/bin/sh"),
            _ => (
                $"the command '{program}' could not be started: {Marshal.GetPInvokeErrorMessage(error)}", (string?)null),
        };
        return new MutxException(MutxError.CommandFailed, message) { NativeError = error, Hint = hint };
    }
}
