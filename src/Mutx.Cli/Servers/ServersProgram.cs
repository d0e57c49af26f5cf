using Mutx.Cli.Exit;
using Mutx.Cli.Help;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Primitives;

namespace Mutx.Cli.Servers;

/// <summary>The executable beside this one that has the clients of lock servers; it takes the same arguments.</summary>
internal static class ServersProgram
{
    private const string Name = "mutx-servers";

    private const string Mend = "install both of one version into one directory; ./build.sh makes both";

    // The first argument, by which the one knows that it goes on for the other, and of which version that is.
    private const string Of = "--of=";

    /// <summary>Goes on as that executable. Returns only if that can't be, or, on Windows, with its status.</summary>
    public static ExitStatus Become(string[] arguments, Reporter reporter)
    {
        string path = Path.Join(Path.GetDirectoryName(Environment.ProcessPath), OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        string[] words = [path, Of + ProgramVersion.Number, .. arguments];
        try
        {
            return OperatingSystem.IsWindows()
                ? (ExitStatus)ChildRunner.Create().Run(new ChildCommand(words)).AsShellStatus
                : throw ProcessImage.ReplaceBy(path, words);
        }
        catch (MutxException e)
        {
            return reporter.Fail(new MutxException(
                MutxError.NotSupported, $"cannot lock by a server: '{path}', which has the clients of lock servers, can't be started: {e.Message}", e)
            {
                Path = path,
                NativeError = e.NativeError,
                Hint = Mend,
            });
        }
    }

    /// <summary>What that executable is to do: what mutx was to.</summary>
    /// <param name="arguments">What it was started with.</param>
    /// <param name="own">Its version.</param>
    /// <param name="error">That it isn't of mutx's version; null if it is, or was started by somebody else.</param>
    public static string[] Continue(string[] arguments, string own, out MutxException? error)
    {
        error = null;
        if (arguments is not [{ } first, ..] || !first.StartsWith(Of, StringComparison.Ordinal))
        {
            return arguments;
        }

        string version = first[Of.Length..];
        if (version != own)
        {
            error = new MutxException(
                MutxError.NotSupported, $"cannot lock by a server: '{Environment.ProcessPath}' is of version {own}, and mutx of {version}")
            {
                Path = Environment.ProcessPath,
                Hint = Mend,
            };
        }

        return arguments[1..];
    }
}
