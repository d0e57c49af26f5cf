using Microsoft.Win32.SafeHandles;

namespace Mutx.Cli.Processes;

/// <summary>A command to run as a child process. A stream that isn't named is inherited from this process.</summary>
/// <param name="Words">The program, looked up in PATH, and its arguments; at least one word.</param>
internal sealed record ChildCommand(IReadOnlyList<string> Words)
{
    /// <summary>What the child reads as its standard input.</summary>
    public SafeFileHandle? Input { get; init; }

    /// <summary>What the child writes its standard output to.</summary>
    public SafeFileHandle? Output { get; init; }

    /// <summary>Whether the child's standard error goes where its standard output goes.</summary>
    public bool ErrorToOutput { get; init; }

    /// <summary>Whether the child's standard output goes where this process's standard error goes.</summary>
    public bool OutputToError { get; init; }

    /// <summary>Called right before the child is started, with nothing in between; what it throws keeps it from that.</summary>
    public Action? Starting { get; init; }

    /// <summary>The signal that the child gets where this process ends before it; 0 for none. Linux.</summary>
    public int EndsWithThis { get; init; }

    /// <summary>Whether errors are told as JSON, by one who starts the child in this process's place.</summary>
    public bool TellsJson { get; init; }

    /// <summary>A command line for the system's shell.</summary>
    public static ChildCommand ForShell(string line) => OperatingSystem.IsWindows()
        ? new ChildCommand(["cmd.exe", "/c", line])
        : new ChildCommand(["/bin/sh", "-c", line]);
}
