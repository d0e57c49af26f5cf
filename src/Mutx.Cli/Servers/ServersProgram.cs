using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Primitives;

namespace Mutx.Cli.Servers;

/// <summary>The executable beside this one that has the clients of lock servers; it takes the same arguments.</summary>
internal static class ServersProgram
{
    private const string Name = "mutx-servers";

    /// <summary>Goes on as that executable. Returns only if that can't be, or, on Windows, with its status.</summary>
    public static ExitStatus Become(string[] arguments, Reporter reporter)
    {
        string path = Path.Join(Path.GetDirectoryName(Environment.ProcessPath), OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        string[] words = [path, .. arguments];
        try
        {
            return OperatingSystem.IsWindows()
                ? (ExitStatus)ChildRunner.Create().Run(new ChildCommand(words)).AsShellStatus
                : throw ProcessImage.Replace(words);
        }
        catch (MutxException e)
        {
            return reporter.Fail(new MutxException(
                MutxError.NotSupported, $"cannot lock by a server: '{path}', which has the clients of lock servers, can't be started", e)
            {
                Path = path,
                NativeError = e.NativeError,
                Hint = "install it beside mutx; ./build.sh makes both",
            });
        }
    }
}
