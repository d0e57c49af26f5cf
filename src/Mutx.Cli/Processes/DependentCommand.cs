using System.Globalization;
using System.Runtime.Versioning;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>
/// A command that gets a signal where the process that started it is gone: it would go on without the lock that ended with it.
/// The kernel sends it (prctl(2), PR_SET_PDEATHSIG), but only the command's own process can ask for that, and posix_spawn(3) has
/// no place for it between fork and exec. So this program is started once more, asks, and becomes the command.
/// <para>
/// The signal comes when the thread ends that started the child: that has to be the main thread. It is forgotten where the command is set-user-ID
/// or has capabilities, and what the command starts doesn't inherit it.
/// </para>
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class DependentCommand
{
    private const string Word = "--dependent-command";

    private const string Json = "json";

    // Of this process and no other, though the file was replaced or removed since.
    private const string ThisProgram = "/proc/self/exe";

    /// <summary>What is to be executed for a command.</summary>
    public static IReadOnlyList<string> WordsFor(ChildCommand command) =>
        command.EndsWithThis == 0 || !OperatingSystem.IsLinux() ? command.Words
        : [ThisProgram, Word, Number(Environment.ProcessId), Number(command.EndsWithThis), command.TellsJson ? Json : "text", .. command.Words];

    /// <summary>Whether a program was started for that.</summary>
    public static bool IsMeant(string[] arguments) => arguments is [Word, _, _, _, _, ..];

    /// <summary>Becomes the command. Returns only if that can't be, or there is nobody left to run it for.</summary>
    /// <param name="arguments">What <see cref="IsMeant"/> has looked at.</param>
    /// <param name="fail">Tells of an error, as JSON or not.</param>
    public static ExitStatus Become(string[] arguments, Action<MutxException, bool> fail)
    {
        int parent = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        int signal = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        _ = Libc.prctl(Libc.PR_SET_PDEATHSIG, (nuint)signal, 0, 0, 0);
        if (Libc.getppid() != parent)
        {
            // It was gone before the kernel was asked.
            return (ExitStatus)ChildResult.EndedBy(signal).AsShellStatus;
        }

        MutxException error = ProcessImage.Replace(arguments[4..]);
        fail(error, arguments[3] == Json);
        return StartFailure.StatusOf(error);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
